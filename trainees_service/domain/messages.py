"""The wording that many fields share."""

from trainees_service.domain.sent import Code, shown


def unknown_code(title: str, value: Code, valid_list: str) -> str:
    """Return the message for a value that is none of the valid codes."""
    return (
        f"{title} has invalid reference data value of '{shown(value)}'. "
        f"Valid values are {valid_list}."
    )
