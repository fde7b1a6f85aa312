"""Departures from schools, with the next school where one is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from participants_service.domain.calendar import earliest
from participants_service.domain.induction_status import induction_status
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schools import School
from participants_service.domain.stays import stays
from participants_service.domain.teachers import (
    ParticipantId,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
    TrainingRecordId,
)


class TransferType(StrEnum):
    """What becomes of somebody who leaves a school."""

    NEW_SCHOOL = "new_school"
    NEW_PROVIDER = "new_provider"
    UNKNOWN = "unknown"


class TransferStatus(StrEnum):
    """Whether somebody has left the one school and begun at the other."""

    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEnd:
    """A school, and the training there that a move ends or begins."""

    school: School
    training: TrainingPeriod
    on: date

    @property
    def lead_provider_id(self) -> LeadProviderId | None:
        """Whose partnership the training is in; none if there is no partnership, or not yet."""
        partnership = self.training.partnership
        return None if partnership is None else partnership.lead_provider_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A departure in one role, the same whoever looks and on whatever day."""

    role: Role
    leaving: MoveEnd
    joining: MoveEnd | None

    @property
    def lead_providers(self) -> frozenset[LeadProviderId]:
        """Who sees both sides of the move: the lead provider of either."""
        sides = [self.leaving] if self.joining is None else [self.leaving, self.joining]
        return frozenset(
            side.lead_provider_id for side in sides if side.lead_provider_id is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEnd:
    """One end of a transfer as it is shown; the provider is a name."""

    school_urn: str
    provider: str | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A move as it is shown on one day."""

    training_record_id: TrainingRecordId
    transfer_type: TransferType
    status: TransferStatus
    created_at: datetime
    leaving: TransferEnd
    joining: TransferEnd | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantTransfers:
    """Those of a person's moves that concern one lead provider, on one day."""

    id: ParticipantId
    transfers: tuple[Transfer, ...]
    created_at: datetime
    flips_on: date | None
    """The next day on which the calendar alone changes something of all this."""


def moves_of(teacher: Teacher) -> tuple[Move, ...]:
    """Return a person's moves in both roles, in the order in which the training left behind began.

    Training counts whatever its programme and whoever leads it. An ECT whose induction is completed
    and who goes nowhere else has not been transferred; a mentor has, since an induction of long ago
    says nothing about mentoring.
    """
    if all(period.finished_on is None for period in teacher.school_periods):
        # As for nearly everybody, and this is asked of everybody all the time.
        return ()
    moves = [move for role in Role for move in _moves_in(teacher, role)]
    return tuple(sorted(moves, key=lambda move: _start(move.leaving.training)))


def transfer_type(move: Move) -> TransferType:
    """Return the kind of a move; who has no partnership is never the same provider as anybody."""
    if move.joining is None:
        return TransferType.UNKNOWN
    provider = move.leaving.lead_provider_id
    if provider is None or provider != move.joining.lead_provider_id:
        return TransferType.NEW_PROVIDER
    return TransferType.NEW_SCHOOL


def transfer_status(move: Move, today: date) -> TransferStatus:
    """Return the status on a day; the last day of the old training already completes it."""
    if move.leaving.on > today or (move.joining is not None and move.joining.on > today):
        return TransferStatus.INCOMPLETE
    return TransferStatus.COMPLETE


def transfer_flips_on(move: Move, today: date) -> date | None:
    """Return the day after today on which the move is complete; None if it is."""
    days = [move.leaving.on] if move.joining is None else [move.leaving.on, move.joining.on]
    completed_on = max(days)
    return completed_on if completed_on > today else None


def transfers_flip_on(moves: Sequence[Move], today: date) -> date | None:
    """Return the first day after today on which one of some moves is complete."""
    return earliest(transfer_flips_on(move, today) for move in moves)


def _moves_in(teacher: Teacher, role: Role) -> Iterator[Move]:
    periods = sorted(stays(teacher, role), key=_start)
    for period, following in zip(periods, [*periods[1:], None], strict=False):
        move = _move(teacher, period, following)
        if move is not None:
            yield move


def _move(teacher: Teacher, period: SchoolPeriod, following: SchoolPeriod | None) -> Move | None:
    """Return the move from one stay to the next one of the same role, if it is one."""
    if period.finished_on is None:
        return None
    if following is None:
        if period.role is Role.ECT and induction_status(teacher).ended_on is not None:
            return None
    elif following.school.id == period.school.id:
        return None
    last = max(_trainings(teacher, period), key=_start, default=None)
    if last is None or last.finished_on is None:
        return None
    return Move(
        role=period.role,
        leaving=MoveEnd(school=period.school, training=last, on=last.finished_on),
        joining=None if following is None else _joining(teacher, following),
    )


def _joining(teacher: Teacher, period: SchoolPeriod) -> MoveEnd | None:
    first = min(_trainings(teacher, period), key=_start, default=None)
    if first is None:
        return None
    return MoveEnd(school=period.school, training=first, on=first.started_on)


def _trainings(teacher: Teacher, period: SchoolPeriod) -> list[TrainingPeriod]:
    return [one for one in teacher.training_periods if one.school_period_id == period.id]


def _start(period: SchoolPeriod | TrainingPeriod) -> tuple[object, ...]:
    return period.started_on, period.created_at, period.id
