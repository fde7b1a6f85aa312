"""Registering trainees, with the same rules."""
