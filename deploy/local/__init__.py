"""The process supervisor behind `make run`."""
