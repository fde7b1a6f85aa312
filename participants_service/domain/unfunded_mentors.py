"""Mentors whom a lead provider does not train, seen because they look after ECTs whom it does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from participants_service.domain.assignments import Assignment
from participants_service.domain.calendar import day_after
from participants_service.domain.names import full_name
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, SchoolPeriod, Teacher
from participants_service.domain.visibility import lead_providers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfundedMentor:
    """What one lead provider sees of a mentor whom it does not train, on one day."""

    id: ParticipantId
    full_name: str
    email: str | None
    trn: str | None
    created_at: datetime


def unfunded_mentor(
    mentor: Teacher,
    assignments: Collection[Assignment],
    lead_provider_id: LeadProviderId,
    today: date,
) -> UnfundedMentor | None:
    """Return the mentor as the lead provider sees them on a day; None if it does not.

    It has to train one of the mentor's current or next mentees. Whom it ever trained in any role
    it knows as a participant already. The address is that of the stay through which the mentor is
    assigned; of several, the one that started last.
    """
    if lead_provider_id in lead_providers_of(mentor):
        return None
    stay_ids = {
        assignment.mentor_school_period_id
        for assignment in assignments
        if assignment.lead_provider_id == lead_provider_id and assignment.is_shown_on(today)
    }
    stays = [period for period in mentor.school_periods if period.id in stay_ids]
    if not stays:
        return None
    return UnfundedMentor(
        id=mentor.id,
        full_name=full_name(mentor),
        email=max(stays, key=_start).email,
        trn=mentor.trn,
        created_at=mentor.created_at,
    )


def unfunded_mentor_flips_on(
    mentor: Teacher,
    assignments: Collection[Assignment],
    lead_provider_id: LeadProviderId,
    today: date,
) -> date | None:
    """Return the first day after today on which the lead provider sees something else."""
    own = [one for one in assignments if one.lead_provider_id == lead_provider_id]
    turns = {one.shown_from for one in own} | {day_after(one.shown_until) for one in own}
    now = unfunded_mentor(mentor, own, lead_provider_id, today)
    for day in sorted(day for day in turns if day is not None and day > today):
        if unfunded_mentor(mentor, own, lead_provider_id, day) != now:
            return day
    return None


def lead_providers_to_look_at(
    mentor: Teacher, assignments: Collection[Assignment]
) -> frozenset[LeadProviderId]:
    """Return who may see the mentor as unfunded on some day or other."""
    assigned = frozenset(assignment.lead_provider_id for assignment in assignments)
    return assigned - lead_providers_of(mentor)


def _start(period: SchoolPeriod) -> tuple[object, ...]:
    return period.started_on, period.created_at, period.id
