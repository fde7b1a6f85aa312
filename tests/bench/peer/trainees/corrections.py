"""A correction: what was sent, laid over the stored trainee."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from peer.trainees.codes import TABLES
from peer.trainees.models import Degree, Trainee
from peer.trainees.records import NOT_PROVIDED, SAME
from peer.trainees.requests import TraineeIn
from pydantic import ValidationError

DISABILITIES = [f"disability{number}" for number in range(1, 10)]
# A null takes these away; of everything else it changes nothing.
TAKEN_BY_NULL = {
    "lead_partner_urn",
    "lead_partner_ukprn",
    "employing_school_urn",
    "ethnicity",
    *DISABILITIES,
}
# What a blank leaves as it is.
LEFT_BY_BLANK = {"training_route", "course_subject_one", "study_mode"}
NOT_CORRECTED = {"placements_attributes", "degrees_attributes"}


def corrected(trainee: Trainee, sent: dict[str, Any]) -> TraineeIn:
    """Return the whole trainee as a registration would say it, checked by the same rules."""
    said = {name: value for name, value in sent.items() if counts(trainee, name, value)}
    try:
        return TraineeIn.model_validate(
            as_sent(trainee) | said, context={"start_date_stored": "trainee_start_date" not in said}
        )
    except ValidationError as error:
        raise RequestValidationError(
            [one | {"loc": ("body", "data", *one["loc"])} for one in error.errors()]
        ) from error


def as_sent(trainee: Trainee) -> dict[str, Any]:
    """Return what a registration would have to say; partner and school are kept elsewhere."""
    return {name: getattr(trainee, name) for name in SAME} | {
        "nationality": trainee.nationality_code,
        "ethnicity": trainee.ethnicity_code,
        **dict(zip(DISABILITIES, trainee.disabilities, strict=True)),
        "trainee_start_date": trainee.trainee_start_date,
        "course_subject_one": trainee.course_subject_one,
        "course_subject_two": trainee.course_subject_two,
        "course_subject_three": trainee.course_subject_three,
        "degrees_attributes": [degree_as_sent(degree) for degree in trainee.degrees],
    }


def degree_as_sent(degree: Degree) -> dict[str, Any]:
    """Return what a registration would have to say about a degree."""
    return {
        "country": degree.country,
        "uk_degree" if degree.is_uk else "non_uk_degree": degree.degree_type,
        "subject": degree.subject_code,
        "institution": degree.institution_code if degree.is_uk else None,
        "grade": degree.grade,
        "graduation_year": degree.graduation_year,
    }


def counts(trainee: Trainee, name: str, value: Any) -> bool:
    """Whether a member takes the place of what is stored."""
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    if name in NOT_CORRECTED:
        return False
    if value is None and name not in TAKEN_BY_NULL:
        return False
    if is_blank and name in LEFT_BY_BLANK:
        return False
    # Several codes may answer as one; sent back, it means the one that is stored.
    if name == "nationality":
        stored = TABLES["nationalities"].get(trainee.nationality_code or "")
        return stored is None or value != stored["answered_as"]
    if name == "ethnicity":
        stored = TABLES["ethnicities"][trainee.ethnicity_code]
        return (NOT_PROVIDED if is_blank else value) != stored["answered_as"]
    return True
