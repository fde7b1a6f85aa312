"""Stories of what lead providers did themselves, and how it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from participants_service.demo.department import Department
from participants_service.demo.people import Stay
from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.resuming import Resume
from participants_service.domain.actions.withdrawing import Withdraw
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    DeferralReason,
    ParticipantId,
    Role,
    WithdrawalReason,
)
from participants_service.services.participant_actions import AnyAction, ParticipantActions
from participants_service.storage.provider_actions import select_provider_actions
from shared.clock import at
from shared.database import Pool

_OF_MENTORS_ONLY = WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A lead provider does something with a participant."""

    participant_id: UUID
    lead_provider_id: UUID
    action: AnyAction
    acted_at: datetime


def act_on_training(department: Department) -> Iterator[Act]:
    """Register people, and yield what their lead providers did with their training.

    Nobody says anything of them afterwards, so that it does not matter whether the acts come in
    their place among the events or after all of them.
    """
    for number, deferral in enumerate(DeferralReason):
        stay = department.ect(started=200 + number * 37)
        yield _act(department, stay, Defer(role=Role.ECT, reason=deferral), _days_ago(number))
    for number, withdrawal in enumerate(WithdrawalReason):
        if withdrawal is not _OF_MENTORS_ONLY:
            stay = department.ect(started=240 + number * 41)
            withdraw = Withdraw(role=Role.ECT, reason=withdrawal)
            yield _act(department, stay, withdraw, _days_ago(number))
    yield from _act_on_mentors(department)
    yield from _change_their_minds(department)


def _act_on_mentors(department: Department) -> Iterator[Act]:
    defer = Defer(role=Role.MENTOR, reason=DeferralReason.PARENTAL_LEAVE)
    yield _act(department, department.mentor(started=410), defer, _days_ago(3))
    withdraw = Withdraw(role=Role.MENTOR, reason=_OF_MENTORS_ONLY)
    yield _act(department, department.mentor(started=310), withdraw, _days_ago(4))


def _change_their_minds(department: Department) -> Iterator[Act]:
    """Yield acts on people who came back, who did not, and who go on at another pace."""
    defer = Defer(role=Role.ECT, reason=DeferralReason.LONG_TERM_SICKNESS)
    back, gone, slower = (department.ect(started=days) for days in (420, 430, 150))
    yield _act(department, back, defer, 200)
    yield _act(department, back, Resume(role=Role.ECT), 110)
    yield _act(department, gone, defer, 160)
    withdraw = Withdraw(role=Role.ECT, reason=WithdrawalReason.LEFT_TEACHING_PROFESSION)
    yield _act(department, gone, withdraw, 90)
    reschedule = ChangeSchedule(role=Role.ECT, schedule=ScheduleIdentifier.EXTENDED_APRIL)
    yield _act(department, slower, reschedule, 31)


def _days_ago(number: int) -> int:
    return 6 + number * 23


def _act(department: Department, stay: Stay, action: AnyAction, days_ago: int) -> Act:
    day = department.ago(days_ago)
    return Act(
        participant_id=stay.person.id,
        lead_provider_id=stay.trained_by.id,
        action=action,
        acted_at=datetime.combine(day, time(11, 15 + days_ago % 40, 30), UTC),
    )


async def carry_out(acts: Iterable[Act], *, pool: Pool, actions: ParticipantActions) -> int:
    """Let lead providers act at the moments at which they did; return how many acts that were.

    Whatever a lead provider has done at that moment or since is left as it is. Raises what the
    actions raise.
    """
    carried_out = 0
    for act in acts:
        participant_id = ParticipantId(act.participant_id)
        async with pool.acquire() as conn:
            recorded = await select_provider_actions(conn, participant_id)
        if any(one.acted_at >= act.acted_at for one in recorded):
            continue
        with at(act.acted_at):
            await actions.perform(
                participant_id,
                act.action,
                lead_provider_id=LeadProviderId(act.lead_provider_id),
            )
        carried_out += 1
    return carried_out
