"""What a registration may say, and the rules of the first stage."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from peer.trainees.codes import SPECIAL_URNS, TABLES, VALID_LISTS, cycle_of
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

PRIMARY_TEACHING = "100511"
DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
URN = re.compile(r"\d{6}")
POSTCODE = re.compile(
    r"\s*(?:GIR\s*0AA"
    r"|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"\s*[0-9][ABD-HJLNP-UW-Z]{2})\s*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@([^.@][^@\s]+)")
HOST_PART = re.compile(r"(?:xn-|[a-z0-9]+)(?:-[a-z0-9]+)*", re.IGNORECASE)
LAST_PART = re.compile(r"[a-z]{2,63}|xn--[a-z0-9]+(?:-[a-z0-9]+)*", re.IGNORECASE)


def problem(message: str) -> PydanticCustomError:
    """Return an error whose text goes behind the field's title."""
    return PydanticCustomError("rule", "{message}", {"message": message})


def blank_to_none(value: Any) -> Any:
    """Treat blanks like nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def not_blank(value: str) -> str:
    """Refuse blanks."""
    if not value.strip():
        raise problem("can't be blank")
    return value


def read_day(value: Any) -> Any:
    """Read a date, or the date of a date-time."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and (form := DAY.fullmatch(value)):
        try:
            return date.fromisoformat(form[1])
        except ValueError:
            raise problem("is invalid") from None
    raise problem("is invalid")


def one_of(table: str) -> AfterValidator:
    """Make the check that a code is in its table."""
    codes = TABLES[table]

    def check(value: str | None) -> str | None:
        if value is not None and value not in codes:
            raise problem(
                f"has invalid reference data value of '{value}'. "
                f"Valid values are {VALID_LISTS[table]}."
            )
        return value

    return AfterValidator(check)


def squeeze(value: str) -> str:
    """Return the text without superfluous blanks."""
    return " ".join(value.split())


def check_email(value: str) -> str:
    """Check the form of an e-mail address."""
    if len(value) > 255:
        raise problem("is too long (maximum is 255 characters)")
    address = ADDRESS.fullmatch(value)
    parts = address[1].split(".") if address else []
    if (
        address is None
        or ".." in value
        or len(address[1]) > 253
        or len(parts) < 2
        or any(len(part) > 63 or not HOST_PART.fullmatch(part) for part in parts)
        or not LAST_PART.fullmatch(parts[-1])
    ):
        raise problem("Enter an email address in the correct format, like name@example.com")
    return value


def years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


RequiredText = Annotated[str, AfterValidator(not_blank)]
RequiredName = Annotated[str, AfterValidator(not_blank), AfterValidator(squeeze)]
OptionalText = Annotated[str | None, BeforeValidator(blank_to_none)]
RequiredDay = Annotated[date, BeforeValidator(read_day)]
OptionalDay = Annotated[date | None, BeforeValidator(read_day)]
Email = Annotated[str, AfterValidator(not_blank), AfterValidator(check_email)]
WholeNumber = Annotated[int | None, BeforeValidator(blank_to_none), Field(ge=-(2**31), lt=2**31)]

Sex = Annotated[RequiredText, one_of("sexes")]
TrainingRoute = Annotated[RequiredText, one_of("training_routes")]
StudyMode = Annotated[RequiredText, one_of("study_modes")]
AgeRange = Annotated[RequiredText, one_of("course_age_ranges")]
Aim = Annotated[RequiredText, one_of("itt_aims")]
FundCode = Annotated[RequiredText, one_of("fund_codes")]
FundingMethod = Annotated[RequiredText, one_of("funding_methods")]
OptionalSubject = Annotated[OptionalText, one_of("course_subjects")]
QualificationAim = Annotated[OptionalText, one_of("itt_qualification_aims")]
Nationality = Annotated[OptionalText, one_of("nationalities")]
Ethnicity = Annotated[OptionalText, one_of("ethnicities")]
Disability = Annotated[OptionalText, one_of("disabilities")]
Initiative = Annotated[OptionalText, one_of("training_initiatives")]


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


class DegreeIn(BaseModel):
    """A degree as sent."""

    country: OptionalText = None
    uk_degree: OptionalText = None
    non_uk_degree: OptionalText = None
    subject: OptionalText = None
    institution: OptionalText = None
    grade: OptionalText = None
    graduation_year: int | None = None

    @field_validator("graduation_year", mode="before")
    @classmethod
    def read_year(cls, value: Any) -> Any:
        """Read a year, or take that of a date."""
        if isinstance(value, str) and (form := DAY.fullmatch(value)):
            return date.fromisoformat(form[1]).year
        return blank_to_none(value)

    @property
    def is_uk(self) -> bool:
        """Whether it counts as a UK degree."""
        if self.country is None or self.institution is not None:
            return True
        return TABLES["countries"].get(self.country, {}).get("uk") == "true"

    @model_validator(mode="after")
    def check(self) -> Self:
        """Check what a degree from its place needs."""
        if self.graduation_year is None:
            raise problem("Graduation year can't be blank")
        if self.subject not in TABLES["degree_subjects"]:
            raise problem("Subject can't be blank")
        if self.is_uk:
            kind, title = self.uk_degree, "Uk degree"
            if self.grade not in TABLES["degree_grades"]:
                raise problem("Grade can't be blank")
        else:
            kind, title = self.non_uk_degree, "Non uk degree"
            if self.country not in TABLES["countries"]:
                raise problem(f"Country has invalid reference data value of '{self.country}'.")
        if kind is None:
            raise problem(f"{title} can't be blank")
        if kind not in TABLES["degree_types"]:
            raise problem(
                f"{title} has invalid reference data value of '{kind}'. "
                f"Valid values are {VALID_LISTS['degree_types']}."
            )
        return self


class TraineeIn(BaseModel):
    """A trainee as sent."""

    provider_trainee_id: OptionalText = None
    application_id: WholeNumber = None
    first_names: RequiredName
    middle_names: OptionalText = None
    last_name: RequiredName
    previous_last_name: OptionalText = None
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
    ni_number: OptionalText = None
    pg_apprenticeship_start_date: OptionalDay = None
    placements_attributes: list[PlacementIn] = Field(default=[], max_length=100)
    degrees_attributes: list[DegreeIn] = Field(default=[], max_length=100)

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
    def check(self) -> Self:
        """Check what concerns several fields."""
        today = datetime.now(UTC).date()
        route = TABLES["training_routes"][self.training_route]
        checks: tuple[tuple[bool, str], ...] = (
            (self.subjects[0] is None, "Course subject one can't be blank"),
            (
                self.starts_on < years_before(today, 10),
                "Trainee start date Cannot be more than 10 years in the past",
            ),
            (
                self.starts_on > today and self.starts_on != self.itt_start_date,
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
