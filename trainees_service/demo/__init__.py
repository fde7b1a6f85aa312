"""Invented training providers, schools and trainees, to try the service with."""
