"""What is done when a school says that somebody is to be trained otherwise, or never was there."""

from participants_service.domain.changing_lead_provider import change_lead_provider
from participants_service.domain.changing_programme import (
    change_to_provider_led,
    change_to_school_led,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.registered_in_error import undo_registration
from participants_service.domain.replacements import NOTHING_DECLARED
from participants_service.domain.teachers import Programme, Role, SchoolPeriod
from participants_service.domain.training_offers import Offer
from participants_service.services.registry.named_stays import named_stay
from participants_service.services.registry.references import Payload
from participants_service.services.registry.refusals import refuse_unknown
from participants_service.services.registry.session import RegistrySession


def name_lead_provider(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Let another lead provider train somebody."""
    refuse_unknown(session, payload)
    stay = named_stay(session, payload, payload["role"], occasion)
    changed = change_lead_provider(
        session.people[payload["participant_id"]],
        stay,
        _offer(session, payload, stay),
        calendar=session.facts.calendar,
        occasion=occasion,
    )
    session.people.put_all([changed])


def change_programme(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Let a lead provider train an ECT, or the school itself."""
    refuse_unknown(session, payload)
    ect = session.people[payload["participant_id"]]
    stay = named_stay(session, payload, Role.ECT, occasion, role_member="participant_id")
    if payload["programme"] is Programme.SCHOOL_LED:
        session.people.put_all([change_to_school_led(ect, stay, occasion)])
        return
    session.people.put_all(
        change_to_provider_led(
            ect,
            stay,
            _offer(session, payload, stay),
            mentors=session.people.counterparts(ect, Role.ECT),
            declared_days=NOTHING_DECLARED,
            calendar=session.facts.calendar,
            occasion=occasion,
        )
    )


def undo(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Take back that somebody was registered at a school."""
    refuse_unknown(session, payload)
    teacher = session.people[payload["participant_id"]]
    stay = named_stay(session, payload, payload["role"], occasion)
    person, *mentees = undo_registration(
        teacher,
        stay,
        mentees=session.people.mentees(teacher.id),
        has_billable_declarations=False,
        today=occasion.today,
    )
    session.people.put_all([person, *mentees])
    if all(one.id != stay.id for one in person.school_periods):
        session.people.registered_in_error.add(teacher.id)


def _offer(session: RegistrySession, payload: Payload, stay: SchoolPeriod) -> Offer:
    lead_provider_id = payload["lead_provider_id"]
    return Offer(
        lead_provider=session.facts.lead_providers[lead_provider_id],
        partnerships=session.facts.partnerships_at(stay.school.id, lead_provider_id),
    )
