"""The fields of requests: how their values are read and checked."""

import re
from datetime import date
from typing import Annotated, Any

from peer.trainees.codes import TABLES, VALID_LISTS
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
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
    value = blank_to_none(value)
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str) and (form := DAY.fullmatch(value)):
        try:
            return date.fromisoformat(form[1])
        except ValueError:
            raise problem("is invalid") from None
    raise problem("is invalid")


def required(value: Any) -> Any:
    """Refuse nothing."""
    if value is None:
        raise problem("can't be blank")
    return value


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
    """Return a text without superfluous blanks."""
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
OptionalName = Annotated[str | None, AfterValidator(lambda name: name and squeeze(name))]
RequiredDay = Annotated[date, BeforeValidator(required), BeforeValidator(read_day)]
OptionalDay = Annotated[date | None, BeforeValidator(read_day)]
Email = Annotated[str, AfterValidator(not_blank), AfterValidator(check_email)]
WholeNumber = Annotated[
    Annotated[int, Field(ge=-(2**31), lt=2**31)] | None, BeforeValidator(blank_to_none)
]

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
