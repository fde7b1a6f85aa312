"""Stories of training that the lead provider itself paused or ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from participants_service.demo.department import Department
from participants_service.demo.people import RoleName, Stay
from participants_service.domain.teachers import DeferralReason, WithdrawalReason

_OF_MENTORS_ONLY = WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A lead provider defers or withdraws a participant."""

    participant_id: UUID
    lead_provider_id: UUID
    role: RoleName
    reason: DeferralReason | WithdrawalReason
    happened_at: datetime


def interrupt(department: Department) -> Iterator[Interruption]:
    """Register people for every reason, and yield what their lead provider did.

    Nobody says anything of them afterwards, so that it does not matter whether the interruptions
    come in their place among the events or after all of them.
    """
    for number, deferral in enumerate(DeferralReason):
        yield _interruption(department, department.ect(started=200 + number * 37), deferral, number)
    for number, withdrawal in enumerate(WithdrawalReason):
        if withdrawal is not _OF_MENTORS_ONLY:
            stay = department.ect(started=240 + number * 41)
            yield _interruption(department, stay, withdrawal, number)
    deferred, withdrawn = department.mentor(started=410), department.mentor(started=310)
    yield _interruption(department, deferred, DeferralReason.PARENTAL_LEAVE, 3)
    yield _interruption(department, withdrawn, _OF_MENTORS_ONLY, 4)


def _interruption(
    department: Department, stay: Stay, reason: DeferralReason | WithdrawalReason, number: int
) -> Interruption:
    day = department.ago(6 + number * 23)
    return Interruption(
        participant_id=stay.person.id,
        lead_provider_id=stay.trained_by.id,
        role=stay.role,
        reason=reason,
        happened_at=datetime.combine(day, time(11, 15 + number, 30), UTC),
    )
