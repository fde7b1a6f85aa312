"""What a registration may say, and the rules of the first stage."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from peer.trainees.codes import SPECIAL_URNS, TABLES, cycle_of
from peer.trainees.degree_requests import CompleteDegree
from peer.trainees.fields import (
    AgeRange,
    Aim,
    Disability,
    Email,
    Ethnicity,
    FundCode,
    FundingMethod,
    Initiative,
    Nationality,
    OptionalDay,
    OptionalName,
    OptionalSubject,
    OptionalText,
    QualificationAim,
    RequiredDay,
    RequiredName,
    RequiredText,
    Sex,
    StudyMode,
    TrainingRoute,
    WholeNumber,
    problem,
    years_before,
)
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

PRIMARY_TEACHING = "100511"
URN = re.compile(r"\d{6}")
POSTCODE = re.compile(
    r"\s*(?:GIR\s*0AA"
    r"|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"\s*[0-9][ABD-HJLNP-UW-Z]{2})\s*",
    re.IGNORECASE,
)


class PlacementIn(BaseModel):
    """A placement as sent; whether its school is known is checked later."""

    urn: OptionalText = None
    name: OptionalText = None
    postcode: OptionalText = None

    @field_validator("urn")
    @classmethod
    def check_urn(cls, value: str | None) -> str | None:
        """Check the form of the URN."""
        if value is not None and not URN.fullmatch(value):
            raise problem("is invalid")
        return value

    def problems(self, *, school_is_known: bool) -> list[str]:
        """Say what a placement without a known school lacks."""
        found = []
        if not school_is_known:
            if self.name is None and self.urn not in SPECIAL_URNS:
                found.append("Name can't be blank")
            if self.postcode is not None and not POSTCODE.fullmatch(self.postcode):
                found.append("Postcode Enter a valid postcode (for example, BN1 1AA)")
        return found


class TraineeIn(BaseModel):
    """A trainee as sent."""

    provider_trainee_id: str | None = None
    application_id: WholeNumber = None
    first_names: RequiredName
    middle_names: OptionalName = None
    last_name: RequiredName
    previous_last_name: str | None = None
    date_of_birth: RequiredDay
    sex: Sex
    email: Email
    nationality: Nationality = None
    ethnicity: Ethnicity = None
    disability1: Disability = None
    disability2: Disability = None
    disability3: Disability = None
    disability4: Disability = None
    disability5: Disability = None
    disability6: Disability = None
    disability7: Disability = None
    disability8: Disability = None
    disability9: Disability = None
    training_route: TrainingRoute
    itt_start_date: RequiredDay
    itt_end_date: RequiredDay
    trainee_start_date: OptionalDay = None
    course_subject_one: OptionalSubject = None
    course_subject_two: OptionalSubject = None
    course_subject_three: OptionalSubject = None
    course_age_range: AgeRange
    study_mode: StudyMode
    course_year: Annotated[
        RequiredText, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)
    ]
    itt_aim: Aim
    itt_qualification_aim: QualificationAim = None
    fund_code: FundCode
    funding_method: FundingMethod
    training_initiative: Initiative = None
    additional_training_initiative: Initiative = None
    lead_partner_urn: OptionalText = None
    lead_partner_ukprn: OptionalText = None
    employing_school_urn: OptionalText = None
    hesa_id: RequiredName
    ni_number: str | None = None
    pg_apprenticeship_start_date: OptionalDay = None
    placements_attributes: list[PlacementIn] = Field(default=[], max_length=100)
    degrees_attributes: list[CompleteDegree] = Field(default=[], max_length=100)

    @property
    def disabilities(self) -> list[str | None]:
        """The disability codes in their places."""
        return [getattr(self, f"disability{number}") for number in range(1, 10)]

    @property
    def starts_on(self) -> date:
        """When the trainee starts, with the course unless said otherwise."""
        return self.trainee_start_date or self.itt_start_date

    @property
    def subjects(self) -> tuple[str | None, str | None, str | None]:
        """The subjects as stored: in a primary course, primary teaching comes first."""
        sent = (self.course_subject_one, self.course_subject_two, self.course_subject_three)
        if int(TABLES["course_age_ranges"][self.course_age_range]["max_age"]) > 11:
            return sent
        others = [code for code in sent if code not in (None, PRIMARY_TEACHING)]
        two, three, *_ = [*others, None, None]
        return PRIMARY_TEACHING, two, three

    @model_validator(mode="after")
    def check(self, info: ValidationInfo) -> Self:
        """Check what concerns several fields.

        A start date that is `start_date_stored` stays, even if the course was moved away from it.
        """
        today = datetime.now(UTC).date()
        with_course = self.starts_on == self.itt_start_date or bool(
            info.context and info.context["start_date_stored"]
        )
        route = TABLES["training_routes"][self.training_route]
        checks: tuple[tuple[bool, str], ...] = (
            (self.subjects[0] is None, "Course subject one can't be blank"),
            (
                self.starts_on < years_before(today, 10),
                "Trainee start date Cannot be more than 10 years in the past",
            ),
            (
                self.starts_on > today and not with_course,
                "Trainee start date must be in the past",
            ),
            (
                route["needs_degree"] == "true" and not self.degrees_attributes,
                "Degrees attributes can't be blank",
            ),
            (
                self.itt_aim == "202" and self.itt_qualification_aim is None,
                "Hesa trainee detail attributes Itt qualification aim can't be blank",
            ),
            (
                bool(route["first_start_year"])
                and (cycle := cycle_of(self.starts_on)) is not None
                and cycle < int(route["first_start_year"]),
                "Training route has invalid reference data value",
            ),
            (
                self._repeats_a_disability(),
                "Trainee disabilities attributes contain duplicate values",
            ),
        )
        for failed, message in checks:
            if failed:
                raise problem(message)
        return self

    def _repeats_a_disability(self) -> bool:
        names = [
            TABLES["disabilities"][code]["name"]
            for code in self.disabilities
            if code is not None and TABLES["disabilities"][code]["recorded"] == "true"
        ]
        return len(set(names)) < len(names)


class TraineeRequest(BaseModel):
    """The body of POST /trainees."""

    data: TraineeIn


class CorrectionRequest(BaseModel):
    """The body of PUT /trainees/{trainee_id}; the members are checked as parts of the whole."""

    data: Annotated[dict[str, Any], Field(min_length=1)]
