"""A school corrects what it said of somebody: name, e-mail, working pattern."""

from dataclasses import dataclass, replace

from participants_service.domain.errors import InvalidMemberError
from participants_service.domain.stays import with_stay
from participants_service.domain.teachers import Role, SchoolPeriod, Teacher, WorkingPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a school says of a person during a stay."""

    corrected_name: str | None
    email: str | None
    working_pattern: WorkingPattern | None


def details_during(teacher: Teacher, stay: SchoolPeriod) -> Details:
    """Return what is known already, for corrections of a part of it."""
    return Details(
        corrected_name=teacher.corrected_name,
        email=stay.email,
        working_pattern=stay.working_pattern,
    )


def change_details(teacher: Teacher, stay: SchoolPeriod, details: Details) -> Teacher:
    """Return the person with other details; the name holds everywhere, the rest for one stay."""
    if stay.role is Role.MENTOR and details.working_pattern is not None:
        raise InvalidMemberError("working_pattern", "Only ECTs have a working pattern.")
    return with_stay(
        replace(teacher, corrected_name=details.corrected_name),
        replace(stay, email=details.email, working_pattern=details.working_pattern),
    )
