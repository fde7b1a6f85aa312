"""The rules of the trainees API: pure functions over frozen records."""
