"""Who somebody is: ids, names and the TRN."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import uuid5

from participants_service.domain.errors import (
    DomainError,
    NotAllowedNowError,
    RecordIdTakenError,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.teachers import ParticipantId, Role, Teacher, TrainingRecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is, as a school registers them."""

    participant_id: ParticipantId
    trn: str | None = None
    first_name: str
    last_name: str
    corrected_name: str | None = None
    keeps_corrected_name: bool = True
    ect_record_id: TrainingRecordId | None = None
    mentor_record_id: TrainingRecordId | None = None


@lru_cache(maxsize=2_048)
def training_record_id(participant_id: ParticipantId, role: Role) -> TrainingRecordId:
    """Return the record id that somebody has for life in a role, unless they brought one."""
    return TrainingRecordId(uuid5(participant_id, f"{role} training record"))


def new_teacher(identity: Identity, occasion: Occasion) -> Teacher:
    """Return somebody nobody knew, still without a name."""
    return Teacher(
        id=identity.participant_id,
        ect_record_id=identity.ect_record_id
        or training_record_id(identity.participant_id, Role.ECT),
        mentor_record_id=identity.mentor_record_id
        or training_record_id(identity.participant_id, Role.MENTOR),
        created_at=occasion.at,
    )


def identified(teacher: Teacher, identity: Identity) -> Teacher:
    """Return the person with the names that the school has just had from the national record."""
    return replace(
        teacher,
        trn=teacher.trn or identity.trn,
        first_name=identity.first_name,
        last_name=identity.last_name,
        corrected_name=(
            teacher.corrected_name if identity.keeps_corrected_name else identity.corrected_name
        ),
    )


def identity_errors(teacher: Teacher | None, identity: Identity) -> Iterator[DomainError]:
    """Say what a school cannot change: training record ids, and a TRN once it is known."""
    if teacher is None:
        return
    if teacher.trn is not None and identity.trn not in {None, teacher.trn}:
        yield NotAllowedNowError("trn", "The person has another TRN.")
    for member, given, known in (
        ("ect_training_record_id", identity.ect_record_id, teacher.ect_record_id),
        ("mentor_training_record_id", identity.mentor_record_id, teacher.mentor_record_id),
    ):
        if given is not None and given != known:
            yield RecordIdTakenError(member, "The person has another training record id for life.")
