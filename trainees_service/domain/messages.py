"""The wording that many fields share."""

from collections.abc import Iterator

from trainees_service.domain.sent import Code, Misfit, Text, shown

# More than anybody has to say in one field; what is longer would only fill memory.
LONGEST_TEXT = 5_000


def text_problems(title: str, value: Text) -> Iterator[str]:
    """Say why a text without rules of its own cannot be stored."""
    if isinstance(value, Misfit):
        yield f"{title} is invalid"
    elif value is not None and len(value) > LONGEST_TEXT:
        yield f"{title} is too long (maximum is {LONGEST_TEXT} characters)"


def unknown_code(title: str, value: Code, valid_list: str) -> str:
    """Return the message for a value that is none of the valid codes."""
    return (
        f"{title} has invalid reference data value of '{shown(value)}'. "
        f"Valid values are {valid_list}."
    )
