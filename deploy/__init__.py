"""What starts, ships and watches the services; imports none of them."""
