"""The revisions of the service's schema."""
