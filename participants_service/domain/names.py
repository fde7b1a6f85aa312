"""The name by which lead providers know a person."""

from participants_service.domain.teachers import Teacher

UNKNOWN = "Unknown"

# The national record writes a full stop for a name that somebody does not have.
NO_NAME = "."


def full_name(teacher: Teacher) -> str:
    """Return the name that the school corrected, or else the one in the national record."""
    corrected = (teacher.corrected_name or "").strip()
    if corrected:
        return corrected
    parts = ((part or "").strip() for part in (teacher.first_name, teacher.last_name))
    return " ".join(part for part in parts if part and part != NO_NAME) or UNKNOWN
