"""The change feed: what has happened to a provider's records, read from its journal in order."""
