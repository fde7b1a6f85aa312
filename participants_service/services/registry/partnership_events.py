"""What is done about events on partnerships."""

from dataclasses import replace
from typing import Any

from participants_service.domain.errors import (
    DomainError,
    NoPairingError,
    NotActiveError,
    NotAllowedNowError,
    refuse_if_any,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import Partnership, rolled_over
from participants_service.domain.waiting import attached
from participants_service.services.registry.references import Payload
from participants_service.services.registry.refusals import refuse_unknown, together
from participants_service.services.registry.session import RegistrySession


def put_partnership(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Create a partnership, or give one that is there another delivery partner."""
    refuse_unknown(session, payload)
    facts = session.facts
    partnership = Partnership(
        id=payload["partnership_id"],
        school_id=facts.school_at(payload["school_urn"]).id,
        lead_provider_id=payload["lead_provider_id"],
        delivery_partner_id=payload["delivery_partner_id"],
        cohort=payload["cohort"],
        created_at=occasion.at,
    )
    errors: list[DomainError] = []
    if partnership.pairing not in facts.pairings:
        errors.append(
            NoPairingError("delivery_partner_id", "The two are not paired in this cohort.")
        )
    before = facts.partnerships.get(partnership.id)
    if before is not None:
        errors += _moved(before, partnership)
        partnership = replace(partnership, created_at=before.created_at)
    others = facts.partnerships_at(partnership.school_id, partnership.lead_provider_id)
    if any(one.pairing == partnership.pairing and one.id != partnership.id for one in others):
        errors.append(
            NotAllowedNowError("delivery_partner_id", "The school has this partnership already.")
        )
    refuse_if_any(errors)
    store_partnership(session, partnership)


def roll_over(session: RegistrySession, payload: Payload, occasion: Occasion) -> None:
    """Take a partnership over into a later cohort."""
    refuse_unknown(session, payload)
    facts = session.facts
    errors: list[DomainError] = []
    if payload["partnership_id"] in facts.partnerships:
        errors.append(NotAllowedNowError("partnership_id", "There is such a partnership already."))
    if payload["to_cohort"] not in facts.lead_providers[payload["lead_provider_id"]].cohorts:
        errors.append(
            NotActiveError("lead_provider_id", "The lead provider is not active in this cohort.")
        )
    school = facts.school_at(payload["school_urn"])
    partnership = together(
        errors,
        lambda: rolled_over(
            facts.partnerships_at(school.id, payload["lead_provider_id"]),
            facts.pairings,
            partnership_id=payload["partnership_id"],
            from_cohort=payload["from_cohort"],
            to_cohort=payload["to_cohort"],
            at=occasion.at,
        ),
    )
    store_partnership(session, partnership)


def store_partnership(session: RegistrySession, partnership: Partnership) -> None:
    """Keep a partnership, new or with another delivery partner, whoever made it so.

    Everybody whose training waits for it is given to it.
    """
    session.facts.put_partnership(partnership)
    key = (partnership.school_id, partnership.lead_provider_id, partnership.cohort)
    session.people.put_all(attached(one, partnership) for one in session.people.waiting(key))


def _moved(before: Partnership, partnership: Partnership) -> list[DomainError]:
    """A partnership keeps school, lead provider and cohort: people are seen because of them."""
    kept: tuple[tuple[str, Any, Any], ...] = (
        ("school_urn", before.school_id, partnership.school_id),
        ("lead_provider_id", before.lead_provider_id, partnership.lead_provider_id),
        ("cohort", before.cohort, partnership.cohort),
    )
    return [
        NotAllowedNowError(member, "A partnership keeps this for good.")
        for member, old, new in kept
        if old != new
    ]
