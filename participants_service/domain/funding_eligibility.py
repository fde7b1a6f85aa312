"""Whether training somebody is funded, and when and why it stopped being so."""

from datetime import date

from participants_service.domain.teachers import Role, Teacher


def is_eligible_for_funding(teacher: Teacher, role: Role) -> bool:
    """Return whether the person ever became eligible in a role; once true, it is never false again.

    The moment is recorded once: for an ECT when registered with an induction recorded, for a mentor
    with the first training unless funding had ended before. An exemption, a completion or the end
    of funding that come later leave it standing.
    """
    if role is Role.ECT:
        return teacher.ect_first_eligible_at is not None
    return teacher.mentor_first_eligible_at is not None


def changed_cohort_after_payments_frozen(teacher: Teacher, role: Role) -> bool:
    """Return whether the person left a cohort in a role because its payments were frozen."""
    if role is Role.ECT:
        return teacher.ect_frozen_cohort is not None
    return teacher.mentor_frozen_cohort is not None


def mentor_funding_ended_on(teacher: Teacher) -> date | None:
    """Return the day on which the person stopped being funded as a mentor."""
    return None if teacher.mentor_funding_end is None else teacher.mentor_funding_end.ended_on
