"""Stories of ECTs who change school, and of what that does to who trains them."""

from datetime import date

from participants_service.demo.department import Department
from participants_service.demo.diary import HISTORY
from participants_service.demo.people import Stay

_FROZEN_ECT_STARTED = date(2022, 9, 1)
_FROZEN_ECT_REGISTERED = date(2022, 7, 5)
_FROZEN_ECT_MOVED = date(2025, 9, 1)


def move_within_lead_provider(department: Department) -> None:
    """Moves to a school that works with the same lead provider: long ago, recent, ahead."""
    for started, registered in ((200, 220), (15, 30), (-20, 8)):
        stay = department.ect(started=440)
        _move(department, stay, keep=True, started=started, registered=registered)


def move_to_other_lead_provider(department: Department) -> None:
    """Moves to a school that works with another lead provider."""
    for started, registered in ((240, 250), (25, 40), (-30, 12)):
        stay = department.ect(started=520)
        _move(department, stay, keep=False, started=started, registered=registered)


def move_to_school_without_partner(department: Department) -> None:
    """Moves to schools that named the same or another lead provider and have no partnership."""
    same, other = department.ect(started=390), department.ect(started=395)
    here, there = department.schools_without_partners
    department.move(same, here, same.lead_provider, started=70, registered=85)
    lead_provider = department.active_lead_provider(other.cohort, other_than=other.lead_provider)
    department.move(other, there, lead_provider, started=60, registered=75)


def move_to_school_led(department: Department) -> None:
    """A move to a school that trains its ECTs itself."""
    stay = department.ect(started=365)
    department.move(stay, department.schools_without_partners[0], None, started=110, registered=120)


def move_twice(department: Department) -> None:
    """Two moves: to another lead provider and back, with a gap between two of the schools."""
    stay = department.ect(started=620)
    first = stay.trained_by
    away = _move(department, stay, keep=False, started=400, registered=405)
    department.register.leave(away, on=department.ago(160), leaving_on=department.ago(150))
    school = department.school_with(first, stay.cohort, other_than=away.school)
    department.move(away, school, first, started=50, registered=66)


def move_out_of_frozen_cohort(department: Department) -> None:
    """An ECT of the frozen cohort 2022 whose move brings them into 2024."""
    history_starts_on = department.today - HISTORY
    if history_starts_on >= _FROZEN_ECT_REGISTERED or department.today <= _FROZEN_ECT_MOVED:
        return
    lead_provider = department.lead_providers[0]
    stay = department.register.ect(
        department.register.person(),
        department.school_with(lead_provider, 2022),
        lead_provider,
        started_on=_FROZEN_ECT_STARTED,
        registered_on=_FROZEN_ECT_REGISTERED,
        cohort=2022,
        schedule="ecf-extended-september",
    )
    department.register.ect(
        stay.person,
        department.school_with(lead_provider, 2024, other_than=stay.school),
        lead_provider,
        started_on=_FROZEN_ECT_MOVED,
        registered_on=_FROZEN_ECT_MOVED.replace(month=7),
    )


def _move(department: Department, stay: Stay, *, keep: bool, started: int, registered: int) -> Stay:
    lead_provider = stay.trained_by
    if not keep:
        lead_provider = department.active_lead_provider(stay.cohort, other_than=lead_provider)
    school = department.school_with(lead_provider, stay.cohort, other_than=stay.school)
    return department.move(stay, school, lead_provider, started=started, registered=registered)


MOVES = (
    move_within_lead_provider,
    move_to_other_lead_provider,
    move_to_school_without_partner,
    move_to_school_led,
    move_twice,
    move_out_of_frozen_cohort,
)
