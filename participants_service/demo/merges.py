"""Stories of people who were registered twice, until somebody noticed."""

from participants_service.demo.department import Department


def merge_ects(department: Department) -> None:
    """An ECT who came back without a TRN to be recognised by, and lost the first id."""
    register = department.register
    source, survivor = department.ect(started=500, has_trn=False), department.ect(started=300)
    register.leave(source, on=department.ago(330), leaving_on=department.ago(320))
    register.merge(source.person, survivor.person, on=department.ago(200))


def merge_chain(department: Department) -> None:
    """A first id merged into a second, and the second into a third."""
    register = department.register
    first = department.ect(started=900, has_trn=False)
    second = department.ect(started=690, has_trn=False)
    third = department.ect(started=380)
    register.leave(first, on=department.ago(740), leaving_on=department.ago(720))
    register.merge(first.person, second.person, on=department.ago(600))
    register.leave(second, on=department.ago(410), leaving_on=department.ago(400))
    register.merge(second.person, third.person, on=department.ago(330))


def merge_ect_and_mentor(department: Department) -> None:
    """A former ECT who was registered anew as a mentor; the survivor takes over the TRN."""
    register = department.register
    source = department.ect(started=860)
    register.induct(source.person, on=department.ago(850), started_on=department.ago(858))
    register.induct(
        source.person,
        on=department.ago(150),
        started_on=department.ago(858),
        finished_on=department.ago(155),
        outcome="pass",
    )
    survivor = department.mentor(started=100, has_trn=False)
    register.merge(source.person, survivor.person, on=department.ago(45))


def merge_mentors(department: Department) -> None:
    """A mentor known under two ids: the ECT's mentor changes its id."""
    register = department.register
    ect = department.ect(started=210)
    source = department.mentor(
        started=230, lead_provider=ect.lead_provider, school=ect.school, has_trn=False
    )
    register.assign(ect, source, on=department.ago(205), started_on=department.ago(204))
    elsewhere = department.schools_without_partners[0]
    survivor = register.mentor(
        register.person(),
        elsewhere,
        None,
        started_on=department.ago(140),
        registered_on=department.ago(150),
    )
    register.merge(source.person, survivor.person, on=department.ago(25))


MERGES = (merge_ects, merge_chain, merge_ect_and_mentor, merge_mentors)
