"""What a request says about a trainee, read from JSON and mapped, not yet judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from trainees_service.domain.code_tables import COURSE_AGE_RANGES
from trainees_service.domain.courses import arranged_subjects
from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.diversity import DISABILITY_FIELDS
from trainees_service.domain.placements import PlacementDraft
from trainees_service.domain.registers import SPECIAL_URNS, References, Registers, School
from trainees_service.domain.sent import (
    Code,
    Day,
    Misfit,
    Number,
    Text,
    read_code,
    read_day,
    read_large_number,
    read_number,
    read_objects,
    read_text,
)

# Nobody has more; a request of thousands would get an answer of many megabytes.
MAX_NESTED_RECORDS = 100


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

    # Whether `trainee_start_date` is the stored one, which the rules have passed before.
    start_date_stored: bool = False

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        sent = data.get
        itt_start_date = read_day(sent("itt_start_date"))
        return cls(
            provider_trainee_id=read_text(sent("provider_trainee_id")),
            application_id=read_number(sent("application_id")),
            first_names=read_text(sent("first_names")),
            middle_names=read_text(sent("middle_names")),
            last_name=read_text(sent("last_name")),
            previous_last_name=read_text(sent("previous_last_name")),
            date_of_birth=read_day(sent("date_of_birth")),
            sex=read_code(sent("sex")),
            email=read_text(sent("email")),
            nationality=read_code(sent("nationality")),
            ethnicity=read_code(sent("ethnicity")),
            disabilities=tuple([read_code(sent(name)) for name in DISABILITY_FIELDS]),
            training_route=read_code(sent("training_route")),
            itt_start_date=itt_start_date,
            itt_end_date=read_day(sent("itt_end_date")),
            trainee_start_date=read_day(sent("trainee_start_date")) or itt_start_date,
            course_subject_one=read_code(sent("course_subject_one")),
            course_subject_two=read_code(sent("course_subject_two")),
            course_subject_three=read_code(sent("course_subject_three")),
            course_age_range=read_code(sent("course_age_range")),
            study_mode=read_code(sent("study_mode")),
            course_year=_read_course_year(sent("course_year")),
            itt_aim=read_code(sent("itt_aim")),
            itt_qualification_aim=read_code(sent("itt_qualification_aim")),
            fund_code=read_code(sent("fund_code")),
            funding_method=read_code(sent("funding_method")),
            training_initiative=read_code(sent("training_initiative")),
            additional_training_initiative=read_code(sent("additional_training_initiative")),
            lead_partner_urn=read_text(sent("lead_partner_urn")),
            # The URN decides as soon as it is mentioned, even if it is blank.
            lead_partner_ukprn=(
                None if "lead_partner_urn" in data else read_text(sent("lead_partner_ukprn"))
            ),
            employing_school_urn=read_text(sent("employing_school_urn")),
            hesa_id=read_text(sent("hesa_id")),
            ni_number=read_text(sent("ni_number")),
            pg_apprenticeship_start_date=read_day(sent("pg_apprenticeship_start_date")),
            placements=tuple(map(PlacementDraft.read, _nested(sent("placements_attributes")))),
            degrees=tuple(map(DegreeDraft.read, _nested(sent("degrees_attributes")))),
        )

    @property
    def subjects(self) -> tuple[Code, Code, Code]:
        """The course subjects as stored: in a primary course, primary teaching comes first."""
        return arranged_subjects(
            (self.course_subject_one, self.course_subject_two, self.course_subject_three),
            age_range=COURSE_AGE_RANGES.get(self.course_age_range),
        )

    @property
    def references(self) -> References:
        """What has to be looked up in the registers before the rules can run."""
        employing_school_urn = _reference(self.employing_school_urn)
        placement_urns = [placement.school_urn for placement in self.placements]
        return References(
            school_urns=frozenset(urn for urn in [employing_school_urn, *placement_urns] if urn),
            lead_partner_urn=_reference(self.lead_partner_urn),
            lead_partner_ukprn=_reference(self.lead_partner_ukprn),
        )

    def employing_school(self, registers: Registers) -> School | None:
        """Return the employing school, if the one sent is known."""
        urn = _reference(self.employing_school_urn)
        return None if urn is None else registers.schools.get(urn)


def _nested(value: object) -> tuple[dict[str, object], ...]:
    """Return the nested objects, no more of them than it takes to see that they are too many."""
    return read_objects(value, at_most=MAX_NESTED_RECORDS + 1)


def _reference(sent: Text) -> str | None:
    """Return what is to be looked up, unless it says that there is nothing."""
    if isinstance(sent, str) and sent.strip() and sent not in SPECIAL_URNS:
        return sent
    return None


def _read_course_year(value: object) -> Text:
    """Return the year of the course as text, also if sent as a number; a huge one is a misfit."""
    if not isinstance(read_large_number(value), int):
        return read_text(value)
    number = read_number(value)
    if isinstance(number, Misfit):
        return number
    return value if isinstance(value, str) else str(number)
