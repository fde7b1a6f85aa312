"""Courses: the phase an age range belongs to, and the order of a course's subjects."""

from enum import StrEnum

from trainees_service.domain.code_tables import CourseAgeRange

PRIMARY_TEACHING = "100511"
_PRIMARY_UP_TO_AGE = 11


class EducationPhase(StrEnum):
    """The phase of schooling a course prepares for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


def phase_of(age_range: CourseAgeRange) -> EducationPhase:
    """Return the phase of schooling an age range belongs to."""
    if age_range.max_age <= _PRIMARY_UP_TO_AGE:
        return EducationPhase.PRIMARY
    return EducationPhase.SECONDARY


def arranged_subjects(
    subjects: tuple[str | None, str | None, str | None],
    *,
    phase: EducationPhase | None,
) -> tuple[str | None, str | None, str | None]:
    """Return the three subjects as stored: a primary course is first of all primary teaching.

    Its other subjects move into places two and three in their order; a third one has no place.
    """
    if phase is not EducationPhase.PRIMARY:
        return subjects
    others = [subject for subject in subjects if subject and subject != PRIMARY_TEACHING]
    two, three, *_ = [*others, None, None]
    return PRIMARY_TEACHING, two, three
