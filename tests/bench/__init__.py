"""How fast the services are: beside an ordinary service, and beside the bare SQL."""
