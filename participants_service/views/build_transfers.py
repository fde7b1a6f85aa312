"""Work out what a lead provider sees of somebody's moves: no database, no clock."""

from datetime import date

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import Role, Teacher
from participants_service.domain.transfers import (
    Move,
    MoveEnd,
    ParticipantTransfers,
    Transfer,
    TransferEnd,
    moves_of,
    transfer_status,
    transfer_type,
    transfers_flip_on,
)
from participants_service.domain.uplifts import Facts


def build_transfers(
    teacher: Teacher, lead_provider_id: LeadProviderId, today: date, facts: Facts
) -> ParticipantTransfers | None:
    """Return what the lead provider sees of the person's moves on a day; None if there are none."""
    moves = [move for move in moves_of(teacher) if lead_provider_id in move.lead_providers]
    if not moves:
        return None
    return ParticipantTransfers(
        id=teacher.id,
        transfers=tuple(_transfer(teacher, move, today, facts) for move in moves),
        created_at=teacher.created_at,
        flips_on=transfers_flip_on(moves, today),
    )


def _transfer(teacher: Teacher, move: Move, today: date, facts: Facts) -> Transfer:
    is_ect = move.role is Role.ECT
    return Transfer(
        training_record_id=teacher.ect_record_id if is_ect else teacher.mentor_record_id,
        transfer_type=transfer_type(move),
        status=transfer_status(move, today),
        created_at=move.leaving.training.created_at,
        leaving=_end(move.leaving, facts),
        joining=None if move.joining is None else _end(move.joining, facts),
    )


def _end(end: MoveEnd, facts: Facts) -> TransferEnd:
    lead_provider_id = end.lead_provider_id
    return TransferEnd(
        school_urn=end.school.urn,
        provider=None if lead_provider_id is None else facts.lead_provider_names[lead_provider_id],
        on=end.on,
    )
