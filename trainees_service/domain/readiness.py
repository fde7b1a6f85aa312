"""Second stage of validation, whether a registration is ready for a TRN, and the storage stage."""

from collections.abc import Iterator
from datetime import date

from trainees_service.domain.code_tables import TRAINING_ROUTES
from trainees_service.domain.days import years_before
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import optional, settled, squeezed

_MAX_NAME_LENGTH = 60
_MIN_AGE, _MAX_AGE = 16, 100
_START_YEARS_AHEAD, _END_YEARS_AHEAD, _END_YEARS_BACK = 1, 5, 10


def second_stage_problems(
    registration: Registration, *, today: date, degrees_stored: bool = False
) -> tuple[str, ...]:
    """Return what stands in the way of a TRN, for a registration that passed the first stage.

    Of degrees that are `degrees_stored` no later stage will say what is wrong with them.
    """
    return (
        *_name_problems(registration),
        *_birth_problems(settled(registration.date_of_birth), today),
        *(_stored_degree_problems(registration, today) if degrees_stored else ()),
        *_subject_problems(registration),
        *_course_date_problems(registration, today),
    )


def storage_stage_problems(registration: Registration, *, today: date) -> tuple[str, ...]:
    """Return what keeps the degrees from being stored, after both stages were passed.

    A message that several degrees deserve stands there once.
    """
    problems = [
        f"Degrees graduation year {problem}"
        for degree in registration.degrees
        for problem in degree.year_problems(today=today)
    ]
    return tuple(dict.fromkeys(problems))


def _name_problems(registration: Registration) -> Iterator[str]:
    for title, name in (
        ("First name", settled(registration.first_names)),
        ("Last name", settled(registration.last_name)),
        ("Middle name", optional(registration.middle_names) or ""),
    ):
        if len(squeezed(name)) > _MAX_NAME_LENGTH:
            yield f"{title} must be {_MAX_NAME_LENGTH} characters or fewer"


def _birth_problems(born_on: date, today: date) -> Iterator[str]:
    if born_on > today:
        yield "Enter a date of birth that is in the past, for example 31 3 1980"
    elif born_on.year < 1000:
        yield "The year must include 4 numbers"
    elif born_on > years_before(today, _MIN_AGE):
        yield "Enter a valid date of birth, trainee cannot be younger than 16 years old"
    elif born_on <= years_before(today, _MAX_AGE):
        yield "Enter a valid date of birth"


def _stored_degree_problems(registration: Registration, today: date) -> Iterator[str]:
    """Degrees age: one from sixty years ago was within the limit when it was stored."""
    asked_for = TRAINING_ROUTES[settled(registration.training_route)].needs_degree
    if asked_for and any(list(d.year_problems(today=today)) for d in registration.degrees):
        yield "Degree ids is invalid"


def _subject_problems(registration: Registration) -> Iterator[str]:
    one, two, three = registration.subjects
    if two is None:
        two, three = three, None
    if two is not None and two == one:
        yield "Enter a different second subject"
    if three is not None and three in (one, two):
        yield "Enter a different third subject"


def _course_date_problems(registration: Registration, today: date) -> Iterator[str]:
    start, end = settled(registration.itt_start_date), settled(registration.itt_end_date)
    start_too_late = start.year > today.year + _START_YEARS_AHEAD
    if start_too_late:
        yield "Enter an ITT start date closer to today"
    if end.year > today.year + _END_YEARS_AHEAD:
        yield "Enter an Expected end date closer to today"
    elif end < years_before(today, _END_YEARS_BACK):
        yield "Enter a valid Expected end date"
    elif end <= start and not start_too_late:
        yield "The Expected end date must be after the start date"
