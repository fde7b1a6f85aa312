"""A registration that passed every rule becomes a trainee."""

from datetime import datetime

from trainees_service.domain.degrees import in_graduation_order
from trainees_service.domain.diversity import ETHNICITY_NOT_PROVIDED
from trainees_service.domain.identifiers import (
    DegreeId,
    PlacementId,
    ProviderId,
    TraineeId,
    new_identifier,
)
from trainees_service.domain.registers import Registers
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import optional, settled, squeezed
from trainees_service.domain.trainees import Trainee


def register_trainee(
    registration: Registration,
    *,
    provider_id: ProviderId,
    registers: Registers,
    now: datetime,
) -> Trainee:
    """Return the new trainee, submitted for a TRN, with new ids for all records."""
    subject_one, subject_two, subject_three = registration.subjects
    middle_names = optional(registration.middle_names)
    return Trainee(
        trainee_id=TraineeId(new_identifier()),
        provider_id=provider_id,
        provider_trainee_id=optional(registration.provider_trainee_id),
        application_id=optional(registration.application_id),
        created_at=now,
        first_names=squeezed(settled(registration.first_names)),
        middle_names=None if middle_names is None else squeezed(middle_names),
        last_name=squeezed(settled(registration.last_name)),
        previous_last_name=optional(registration.previous_last_name),
        date_of_birth=settled(registration.date_of_birth),
        sex=settled(registration.sex),
        email=settled(registration.email),
        nationality=optional(registration.nationality),
        ethnicity=optional(registration.ethnicity) or ETHNICITY_NOT_PROVIDED,
        disabilities=tuple([optional(code) for code in registration.disabilities]),
        training_route=settled(registration.training_route),
        itt_start_date=settled(registration.itt_start_date),
        itt_end_date=settled(registration.itt_end_date),
        trainee_start_date=settled(registration.trainee_start_date),
        course_subject_one=settled(subject_one),
        course_subject_two=optional(subject_two),
        course_subject_three=optional(subject_three),
        course_age_range=settled(registration.course_age_range),
        study_mode=settled(registration.study_mode),
        course_year=settled(registration.course_year),
        itt_aim=settled(registration.itt_aim),
        itt_qualification_aim=optional(registration.itt_qualification_aim),
        fund_code=settled(registration.fund_code),
        funding_method=settled(registration.funding_method),
        training_initiative=optional(registration.training_initiative),
        additional_training_initiative=optional(registration.additional_training_initiative),
        lead_partner=registers.lead_partner,
        employing_school=registration.employing_school(registers),
        hesa_id=squeezed(settled(registration.hesa_id)),
        ni_number=optional(registration.ni_number),
        pg_apprenticeship_start_date=optional(registration.pg_apprenticeship_start_date),
        placements=tuple(
            [
                draft.placement(PlacementId(new_identifier()), schools=registers.schools, at=now)
                for draft in registration.placements
            ],
        ),
        degrees=in_graduation_order(
            [
                draft.degree(DegreeId(new_identifier()), position=position, at=now)
                for position, draft in enumerate(registration.degrees, start=1)
            ],
        ),
        submitted_for_trn_at=now,
    )
