"""The moments from which, and the days until which, training somebody is funded."""

from dataclasses import replace

from participants_service.domain.occasions import Occasion
from participants_service.domain.periods import contains
from participants_service.domain.stays import stays
from participants_service.domain.teachers import Role, Teacher


def with_ect_eligibility(teacher: Teacher, occasion: Occasion) -> Teacher:
    """Note that an ECT is eligible, when a stay at a school and an induction have come together.

    To be called when either has just been recorded. The induction has to be running on that day.
    The moment is set once and stays, whatever becomes of the induction.
    """
    if teacher.ect_first_eligible_at is not None or not stays(teacher, Role.ECT):
        return teacher
    if any(contains(induction, occasion.today) for induction in teacher.inductions):
        return replace(teacher, ect_first_eligible_at=occasion.at)
    return teacher


def with_mentor_eligibility(teacher: Teacher, occasion: Occasion) -> Teacher:
    """Note that a mentor is eligible, whose training has just been recorded."""
    if teacher.mentor_first_eligible_at is not None or teacher.mentor_funding_end is not None:
        return teacher
    return replace(teacher, mentor_first_eligible_at=occasion.at)
