"""New and changed degrees: what was sent, judged by itself and against the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from trainees_service.domain.code_tables import (
    COUNTRIES,
    DEGREE_GRADES,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
)
from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree

_MEMBERS = (
    "country",
    "uk_degree",
    "non_uk_degree",
    "subject",
    "institution",
    "grade",
    "graduation_year",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeChange:
    """A change of a degree; a null says nothing, a blank clears."""

    stored: Degree
    merged: DegreeDraft
    # Stays with a degree that becomes one from elsewhere, which does not show it.
    institution: str | None

    @classmethod
    def read(cls, data: Mapping[str, object], *, degree: Degree) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail.

        A type decides anew, with the country and institution that come with it, whether this is
        a UK degree; without one, the stored values take part in the decision.
        """
        sent = {name: data[name] for name in _MEMBERS if data.get(name) is not None}
        said, stored = DegreeDraft.read(sent), DegreeDraft.stored(degree)
        has_type = said.uk_degree is not None or said.non_uk_degree is not None
        places = _laid_over(said, stored, sent)
        kind = said if has_type else places
        institution = None if "institution" in sent else degree.institution
        return cls(
            stored=degree,
            merged=replace(
                places,
                country=None if kind.is_uk else kind.country,
                uk_degree=kind.uk_degree if kind.is_uk else None,
                non_uk_degree=None if kind.is_uk else kind.non_uk_degree,
                institution=(said.institution or institution) if kind.is_uk else None,
            ),
            institution=institution,
        )

    def changed(self, *, at: datetime) -> Degree:
        """Return the degree of a change without problems, itself if nothing changed."""
        stored = self.stored
        degree = self.merged.degree(
            stored.degree_id, position=stored.position, at=stored.created_at
        )
        if not degree.is_uk:
            degree = replace(degree, institution=self.institution)
        if replace(degree, updated_at=stored.updated_at) == stored:
            return stored
        return replace(degree, updated_at=at)


def degree_problems(draft: DegreeDraft, *, today: date) -> tuple[str, ...]:
    """Return what is wrong with a degree; its year is looked at when all else is right."""
    return tuple(draft.problems()) or tuple(
        [f"Graduation year {problem}" for problem in draft.year_problems(today=today)]
    )


def duplicate_degrees(draft: DegreeDraft, others: Iterable[Degree]) -> tuple[Degree, ...]:
    """Return which of the other degrees of the trainee a draft repeats, whatever is wrong with it.

    Blank and invalid values are left out; a draft that has no others repeats nothing.
    """
    compared = _compared(draft)
    if not compared:
        return ()
    return tuple(
        [
            other
            for other in others
            if compared.items() <= _compared(DegreeDraft.stored(other)).items()
        ]
    )


def _laid_over(said: DegreeDraft, stored: DegreeDraft, sent: Mapping[str, object]) -> DegreeDraft:
    values = {name: getattr(said if name in sent else stored, name) for name in _MEMBERS}
    return DegreeDraft(**values)


def _compared(draft: DegreeDraft) -> dict[str, str | int]:
    """Return the valid values of a draft under which it is compared, as they are stored."""
    kind = "uk_degree" if draft.is_uk else "non_uk_degree"
    found: dict[str, str | int] = {
        name: row.stored_as
        for name, code, table in (
            (kind, draft.uk_degree if draft.is_uk else draft.non_uk_degree, DEGREE_TYPES),
            ("subject", draft.subject, DEGREE_SUBJECTS),
            ("grade", draft.grade, DEGREE_GRADES),
        )
        if (row := table.get(code)) is not None
    }
    country = None if draft.is_uk else COUNTRIES.get(draft.country)
    if country is not None:
        found["country"] = country.code
    if isinstance(draft.graduation_year, int):
        found["graduation_year"] = draft.graduation_year
    return found
