"""Stories of mentors: assigned, replaced, shared, moved, and trained by somebody else."""

from participants_service.demo.department import Department
from participants_service.demo.people import Stay


def replace_mentor(department: Department) -> None:
    """ECTs whose mentor changed, will change, ended, or will end."""
    register = department.register
    for days in (250, 380):
        ect = department.ect(started=days)
        first, second, third = (_colleague(department, ect, started=days) for _ in range(3))
        register.assign(ect, first, on=department.ago(days - 3), started_on=department.ago(days))
        register.assign(ect, second, on=department.ago(52), started_on=department.ago(50))
        register.assign(ect, third, on=department.ago(3), started_on=department.ago(-14))
    for finished in (20, -10):
        ect = department.ect(started=270)
        mentor = _colleague(department, ect, started=300)
        register.assign(ect, mentor, on=department.ago(260), started_on=department.ago(258))
        register.unassign(ect, on=department.ago(20), finished_on=department.ago(finished))


def lose_mentor(department: Department) -> None:
    """An ECT whose mentor left the school, and who got another."""
    register = department.register
    ect = department.ect(started=410)
    mentor = _colleague(department, ect, started=420)
    successor = _colleague(department, ect, started=90)
    register.assign(ect, mentor, on=department.ago(408), started_on=department.ago(405))
    register.leave(mentor, on=department.ago(75), leaving_on=department.ago(61))
    register.assign(ect, successor, on=department.ago(58), started_on=department.ago(60))


def mentor_at_two_schools(department: Department) -> None:
    """A mentor who also looks after an ECT at a second school."""
    register = department.register
    ect, other_ect = department.ect(started=300), department.ect(started=100)
    if other_ect.school is ect.school:
        return
    mentor = _colleague(department, ect, started=350)
    there = register.mentor(
        mentor.person,
        other_ect.school,
        None,
        started_on=department.ago(95),
        registered_on=department.ago(98),
        also_at_other_schools=True,
    )
    register.assign(ect, mentor, on=department.ago(290), started_on=department.ago(288))
    register.assign(other_ect, there, on=department.ago(90), started_on=department.ago(88))


def mentor_moves(department: Department) -> None:
    """A mentor who went to another school and is trained there."""
    mentor = department.mentor(started=500)
    school = department.school_with(mentor.trained_by, mentor.cohort, other_than=mentor.school)
    department.register.mentor(
        mentor.person,
        school,
        mentor.trained_by,
        started_on=department.ago(120),
        registered_on=department.ago(130),
    )


def train_elsewhere(department: Department) -> None:
    """ECTs whose mentor is trained by another lead provider, or only since they look after them."""
    register = department.register
    for days in (190, 320):
        ect = department.ect(started=days)
        other = department.active_lead_provider(ect.cohort, other_than=ect.lead_provider)
        mentor = department.mentor(
            started=days + 5, registered=days, lead_provider=other, school=ect.school
        )
        register.assign(ect, mentor, on=department.ago(days - 4), started_on=department.ago(days))
    ect = department.ect(started=130, lead_provider=department.lead_providers[0])
    untrained = register.mentor(
        register.person(),
        ect.school,
        None,
        started_on=department.ago(140),
        registered_on=department.ago(141),
    )
    register.assign(ect, untrained, on=department.ago(125), started_on=department.ago(128))


def be_both(department: Department) -> None:
    """People who are ECT and mentor: one after the other, and at once with another provider."""
    register = department.register
    for days, other_provider in ((800, False), (790, True)):
        stay = department.ect(started=days)
        induction_started_on = department.ago(days - 2)
        register.induct(stay.person, on=department.ago(days - 10), started_on=induction_started_on)
        register.induct(
            stay.person,
            on=department.ago(58),
            started_on=induction_started_on,
            finished_on=department.ago(62),
            outcome="pass",
        )
        _become_mentor(department, stay, other_provider=other_provider, started=30)
    _become_mentor(department, department.ect(started=300), other_provider=False, started=21)


def _become_mentor(
    department: Department, stay: Stay, *, other_provider: bool, started: int
) -> None:
    lead_provider = stay.lead_provider
    if other_provider:
        lead_provider = department.active_lead_provider(stay.cohort, other_than=lead_provider)
    department.register.mentor(
        stay.person,
        stay.school,
        lead_provider,
        started_on=department.ago(started),
        registered_on=department.ago(started + 2),
    )


def _colleague(department: Department, ect: Stay, *, started: int) -> Stay:
    return department.mentor(
        started=started,
        registered=started,
        lead_provider=ect.lead_provider,
        school=ect.school,
    )


MENTORING = (
    replace_mentor,
    lose_mentor,
    mentor_at_two_schools,
    mentor_moves,
    train_elsewhere,
    be_both,
)
