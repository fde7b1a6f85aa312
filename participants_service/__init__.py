"""The Lead Provider API v3."""
