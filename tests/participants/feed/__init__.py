"""The registry feed of the participants service."""
