"""Registering, listing and changing trainees, with the same rules."""
