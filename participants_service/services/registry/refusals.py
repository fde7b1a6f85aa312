"""Refusing events: what they refer to in vain, what is taken, and the words of the wire for it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from participants_service.domain import errors
from participants_service.domain.errors import DomainError, RefusedError
from participants_service.domain.teachers import ParticipantId
from participants_service.services.registry.references import PEOPLE, Payload
from participants_service.services.registry.session import RegistrySession
from shared.feed.rejections import Fault, RejectedError, RejectionCode

T = TypeVar("T")

_CODES = {
    errors.InvalidMemberError: RejectionCode.INVALID_MEMBER,
    errors.UnknownReferenceError: RejectionCode.UNKNOWN_REFERENCE,
    errors.RetiredParticipantError: RejectionCode.RETIRED_PARTICIPANT,
    errors.WrongRoleError: RejectionCode.WRONG_ROLE,
    errors.TrnTakenError: RejectionCode.TRN_TAKEN,
    errors.UrnTakenError: RejectionCode.URN_TAKEN,
    errors.NameTakenError: RejectionCode.NAME_TAKEN,
    errors.RecordIdTakenError: RejectionCode.RECORD_ID_TAKEN,
    errors.NotActiveError: RejectionCode.NOT_ACTIVE,
    errors.NoPairingError: RejectionCode.NO_PAIRING,
    errors.NoEarlierPartnershipError: RejectionCode.NO_EARLIER_PARTNERSHIP,
    errors.PairingInUseError: RejectionCode.PAIRING_IN_USE,
    errors.OverlapError: RejectionCode.OVERLAP,
    errors.SameProviderError: RejectionCode.SAME_PROVIDER,
    errors.SameProgrammeError: RejectionCode.SAME_PROGRAMME,
    errors.SameSchoolError: RejectionCode.SAME_SCHOOL,
    errors.NotAllowedNowError: RejectionCode.NOT_ALLOWED_NOW,
    errors.MergeConflictError: RejectionCode.MERGE_CONFLICT,
}


def rejected(refused: DomainError | RefusedError) -> RejectedError:
    """Return a refusal as the feed answers it."""
    found = refused.errors if isinstance(refused, RefusedError) else (refused,)
    return RejectedError(
        *(Fault(_CODES[type(one)], f"/data/{one.member}", one.message) for one in found)
    )


def together(found: list[DomainError], act: Callable[[], T]) -> T:
    """Return what an act returns, or refuse for what it refuses and for what was found before."""
    try:
        outcome = act()
    except DomainError as error:
        raise RefusedError([*found, error]) from error
    except RefusedError as error:
        raise RefusedError([*found, *error.errors]) from error
    errors.refuse_if_any(found)
    return outcome


def refuse_unknown(session: RegistrySession, payload: Payload) -> None:
    """Refuse an event that refers to something that is not here."""
    errors.refuse_if_any([*_unknown_people(session, payload), *unknown_facts(session, payload)])


def _unknown_people(session: RegistrySession, payload: Payload) -> Iterator[DomainError]:
    for member in PEOPLE:
        if member in payload:
            participant_id: ParticipantId = payload[member]
            if session.people.get(participant_id) is None:
                yield errors.UnknownReferenceError(member, "There is no such participant.")
            else:
                yield from retired(session, member, participant_id)


def retired(
    session: RegistrySession, member: str, participant_id: ParticipantId
) -> Iterator[DomainError]:
    """Say so if somebody was merged away, and as whom they live on."""
    teacher = session.people.get(participant_id)
    if teacher is not None and teacher.merged_into is not None:
        yield errors.RetiredParticipantError(
            member, f"The participant was merged into {session.people.survivor(teacher)}."
        )


def unknown_facts(session: RegistrySession, payload: Payload) -> Iterator[DomainError]:
    """Say which schools, organisations and cohorts are not here."""
    facts = session.facts
    for member, name, known in (
        ("school_urn", "school", facts.school),
        ("lead_provider_id", "lead provider", facts.lead_providers.get),
        ("delivery_partner_id", "delivery partner", facts.delivery_partners.get),
        ("cohort", "cohort", facts.cohorts.get),
        ("from_cohort", "cohort", facts.cohorts.get),
        ("to_cohort", "cohort", facts.cohorts.get),
    ):
        if payload.get(member) is not None and known(payload[member]) is None:
            yield errors.UnknownReferenceError(member, f"There is no such {name}.")


def taken(
    session: RegistrySession, payload: Payload, participant_id: ParticipantId
) -> Iterator[DomainError]:
    """Say which numbers and ids that are to be somebody's are somebody else's."""
    owners = session.people
    trn = payload.get("trn")
    if trn is not None and owners.trn_owners.get(trn, participant_id) != participant_id:
        yield errors.TrnTakenError("trn", "Somebody else has this TRN.")
    for member in ("ect_training_record_id", "mentor_training_record_id"):
        if member in payload:
            owner = owners.record_id_owners.get(payload[member], participant_id)
            if owner != participant_id:
                yield errors.RecordIdTakenError(member, "Somebody else has this record id.")
