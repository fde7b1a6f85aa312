"""Stories of inductions, and of what the national record knows."""

from participants_service.demo.department import Department


def complete_induction(department: Department) -> None:
    """ECTs who passed or failed after two years, and whose national record says so too."""
    for outcome, status in (("pass", "Passed"), ("pass", "Passed"), ("fail", "Failed")):
        stay = department.ect(started=780)
        started_on, finished_on = department.ago(778), department.ago(48)
        register = department.register
        register.induct(stay.person, on=department.ago(765), started_on=started_on)
        register.induct(
            stay.person,
            on=department.ago(40),
            started_on=started_on,
            finished_on=finished_on,
            outcome=outcome,
        )
        register.national_record(
            stay.person,
            on=department.ago(35),
            status=status,
            started_on=started_on,
            completed_on=finished_on,
        )


def stop_induction(department: Department) -> None:
    """An ECT whose induction stopped, and went on with another appropriate body."""
    stay = department.ect(started=600)
    register = department.register
    register.induct(stay.person, on=department.ago(590), started_on=department.ago(598))
    register.induct(
        stay.person,
        on=department.ago(300),
        started_on=department.ago(598),
        finished_on=department.ago(310),
    )
    register.induct(stay.person, on=department.ago(200), started_on=department.ago(210), part=2)


def remove_induction(department: Department) -> None:
    """An induction recorded for the wrong person: who was eligible stays so."""
    stay = department.ect(started=150)
    department.register.induct(stay.person, on=department.ago(140), started_on=department.ago(149))
    department.register.remove_induction(stay.person, on=department.ago(120))


def reopen_induction(department: Department) -> None:
    """An outcome that was taken back."""
    stay = department.ect(started=760)
    register, started_on = department.register, department.ago(755)
    register.induct(stay.person, on=department.ago(740), started_on=started_on)
    register.induct(
        stay.person,
        on=department.ago(30),
        started_on=started_on,
        finished_on=department.ago(33),
        outcome="pass",
    )
    register.induct(stay.person, on=department.ago(18), started_on=started_on)


def await_trn(department: Department) -> None:
    """People without a TRN, one of whom got it later."""
    register = department.register
    department.ect(started=35, has_trn=False)
    department.mentor(started=80, has_trn=False)
    matched = department.ect(started=160, has_trn=False)
    register.national_record(matched.person, on=department.ago(90), trn=register.person().trn)


def differ_in_national_record(department: Department) -> None:
    """An exempt ECT, one who married, and one whose completion only the national record knows."""
    register = department.register
    exempt = department.ect(started=330)
    register.national_record(exempt.person, on=department.ago(300), status="Exempt")
    married = department.ect(started=410)
    register.national_record(
        married.person, on=department.ago(70), last_name=f"{married.person.last_name}-Winterbourne"
    )
    completed = department.ect(started=900)
    register.national_record(
        completed.person,
        on=department.ago(100),
        status="Passed",
        started_on=department.ago(895),
        completed_on=department.ago(160),
    )


INDUCTIONS = (
    complete_induction,
    stop_induction,
    remove_induction,
    reopen_induction,
    await_trn,
    differ_in_national_record,
)
