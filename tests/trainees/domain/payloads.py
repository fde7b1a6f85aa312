"""Requests to register an invented trainee, valid unless a test says otherwise."""

from collections.abc import Mapping
from datetime import date

from trainees_service.domain.readiness import second_stage_problems, storage_stage_problems
from trainees_service.domain.registers import Registers
from trainees_service.domain.registration_rules import first_stage_problems
from trainees_service.domain.registrations import Registration

TODAY = date(2026, 11, 24)

DEGREE: Mapping[str, object] = {
    "uk_degree": "083",
    "subject": "100403",
    "institution": "0116",
    "grade": "01",
    "graduation_year": "2021-07-31",
}

# Stands for a member that is not sent, where None would be a null.
ABSENT = object()


def make_degree(**members: object) -> dict[str, object]:
    return {name: value for name, value in {**DEGREE, **members}.items() if value is not ABSENT}


def make_data(**members: object) -> dict[str, object]:
    data: dict[str, object] = {
        "first_names": "Tamsin",
        "last_name": "Okonedo",
        "date_of_birth": "2001-04-17",
        "sex": "10",
        "email": "tamsin.okonedo@post.example",
        "training_route": "12",
        "itt_start_date": "2026-09-01",
        "itt_end_date": "2027-07-09",
        "course_subject_one": "100403",
        "course_age_range": "13918",
        "study_mode": "01",
        "course_year": "1",
        "itt_aim": "202",
        "itt_qualification_aim": "020",
        "fund_code": "7",
        "funding_method": "D",
        "hesa_id": "2611160012345",
        "degrees_attributes": [make_degree()],
    }
    data.update(members)
    return {name: value for name, value in data.items() if value is not ABSENT}


def make_somebody(number: int, **members: object) -> dict[str, object]:
    """Return one of many registrations, none of which is a duplicate of another."""
    letters = f"{chr(97 + number // 26)}{chr(97 + number % 26)}"
    person = {"first_names": f"Tamsin{letters}", "email": f"tamsin.{letters}@post.example"}
    return make_data(**{**person, **members})


def make_registration(**members: object) -> Registration:
    return Registration.read(make_data(**members))


def first_stage(
    data: Mapping[str, object],
    *,
    registers: Registers | None = None,
    today: date = TODAY,
) -> tuple[str, ...]:
    return first_stage_problems(
        Registration.read(data),
        registers=registers or Registers(),
        today=today,
    )


def problems_with(today: date = TODAY, /, **members: object) -> tuple[str, ...]:
    """Return the first-stage problems of an otherwise valid request."""
    return first_stage(make_data(**members), today=today)


def later_problems_with(today: date = TODAY, /, **members: object) -> tuple[str, ...]:
    """Return what the second and the storage stage say of a request that passes the first."""
    registration = make_registration(**members)
    assert first_stage_problems(registration, registers=Registers(), today=today) == ()
    return (
        *second_stage_problems(registration, today=today),
        *storage_stage_problems(registration, today=today),
    )
