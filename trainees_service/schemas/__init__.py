"""JSON shapes of the API."""
