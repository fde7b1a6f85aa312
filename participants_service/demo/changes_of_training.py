"""Stories of schools that changed their minds about who trains, and about whom they registered."""

from datetime import date

from participants_service.demo.department import Department
from participants_service.demo.people import Stay
from participants_service.demo.places import LeadProvider


def choose_another_lead_provider(department: Department) -> None:
    """People whose school chose another lead provider: in training, and before it began.

    One of the schools has no partnership with its choice yet.
    """
    for stay, changed, becomes_partner in (
        (department.ect(started=310), 64, True),
        (department.ect(started=255), 40, False),
        (department.ect(started=-12, registered=20), 9, True),
        (department.mentor(started=290), 51, True),
    ):
        choice = department.active_lead_provider(stay.cohort, other_than=stay.lead_provider)
        if becomes_partner and not stay.school.is_partnered(choice, stay.cohort):
            department.partnerships.agree(
                stay.school, choice, stay.cohort, on=department.ago(changed)
            )
        department.diary.enter(
            department.ago(changed),
            "participant.lead_provider_changed",
            participant_id=stay.person.id,
            role=stay.role,
            lead_provider_id=choice.id,
        )


def change_programme(department: Department) -> None:
    """ECTs whose school trains them itself by now, for a while, or no longer."""
    _change_programme(department, department.ect(started=270), None, on=department.ago(72))
    for_a_while = department.ect(started=345)
    _change_programme(department, for_a_while, None, on=department.ago(170))
    _change_programme(department, for_a_while, for_a_while.lead_provider, on=department.ago(58))


def hand_over_with_mentor(department: Department) -> None:
    """An ECT whom a lead provider trains after all, and the mentor with them."""
    register = department.register
    lead_provider = department.lead_providers[0]
    model = department.mentor(started=240, lead_provider=lead_provider)
    ect = register.ect(
        register.person(),
        model.school,
        None,
        started_on=department.ago(220),
        registered_on=department.ago(235),
    )
    mentor = register.mentor(
        register.person(),
        model.school,
        None,
        started_on=department.ago(230),
        registered_on=department.ago(233),
    )
    register.assign(ect, mentor, on=department.ago(218), started_on=department.ago(218))
    _change_programme(department, ect, lead_provider, on=department.ago(44))


def register_in_error(department: Department) -> None:
    """An ECT and a mentor who should not have been registered, one of them with a mentee."""
    register = department.register
    ect = department.ect(started=52)
    mentor = department.mentor(
        started=60, registered=60, lead_provider=ect.lead_provider, school=ect.school
    )
    register.assign(ect, mentor, on=department.ago(50), started_on=department.ago(50))
    for stay, days in ((mentor, 33), (department.ect(started=-20, registered=24), 11)):
        department.diary.enter(
            department.ago(days),
            "participant.registered_in_error",
            participant_id=stay.person.id,
            role=stay.role,
            school_urn=stay.school.urn,
        )


def end_mentor_funding(department: Department) -> None:
    """Mentors who are not funded any more, one of whom was trained before anybody else."""
    for started, ended_on, reason in (
        (640, department.ago(120), "started_not_completed"),
        (205, date(2021, 4, 19), "completed_during_early_roll_out"),
    ):
        mentor = department.mentor(started=started)
        department.diary.enter(
            department.ago(96),
            "mentor_funding.ended",
            participant_id=mentor.person.id,
            ended_on=ended_on,
            reason=reason,
        )


def _change_programme(
    department: Department, stay: Stay, lead_provider: LeadProvider | None, *, on: date
) -> None:
    department.diary.enter(
        on,
        "participant.programme_changed",
        participant_id=stay.person.id,
        programme="school_led" if lead_provider is None else "provider_led",
        lead_provider_id=lead_provider and lead_provider.id,
    )


CHANGES_OF_TRAINING = (
    choose_another_lead_provider,
    change_programme,
    hand_over_with_mentor,
    register_in_error,
    end_mentor_funding,
)
