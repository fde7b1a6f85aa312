"""Courses: the phase an age range belongs to, and the order of a course's subjects."""

from enum import StrEnum

from trainees_service.domain.coded_rows import CourseAgeRange
from trainees_service.domain.sent import Code

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
    subjects: tuple[Code, Code, Code],
    *,
    age_range: CourseAgeRange | None,
) -> tuple[Code, Code, Code]:
    """Return the three subjects as stored: a primary course is first of all primary teaching.

    Its other subjects move into places two and three in their order; a third one has no place.
    """
    if age_range is None or phase_of(age_range) is not EducationPhase.PRIMARY:
        return subjects
    others = [subject for subject in subjects if subject not in (None, PRIMARY_TEACHING)]
    two, three, *_ = [*others, None, None]
    return PRIMARY_TEACHING, two, three
