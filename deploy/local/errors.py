"""What can keep a local run from going on."""


class LocalRunError(Exception):
    """Says in a sentence for a newcomer what is wrong and what to do."""
