"""What is done about events on cohorts, organisations and schools."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from participants_service.domain.cohorts import Cohort, Uplift
from participants_service.domain.errors import (
    DomainError,
    NameTakenError,
    NotActiveError,
    OverlapError,
    PairingInUseError,
    UnknownReferenceError,
    UrnTakenError,
    refuse_if_any,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import (
    DeliveryPartner,
    LeadProvider,
    Pairing,
)
from participants_service.domain.schools import School, SchoolDetails
from participants_service.services.registry.reference_facts import ReferenceFacts
from participants_service.services.registry.references import Payload
from participants_service.services.registry.refusals import refuse_unknown
from participants_service.services.registry.session import RegistrySession

Organisation = TypeVar("Organisation", LeadProvider, DeliveryPartner)


def put_cohort(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Create or replace a cohort; a new one gets the schedules of the one before it."""
    cohort = Cohort(**payload)
    for other in session.facts.cohorts.values():
        if (
            other.year != cohort.year
            and other.started_on <= cohort.finished_on
            and cohort.started_on <= other.finished_on
        ):
            raise OverlapError("started_on", f"Cohort {other.year} has some of these days.")
    session.facts.put_cohort(cohort)


def put_lead_provider(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Create or replace a lead provider and the cohorts in which it is active."""
    facts = session.facts
    lead_provider = LeadProvider(
        id=payload["lead_provider_id"],
        name=payload["name"],
        cohorts=frozenset(payload["cohorts"]),
        created_at=occasion.at,
    )
    errors: list[DomainError] = [*_name_errors(lead_provider, facts.lead_providers.values())]
    errors += [
        UnknownReferenceError(f"cohorts/{index}", "There is no such cohort.")
        for index, year in enumerate(payload["cohorts"])
        if year not in facts.cohorts
    ]
    if any(
        pairing.lead_provider_id == lead_provider.id
        and pairing.cohort not in lead_provider.cohorts
        and facts.pairings_in_use[pairing]
        for pairing in facts.pairings
    ):
        errors.append(PairingInUseError("cohorts", "There are partnerships in another cohort."))
    refuse_if_any(errors)
    facts.put_lead_provider(lead_provider)


def put_delivery_partner(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Create or replace a delivery partner and its pairings."""
    facts = session.facts
    delivery_partner = DeliveryPartner(
        id=payload["delivery_partner_id"], name=payload["name"], created_at=occasion.at
    )
    pairings = {
        Pairing(one["lead_provider_id"], delivery_partner.id, one["cohort"])
        for one in payload["pairings"]
    }
    errors: list[DomainError] = [
        *_name_errors(delivery_partner, facts.delivery_partners.values()),
        *_pairing_errors(facts, payload),
    ]
    if any(
        pairing.delivery_partner_id == delivery_partner.id
        and pairing not in pairings
        and facts.pairings_in_use[pairing]
        for pairing in facts.pairings
    ):
        errors.append(PairingInUseError("pairings", "A pairing with partnerships is left out."))
    refuse_if_any(errors)
    facts.put_delivery_partner(delivery_partner, pairings)


def put_school(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Create or replace a school."""
    details = SchoolDetails(
        school=School(id=payload["school_id"], urn=payload["urn"]),
        name=payload["name"],
        eligible=payload["eligible"],
        induction_tutor_name=payload["induction_tutor_name"],
        induction_tutor_email=payload["induction_tutor_email"],
        primary_contact_email=payload["primary_contact_email"],
        secondary_contact_email=payload["secondary_contact_email"],
    )
    owner = session.facts.school(details.school.urn)
    if owner is not None and owner.id != details.school.id:
        raise UrnTakenError("urn", "Another school has this URN.")
    session.facts.put_school(details, occasion.at)


def put_uplift(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Create or replace the uplift of a school in a cohort."""
    refuse_unknown(session, payload)
    school = session.facts.school_at(payload["school_urn"])
    uplift = Uplift(pupil_premium=payload["pupil_premium"], sparsity=payload["sparsity"])
    session.facts.put_uplift(school, payload["cohort"], uplift)


def _name_errors(
    organisation: Organisation, others: Iterable[Organisation]
) -> Iterator[DomainError]:
    """Names differ by more than capitals."""
    name = organisation.name.lower()
    if any(other.id != organisation.id and other.name.lower() == name for other in others):
        yield NameTakenError("name", "Another organisation has this name.")


def _pairing_errors(facts: ReferenceFacts, payload: Payload) -> Iterator[DomainError]:
    for index, pairing in enumerate(payload["pairings"]):
        lead_provider = facts.lead_providers.get(pairing["lead_provider_id"])
        at = f"pairings/{index}"
        if lead_provider is None:
            yield UnknownReferenceError(f"{at}/lead_provider_id", "There is no such lead provider.")
        if pairing["cohort"] not in facts.cohorts:
            yield UnknownReferenceError(f"{at}/cohort", "There is no such cohort.")
        elif lead_provider is not None and pairing["cohort"] not in lead_provider.cohorts:
            yield NotActiveError(f"{at}/cohort", "The lead provider is not active in this cohort.")
