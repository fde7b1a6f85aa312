"""First-stage rules for the details of the course and its funding."""

from collections.abc import Iterator

from trainees_service.domain.code_tables import (
    COURSE_AGE_RANGES,
    FUND_CODES,
    FUNDING_METHODS,
    ITT_AIMS,
    ITT_QUALIFICATION_AIMS,
    TRAINING_INITIATIVES,
)
from trainees_service.domain.messages import text_problems, unknown_code
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import is_blank

_PREFIX = "Hesa trainee detail attributes"

# With this aim, or none, the qualification that comes with the status must be named.
_AIM_WITH_QUALIFICATION = "202"


def course_detail_problems(registration: Registration) -> Iterator[str]:
    """Say what is missing first, then which codes are unknown."""
    yield from _missing(registration)
    for title, value, table in (
        ("Itt aim", registration.itt_aim, ITT_AIMS),
        ("Itt qualification aim", registration.itt_qualification_aim, ITT_QUALIFICATION_AIMS),
        ("Course age range", registration.course_age_range, COURSE_AGE_RANGES),
        ("Funding method", registration.funding_method, FUNDING_METHODS),
        ("Fund code", registration.fund_code, FUND_CODES),
        (
            "Additional training initiative",
            registration.additional_training_initiative,
            TRAINING_INITIATIVES,
        ),
    ):
        if value is not None and value not in table:
            yield unknown_code(f"{_PREFIX} {title}", value, table.valid_list)


def _missing(registration: Registration) -> Iterator[str]:
    if registration.itt_aim is None:
        yield f"{_PREFIX} Itt aim can't be blank"
    if is_blank(registration.course_year):
        yield f"{_PREFIX} Course year can't be blank"
    yield from text_problems(f"{_PREFIX} Course year", registration.course_year)
    if registration.course_age_range is None:
        yield f"{_PREFIX} Course age range can't be blank"
    if registration.fund_code is None:
        yield f"{_PREFIX} Fund code can't be blank"
    if registration.funding_method is None:
        yield f"{_PREFIX} Funding method can't be blank"
    needs_qualification = registration.itt_aim in (None, _AIM_WITH_QUALIFICATION)
    if needs_qualification and registration.itt_qualification_aim is None:
        yield f"{_PREFIX} Itt qualification aim can't be blank"
