"""First stage of validation: what is missing, malformed or unknown in a registration."""

from collections.abc import Iterator
from datetime import date

from trainees_service.domain.academic_cycles import cycle_of
from trainees_service.domain.code_tables import (
    COURSE_SUBJECTS,
    DISABILITIES,
    ETHNICITIES,
    NATIONALITIES,
    SEXES,
    STUDY_MODES,
    TRAINING_INITIATIVES,
    TRAINING_ROUTES,
    list_codes,
)
from trainees_service.domain.coded_rows import TrainingRoute
from trainees_service.domain.course_detail_rules import course_detail_problems
from trainees_service.domain.days import years_before
from trainees_service.domain.diversity import DISABILITY_FIELDS, has_repeated_disability
from trainees_service.domain.emails import is_email
from trainees_service.domain.messages import text_problems, unknown_code
from trainees_service.domain.registers import Registers
from trainees_service.domain.registrations import MAX_NESTED_RECORDS, Registration
from trainees_service.domain.sent import Code, Misfit, is_blank

_MAX_EMAIL_LENGTH = 255
_YEARS_SINCE_START = 10

# The routes left to choose from where one of them was not open yet.
_OTHER_ROUTES = {
    code: list_codes(other for other in TRAINING_ROUTES.codes if other != code)
    for code in TRAINING_ROUTES.codes
}


def first_stage_problems(
    registration: Registration,
    *,
    registers: Registers,
    today: date,
) -> tuple[str, ...]:
    """Return every problem as the text of a message, in the order of the contract."""
    start_problem = _start_date_problem(registration, today)
    return (
        *_missing(registration),
        *_email_problems(registration),
        *_date_problems(registration, start_problem),
        *_unfit_texts(registration),
        *_person_code_problems(registration),
        *_placement_problems(registration, registers),
        *_degree_problems(registration),
        *course_detail_problems(registration),
        *(() if start_problem else _route_problems(registration)),
        *_code_problems(registration),
    )


def _missing(registration: Registration) -> Iterator[str]:
    one, _, _ = registration.subjects
    for title, value in (
        ("First names", registration.first_names),
        ("Last name", registration.last_name),
        ("Date of birth", registration.date_of_birth),
        ("Sex", registration.sex),
        ("Training route", registration.training_route),
        ("Itt start date", registration.itt_start_date),
        ("Itt end date", registration.itt_end_date),
        ("Course subject one", one),
        ("Study mode", registration.study_mode),
        ("Hesa", registration.hesa_id),
        ("Email", registration.email),
    ):
        if is_blank(value):
            yield f"{title} can't be blank"
        elif isinstance(value, Misfit) and title in _NAMES:
            yield f"{title} is invalid"
        elif title == "Hesa":
            yield from text_problems(title, registration.hesa_id)


# How long a name may be is asked later. The other required fields have messages of their own for a
# value that does not fit.
_NAMES = frozenset({"First names", "Last name"})


def _email_problems(registration: Registration) -> Iterator[str]:
    email = registration.email
    if isinstance(email, str) and len(email) > _MAX_EMAIL_LENGTH:
        yield f"Email is too long (maximum is {_MAX_EMAIL_LENGTH} characters)"
    if email is not None and not is_email(email):
        yield "Email Enter an email address in the correct format, like name@example.com"


def _date_problems(registration: Registration, start_problem: str | None) -> Iterator[str]:
    if isinstance(registration.itt_start_date, Misfit):
        yield "Itt start date is invalid"
    if isinstance(registration.itt_end_date, Misfit):
        yield "Itt end date is invalid"
    if start_problem:
        yield start_problem
    if isinstance(registration.date_of_birth, Misfit):
        yield "Date of birth is invalid"
    if isinstance(registration.pg_apprenticeship_start_date, Misfit):
        yield "Pg apprenticeship start date is invalid"


