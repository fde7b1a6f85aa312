"""Rules, as tables."""
