"""How many requests one token may send: the rule, the counting, and what callers are told."""
