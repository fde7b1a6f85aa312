"""Use cases: what a caller can do, with its connections and transactions."""
