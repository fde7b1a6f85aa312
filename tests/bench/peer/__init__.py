"""An ordinary service with the same two endpoints, written as its frameworks' guides advise."""
