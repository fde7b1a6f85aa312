"""What a request may say about a degree, and the rules for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from trainees_service.domain.code_tables import (
    COUNTRIES,
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
)
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import DegreeId
from trainees_service.domain.messages import unknown_code
from trainees_service.domain.sent import (
    Code,
    Number,
    optional,
    read_code,
    read_day,
    read_large_number,
    settled,
)

# From this many years before the next one, up to the next one.
_YEARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeDraft:
    """A degree as sent."""

    country: Code = None
    uk_degree: Code = None
    non_uk_degree: Code = None
    subject: Code = None
    institution: Code = None
    grade: Code = None
    graduation_year: Number = None

    @classmethod
    def read(cls, sent: Mapping[str, object]) -> Self:
        """Read a degree from its JSON object."""
        return cls(
            country=read_code(sent.get("country")),
            uk_degree=read_code(sent.get("uk_degree")),
            non_uk_degree=read_code(sent.get("non_uk_degree")),
            subject=read_code(sent.get("subject")),
            institution=read_code(sent.get("institution")),
            grade=read_code(sent.get("grade")),
            graduation_year=_read_year(sent.get("graduation_year")),
        )

    @classmethod
    def stored(cls, degree: Degree) -> Self:
        """Return a stored degree as it would be sent."""
        return cls(
            country=degree.country,
            uk_degree=degree.degree_type if degree.is_uk else None,
            non_uk_degree=None if degree.is_uk else degree.degree_type,
            subject=degree.subject,
            # Of a degree from elsewhere an institution may be left that it had as a UK degree.
            institution=degree.institution if degree.is_uk else None,
            grade=degree.grade,
            graduation_year=degree.graduation_year,
        )

    @property
    def is_uk(self) -> bool:
        """Whether it counts as a UK degree: without a country, or with any institution."""
        if self.country is None or self.institution is not None:
            return True
        country = COUNTRIES.get(self.country)
        return country is not None and country.uk

    def problems(self) -> Iterator[str]:
        """Say what is missing or unknown, in the order of the rules."""
        if self.graduation_year is None:
            yield "Graduation year can't be blank"
        # An unknown subject or grade counts as none.
        if DEGREE_SUBJECTS.get(self.subject) is None:
            yield "Subject can't be blank"
        yield from self._uk_problems() if self.is_uk else self._non_uk_problems()

    def _uk_problems(self) -> Iterator[str]:
        if self.uk_degree is None:
            yield "Uk degree can't be blank"
        if DEGREE_GRADES.get(self.grade) is None:
            yield "Grade can't be blank"
        if self.uk_degree is not None and DEGREE_TYPES.get(self.uk_degree) is None:
            yield unknown_code("Uk degree", self.uk_degree, DEGREE_TYPES.valid_list)

    def _non_uk_problems(self) -> Iterator[str]:
        if COUNTRIES.get(self.country) is None:
            yield unknown_code("Country", self.country, COUNTRIES.valid_list)
        if self.non_uk_degree is None:
            yield "Non uk degree can't be blank"
        elif DEGREE_TYPES.get(self.non_uk_degree) is None:
            yield unknown_code("Non uk degree", self.non_uk_degree, DEGREE_TYPES.valid_list)

    def year_problems(self, *, today: date) -> Iterator[str]:
        """Say why no degree can be of that year; asked for when all else is right."""
        year, next_year = self.graduation_year, today.year + 1
        if isinstance(year, int) and year > next_year:
            yield "Enter a graduation year that is in the past, for example 2014"
        if not isinstance(year, int) or not next_year - _YEARS <= year <= next_year:
            yield "Enter a valid graduation year"

    def degree(self, degree_id: DegreeId, *, position: int, at: datetime) -> Degree:
        """Return the degree to be stored, of a draft without problems."""
        subject = DEGREE_SUBJECTS[settled(self.subject)]
        institution = DEGREE_INSTITUTIONS.get(self.institution)
        grade = DEGREE_GRADES.get(self.grade)
        return Degree(
            degree_id=degree_id,
            position=position,
            country=None if self.is_uk else optional(self.country),
            degree_type=settled(self.uk_degree if self.is_uk else self.non_uk_degree),
            subject=subject.stored_as,
            institution=None if institution is None else institution.stored_as,
            grade=None if grade is None else grade.stored_as,
            graduation_year=settled(self.graduation_year),
            created_at=at,
            updated_at=at,
        )


def _read_year(value: object) -> Number:
    """Return the year of a date, or a year as it stands."""
    day = read_day(value)
    return day.year if isinstance(day, date) else read_large_number(value)
