"""The Register API v0.1."""
