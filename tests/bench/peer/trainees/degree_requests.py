"""What a request may say about a degree, and the rules for it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from peer.trainees.codes import TABLES, VALID_LISTS
from peer.trainees.fields import DAY, OptionalText, blank_to_none, problem
from peer.trainees.models import Degree
from pydantic import AfterValidator, BaseModel, field_validator


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

    @property
    def degree_type(self) -> str | None:
        """The type that counts for a degree from its place."""
        return self.uk_degree if self.is_uk else self.non_uk_degree

    def problems(self) -> Iterator[str]:
        """Say what a degree from its place lacks."""
        title = "Uk degree" if self.is_uk else "Non uk degree"
        if self.graduation_year is None:
            yield "Graduation year can't be blank"
        if self.subject not in TABLES["degree_subjects"]:
            yield "Subject can't be blank"
        if not self.is_uk and self.country not in TABLES["countries"]:
            yield (
                f"Country has invalid reference data value of '{self.country}'. "
                f"Valid values are {VALID_LISTS['countries']}."
            )
        if self.degree_type is None:
            yield f"{title} can't be blank"
        if self.is_uk and self.grade not in TABLES["degree_grades"]:
            yield "Grade can't be blank"
        if self.degree_type is not None and self.degree_type not in TABLES["degree_types"]:
            yield (
                f"{title} has invalid reference data value of '{self.degree_type}'. "
                f"Valid values are {VALID_LISTS['degree_types']}."
            )

    def year_problems(self, today: date) -> Iterator[str]:
        """Say why no degree can be of that year."""
        year = self.graduation_year or 0
        if year > today.year + 1:
            yield "Enter a graduation year that is in the past, for example 2014"
        if not today.year - 59 <= year <= today.year + 1:
            yield "Enter a valid graduation year"

    def repeats(self, degree: Degree) -> bool:
        """Whether all that it validly says is said by a stored degree already."""
        said: dict[str, Any] = {}
        if self.degree_type in TABLES["degree_types"]:
            said |= {"is_uk": self.is_uk, "degree_type": self.degree_type}
        if self.subject in TABLES["degree_subjects"]:
            said["subject_code"] = self.subject
        if grade := TABLES["degree_grades"].get(self.grade or ""):
            said["grade"] = grade["stored_as"]
        if not self.is_uk and self.country in TABLES["countries"]:
            said["country"] = self.country
        if self.graduation_year is not None:
            said["graduation_year"] = self.graduation_year
        return bool(said) and all(getattr(degree, name) == said[name] for name in said)


def without_problems(degree: DegreeIn) -> DegreeIn:
    """Refuse a degree within a registration for the first thing that it lacks."""
    for message in degree.problems():
        raise problem(message)
    return degree


CompleteDegree = Annotated[DegreeIn, AfterValidator(without_problems)]


class DegreeRequest(BaseModel):
    """The body of POST /trainees/{trainee_id}/degrees."""

    data: DegreeIn
