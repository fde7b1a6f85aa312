"""From what was sent to what is stored."""

from datetime import datetime
from typing import Any

from peer.trainees.codes import SPECIAL_URNS, TABLES, cycle_of
from peer.trainees.degree_requests import DegreeIn
from peer.trainees.models import Degree, LeadPartner, Placement, Provider, School, Trainee
from peer.trainees.readiness import email_key, first_name_key, last_name_key
from peer.trainees.requests import PlacementIn, TraineeIn

NOT_PROVIDED = "997"
# What is stored as it is sent.
SAME = frozenset(
    {
        "provider_trainee_id",
        "application_id",
        "first_names",
        "middle_names",
        "last_name",
        "previous_last_name",
        "date_of_birth",
        "sex",
        "email",
        "training_route",
        "itt_start_date",
        "itt_end_date",
        "course_age_range",
        "study_mode",
        "course_year",
        "itt_aim",
        "itt_qualification_aim",
        "fund_code",
        "funding_method",
        "training_initiative",
        "additional_training_initiative",
        "hesa_id",
        "ni_number",
        "pg_apprenticeship_start_date",
    }
)


def values_of(sent: TraineeIn) -> dict[str, Any]:
    """Return the columns of a trainee that follow from a request alone."""
    one, two, three = sent.subjects
    return sent.model_dump(include=SAME) | {
        "nationality_code": sent.nationality,
        "ethnicity_code": sent.ethnicity or NOT_PROVIDED,
        "disabilities": sent.disabilities,
        "trainee_start_date": sent.starts_on,
        "course_subject_one": one,
        "course_subject_two": two,
        "course_subject_three": three,
        "start_cycle": cycle_of(sent.starts_on),
        "last_name_key": last_name_key(sent.last_name),
        "first_name_key": first_name_key(sent.first_names),
        "email_key": email_key(sent.email),
    }


def trainee_of(
    sent: TraineeIn,
    provider: Provider,
    partner: LeadPartner | None,
    schools: dict[str | None, School],
    now: datetime,
) -> Trainee:
    """Return the new trainee."""
    employing_school = schools.get(sent.employing_school_urn)
    return Trainee(
        **values_of(sent),
        provider=provider,
        lead_partner=partner,
        employing_school_urn=employing_school and employing_school.urn,
        submitted_for_trn_at=now,
        created_at=now,
        updated_at=now,
        placements=[
            placement_of(placement, schools, position, now)
            for position, placement in enumerate(sent.placements_attributes, 1)
        ],
        degrees=sorted(
            (
                degree_of(degree, position, now)
                for position, degree in enumerate(sent.degrees_attributes, 1)
            ),
            key=lambda degree: degree.graduation_year,
        ),
    )


def placement_of(
    sent: PlacementIn, schools: dict[str | None, School], position: int, now: datetime
) -> Placement:
    """Return a new placement; one in a known school keeps no texts of its own."""
    school = schools.get(sent.urn)
    if school is not None:
        return Placement(position=position, school=school, created_at=now, updated_at=now)
    return Placement(
        position=position,
        own_urn=sent.urn,
        own_name=sent.name or SPECIAL_URNS.get(sent.urn or ""),
        own_postcode=sent.postcode,
        created_at=now,
        updated_at=now,
    )


def degree_of(sent: DegreeIn, position: int, now: datetime) -> Degree:
    """Return a new degree."""
    institution = TABLES["degree_institutions"].get(sent.institution or "")
    grade = TABLES["degree_grades"].get(sent.grade or "")
    return Degree(
        position=position,
        country=None if sent.is_uk else sent.country,
        degree_type=sent.degree_type,
        subject_code=sent.subject,
        institution_code=institution and institution["stored_as"],
        grade=grade and grade["stored_as"],
        graduation_year=sent.graduation_year,
        created_at=now,
        updated_at=now,
    )