def _start_date_problem(registration: Registration, today: date) -> str | None:
    start = registration.trainee_start_date
    if start is None:
        return None
    if isinstance(start, Misfit):
        return "Trainee start date is invalid"
    if start < years_before(today, _YEARS_SINCE_START):
        return "Trainee start date Cannot be more than 10 years in the past"
    # Somebody may be registered for a course that has not begun, to start with it. When the course
    # is moved afterwards, the trainee's own date stays behind and must not stand in the way.
    with_course = start == registration.itt_start_date or registration.start_date_stored
    if start > today and not with_course:
        return "Trainee start date must be in the past"
    return None


def _unfit_texts(registration: Registration) -> Iterator[str]:
    yield from text_problems("Provider trainee id", registration.provider_trainee_id)
    if isinstance(registration.application_id, Misfit):
        yield "Application id is invalid"
    if isinstance(registration.middle_names, Misfit):
        yield "Middle names is invalid"
    for title, value in (
        ("Previous last name", registration.previous_last_name),
        ("Lead partner urn", registration.lead_partner_urn),
        ("Lead partner ukprn", registration.lead_partner_ukprn),
        ("Employing school urn", registration.employing_school_urn),
        ("Ni number", registration.ni_number),
    ):
        yield from text_problems(title, value)


def _person_code_problems(registration: Registration) -> Iterator[str]:
    route = registration.training_route
    if not registration.degrees and route is not None and _needs_degree(route):
        yield "Degrees attributes can't be blank"
    ethnicity, sex = registration.ethnicity, registration.sex
    if ethnicity is not None and ethnicity not in ETHNICITIES:
        yield unknown_code("Ethnicity", ethnicity, ETHNICITIES.valid_list)
    if sex is not None and sex not in SEXES:
        yield unknown_code("Sex", sex, SEXES.valid_list)


def _needs_degree(route: Code) -> bool:
    row = TRAINING_ROUTES.get(route)
    return row is None or row.needs_degree


def _placement_problems(registration: Registration, registers: Registers) -> Iterator[str]:
    if len(registration.placements) > MAX_NESTED_RECORDS:
        yield f"Placements attributes is too long (maximum is {MAX_NESTED_RECORDS} placements)"
        return
    for placement in registration.placements:
        for problem in placement.problems(registers.schools):
            yield f"Placements attributes {problem}"


def _degree_problems(registration: Registration) -> Iterator[str]:
    if len(registration.degrees) > MAX_NESTED_RECORDS:
        yield f"Degrees attributes is too long (maximum is {MAX_NESTED_RECORDS} degrees)"
        return
    for degree in registration.degrees:
        for problem in degree.problems():
            yield f"Degrees attributes {problem}"


def _route_problems(registration: Registration) -> Iterator[str]:
    """Say why the route cannot be chosen; asked for only when the start date is right."""
    code = registration.training_route
    if code is None:
        return
    route = TRAINING_ROUTES.get(code)
    if route is None:
        yield unknown_code("Training route", code, TRAINING_ROUTES.valid_list)
    elif _is_too_early(route, registration):
        yield unknown_code("Training route", code, _OTHER_ROUTES[route.code])


def _is_too_early(route: TrainingRoute, registration: Registration) -> bool:
    start = registration.trainee_start_date
    cycle = cycle_of(start) if isinstance(start, date) else None
    if route.first_start_year is None or cycle is None:
        return False
    return cycle < route.first_start_year


def _code_problems(registration: Registration) -> Iterator[str]:
    for title, value, table in (
        ("Course subject one", registration.course_subject_one, COURSE_SUBJECTS),
        ("Course subject two", registration.course_subject_two, COURSE_SUBJECTS),
        ("Course subject three", registration.course_subject_three, COURSE_SUBJECTS),
        ("Study mode", registration.study_mode, STUDY_MODES),
        ("Nationality", registration.nationality, NATIONALITIES),
        ("Training initiative", registration.training_initiative, TRAINING_INITIATIVES),
    ):
        if value is not None and value not in table:
            yield unknown_code(title, value, table.valid_list)
    for field, code in zip(DISABILITY_FIELDS, registration.disabilities, strict=True):
        if code is not None and code not in DISABILITIES:
            yield unknown_code(field.capitalize(), code, DISABILITIES.valid_list)
    if has_repeated_disability(registration.disabilities):
        yield "Trainee disabilities attributes contain duplicate values"
