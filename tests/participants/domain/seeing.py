"""What both lead providers see of somebody: the status of the enrolment, or nothing."""

from datetime import timedelta

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import Role, Teacher
from participants_service.views.build import build
from tests.participants.people import LARKFIELD, OTTERBURN, day, make_facts


def status_for(
    teacher: Teacher, lead_provider_id: LeadProviderId, today: str, role: Role = Role.ECT
) -> str | None:
    """Return the participant status that a lead provider sees; None if it does not see it."""
    participant = build(teacher, lead_provider_id, day(today), make_facts())
    if participant is None:
        return None
    statuses = [one.participant_status for one in participant.enrolments if one.role is role]
    return statuses[0].value if statuses else None


def statuses(teacher: Teacher, today: str, role: Role = Role.ECT) -> tuple[str | None, str | None]:
    """Return what Larkfield and Otterburn see on a day."""
    return (
        status_for(teacher, LARKFIELD, today, role),
        status_for(teacher, OTTERBURN, today, role),
    )


def next_day(today: str) -> str:
    """Return the day after."""
    return (day(today) + timedelta(days=1)).isoformat()
