"""What a request says about a trainee, read from JSON and mapped, not yet judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.placements import PlacementDraft
from trainees_service.domain.registers import References
from trainees_service.domain.sent import (
    Code,
    Day,
    Number,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Everything a request can say about a trainee; null, absent and a blank code are the same.

    The same object serves a correction: the sent members are laid over the stored ones first.
    """

    provider_trainee_id: Text
    application_id: Number
    first_names: Text
    middle_names: Text
    last_name: Text
    previous_last_name: Text
    date_of_birth: Day
    sex: Code
    email: Text
    nationality: Code
    ethnicity: Code
    disabilities: tuple[Code, ...]
    training_route: Code
    itt_start_date: Day
    itt_end_date: Day
    trainee_start_date: Day
    course_subject_one: Code
    course_subject_two: Code
    course_subject_three: Code
    course_age_range: Code
    study_mode: Code
    course_year: Text
    itt_aim: Code
    itt_qualification_aim: Code
    fund_code: Code
    funding_method: Code
    training_initiative: Code
    additional_training_initiative: Code
    lead_partner_urn: Text
    lead_partner_ukprn: Text
    employing_school_urn: Text
    hesa_id: Text
    ni_number: Text
    pg_apprenticeship_start_date: Day
    placements: tuple[PlacementDraft, ...]
    degrees: tuple[DegreeDraft, ...]

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        raise NotImplementedError

    @property
    def references(self) -> References:
        """What has to be looked up in the registers before the rules can run."""
        raise NotImplementedError
