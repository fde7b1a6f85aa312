"""What is done about what schools say of people."""

from dataclasses import replace

from participants_service.domain.details import change_details, details_during
from participants_service.domain.errors import DomainError, refuse_if_any
from participants_service.domain.identities import Identity
from participants_service.domain.leaving import cancel_leaving, report_leaving
from participants_service.domain.mentoring import (
    assign_mentor,
    lead_provider_to_share,
    stays_of_both,
    unassign_mentor,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.registration import (
    EctRegistration,
    MentorRegistration,
    register_ect,
    register_mentor,
)
from participants_service.domain.replacements import NOTHING_DECLARED
from participants_service.domain.schools import School
from participants_service.domain.training_offers import Offer
from participants_service.services.registry.named_stays import named_stay
from participants_service.services.registry.references import Payload
from participants_service.services.registry.refusals import (
    refuse_unknown,
    retired,
    taken,
    together,
    unknown_facts,
)
from participants_service.services.registry.session import RegistrySession


def register_as_ect(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Register an ECT, known before or not."""
    found = _registration_errors(session, payload)
    school = session.facts.school_at(payload["school_urn"])
    registration = EctRegistration(
        identity=_identity(payload),
        school=school,
        email=payload["email"],
        started_on=payload["started_on"],
        working_pattern=payload["working_pattern"],
        offer=_offer(session, payload, school),
    )
    teacher = together(
        found,
        lambda: register_ect(
            session.people.get(payload["participant_id"]),
            registration,
            calendar=session.facts.calendar,
            occasion=occasion,
        ),
    )
    session.people.put(teacher)


def register_as_mentor(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Register a mentor, known before or not."""
    found = _registration_errors(session, payload)
    school = session.facts.school_at(payload["school_urn"])
    registration = MentorRegistration(
        identity=_identity(payload),
        school=school,
        email=payload["email"],
        started_on=payload["started_on"],
        offer=_offer(session, payload, school),
        also_at_other_schools=payload["also_at_other_schools"],
    )
    teachers = together(
        found,
        lambda: register_mentor(
            session.people.get(payload["participant_id"]),
            registration,
            mentees=session.people.mentees(payload["participant_id"]),
            calendar=session.facts.calendar,
            occasion=occasion,
        ),
    )
    session.people.put_all(teachers)


def assign(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Give an ECT a mentor, who may begin training with the ECT's lead provider."""
    refuse_unknown(session, payload)
    ect = session.people[payload["ect_participant_id"]]
    mentor = session.people[payload["mentor_participant_id"]]
    ect_stay, _ = stays_of_both(ect, mentor, payload["started_on"])
    lead_provider_id = lead_provider_to_share(ect, ect_stay, mentor)
    offer = None
    if lead_provider_id is not None:
        offer = Offer(
            lead_provider=session.facts.lead_providers[lead_provider_id],
            partnerships=session.facts.partnerships_at(ect_stay.school.id, lead_provider_id),
        )
    session.people.put_all(
        assign_mentor(
            ect,
            mentor,
            payload["started_on"],
            offer=offer,
            declared_days=NOTHING_DECLARED,
            calendar=session.facts.calendar,
            occasion=occasion,
        )
    )


def unassign(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Take an ECT's mentor away."""
    refuse_unknown(session, payload)
    ect = session.people[payload["ect_participant_id"]]
    session.people.put_all([unassign_mentor(ect, payload["finished_on"])])


def correct_details(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Correct what a school said of somebody; what is left out stays as it is."""
    refuse_unknown(session, payload)
    teacher = session.people[payload["participant_id"]]
    stay = named_stay(session, payload, payload["role"], occasion)
    known = details_during(teacher, stay)
    given = {
        member: payload[member]
        for member in ("corrected_name", "email", "working_pattern")
        if member in payload
    }
    session.people.put_all([change_details(teacher, stay, replace(known, **given))])


def leave(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Let somebody leave a school on a day."""
    refuse_unknown(session, payload)
    teacher, role = session.people[payload["participant_id"]], payload["role"]
    session.people.put_all(
        report_leaving(
            teacher,
            role,
            session.facts.school_at(payload["school_urn"]).id,
            payload["leaving_on"],
            counterparts=session.people.counterparts(teacher, role),
        )
    )


def stay_after_all(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Take back that somebody leaves a school."""
    refuse_unknown(session, payload)
    teacher, role = session.people[payload["participant_id"]], payload["role"]
    session.people.put_all(
        cancel_leaving(
            teacher,
            role,
            session.facts.school_at(payload["school_urn"]).id,
            counterparts=session.people.counterparts(teacher, role),
        )
    )


def _registration_errors(session: RegistrySession, payload: Payload) -> list[DomainError]:
    """Refuse what stands in the way of looking further; return what does not."""
    participant_id = payload["participant_id"]
    found = [
        *retired(session, "participant_id", participant_id),
        *taken(session, payload, participant_id),
    ]
    if unknown := [*unknown_facts(session, payload)]:
        refuse_if_any([*found, *unknown])
    if any(one.member == "participant_id" for one in found):
        refuse_if_any(found)
    return found


def _identity(payload: Payload) -> Identity:
    return Identity(
        participant_id=payload["participant_id"],
        trn=payload["trn"],
        first_name=payload["first_name"],
        last_name=payload["last_name"],
        corrected_name=payload.get("corrected_name"),
        keeps_corrected_name="corrected_name" not in payload,
        ect_record_id=payload.get("ect_training_record_id"),
        mentor_record_id=payload.get("mentor_training_record_id"),
    )


def _offer(session: RegistrySession, payload: Payload, school: School) -> Offer | None:
    lead_provider_id = payload.get("lead_provider_id")
    if lead_provider_id is None:
        return None
    return Offer(
        lead_provider=session.facts.lead_providers[lead_provider_id],
        partnerships=session.facts.partnerships_at(school.id, lead_provider_id),
        cohort=payload.get("cohort"),
        schedule=payload.get("schedule_identifier"),
    )
