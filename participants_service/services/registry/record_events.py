"""What is done about what appropriate bodies, the national record and the department say."""

from participants_service.domain.errors import (
    DomainError,
    RecordIdTakenError,
    UnknownReferenceError,
    refuse_if_any,
)
from participants_service.domain.inductions import put_induction, remove_induction
from participants_service.domain.mentor_funding import end_mentor_funding
from participants_service.domain.merging import merge
from participants_service.domain.national_record import NationalRecord, put_national_record
from participants_service.domain.occasions import Occasion
from participants_service.domain.teachers import InductionPeriod, MentorFundingEnd
from participants_service.services.registry.references import Payload
from participants_service.services.registry.refusals import refuse_unknown, taken, together
from participants_service.services.registry.session import RegistrySession


def record_induction(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Record an induction, or record it anew."""
    refuse_unknown(session, payload)
    teacher = session.people[payload["participant_id"]]
    found: list[DomainError] = []
    if session.people.induction_owners.get(payload["induction_id"], teacher.id) != teacher.id:
        found.append(RecordIdTakenError("induction_id", "This is somebody else's induction."))
    induction = InductionPeriod(
        id=payload["induction_id"],
        appropriate_body=payload["appropriate_body"],
        started_on=payload["started_on"],
        finished_on=payload["finished_on"],
        outcome=payload["outcome"],
    )
    session.people.put_all([together(found, lambda: put_induction(teacher, induction, occasion))])


def take_back_induction(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Remove an induction."""
    owner = session.people.induction_owners.get(payload["induction_id"])
    if owner is None:
        raise UnknownReferenceError("induction_id", "There is no such induction.")
    teacher = session.people[owner]
    session.people.put_all([remove_induction(teacher, payload["induction_id"])])


def record_national_record(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Note what the national record tells; what it leaves out stays as it is."""
    refuse_unknown(session, payload)
    teacher = session.people[payload["participant_id"]]
    refuse_if_any([*taken(session, payload, teacher.id)])
    record = NationalRecord(
        trn=payload.get("trn", teacher.trn),
        first_name=payload.get("first_name", teacher.first_name),
        last_name=payload.get("last_name", teacher.last_name),
        induction_status=payload.get("induction_status"),
        induction_started_on=payload.get(
            "induction_started_on", teacher.national_induction_started_on
        ),
        induction_completed_on=payload.get(
            "induction_completed_on", teacher.national_induction_completed_on
        ),
    )
    session.people.put_all([put_national_record(teacher, record, occasion)])


def merge_participants(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Retire one participant in favour of another."""
    refuse_unknown(session, payload)
    source = session.people[payload["from_participant_id"]]
    survivor = session.people[payload["into_participant_id"]]
    merged = merge(source, survivor, mentees=session.people.mentees(source.id), occasion=occasion)
    # The source lets go of TRN and inductions before the survivor takes them.
    session.people.put_all(sorted(merged, key=lambda one: one.merged_into is None))


def end_funding(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """End the funding of a mentor."""
    refuse_unknown(session, payload)
    teacher = session.people[payload["participant_id"]]
    end = MentorFundingEnd(ended_on=payload["ended_on"], reason=payload["reason"])
    session.people.put_all([end_mentor_funding(teacher, end, occasion.today)])
