"""Degrees a trainee holds, as stored and as responses show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trainees_service.domain.code_tables import (
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
    CodeTable,
)
from trainees_service.domain.coded_rows import DegreeTerm
from trainees_service.domain.identifiers import DegreeId
from trainees_service.reference_data import read_rows

# A UK degree without a known institution is one of this.
OTHER_UK_INSTITUTION_UUID = next(
    row["uuid"] for row in read_rows("degree_institutions") if row["name"] == "Other UK institution"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """A degree as stored: codes after mapping, of which responses show a part.

    Only degrees from outside the UK have a country, so the country tells which kind it is.
    `position` is the place in the order of creation among the degrees of one trainee.
    """

    degree_id: DegreeId
    position: int
    country: str | None = None
    degree_type: str
    subject: str
    institution: str | None = None
    grade: str | None = None
    other_grade: str | None = None
    graduation_year: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_uk(self) -> bool:
        """Whether the degree counts as awarded in the UK."""
        return self.country is None

    @property
    def uk_degree(self) -> str | None:
        """Code of the type of a UK degree; general types have none to show."""
        return DEGREE_TYPES[self.degree_type].answered_as if self.is_uk else None

    @property
    def non_uk_degree(self) -> str | None:
        """Code of the type of a degree from elsewhere; general types have none to show."""
        return None if self.is_uk else DEGREE_TYPES[self.degree_type].answered_as

    @property
    def answered_subject(self) -> str | None:
        """Code of the subject; "not known" and "not applicable" have none to show."""
        return DEGREE_SUBJECTS[self.subject].answered_as

    @property
    def answered_institution(self) -> str | None:
        """Code of the institution of a UK degree, unless it is an unnamed other one."""
        return self.institution if self.is_uk else None

    @property
    def uk_degree_uuid(self) -> str | None:
        """Uuid of the type of a UK degree."""
        return DEGREE_TYPES[self.degree_type].uuid if self.is_uk else None

    @property
    def subject_uuid(self) -> str:
        """Uuid of the subject."""
        return DEGREE_SUBJECTS[self.subject].uuid

    @property
    def institution_uuid(self) -> str | None:
        """Uuid of the institution of a UK degree, a general one if it is not known."""
        if not self.is_uk:
            return None
        return _uuid(DEGREE_INSTITUTIONS, self.institution) or OTHER_UK_INSTITUTION_UUID

    @property
    def grade_uuid(self) -> str | None:
        """Uuid of the grade."""
        return _uuid(DEGREE_GRADES, self.grade)


def _uuid(table: CodeTable[DegreeTerm], code: str | None) -> str | None:
    return None if code is None else table[code].uuid


def in_graduation_order(degrees: Iterable[Degree]) -> tuple[Degree, ...]:
    """Return degrees as responses list them: those of one year in the order of their creation."""
    return tuple(sorted(degrees, key=lambda degree: (degree.graduation_year, degree.position)))
