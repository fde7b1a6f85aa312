"""From what is seen of partnerships, schools and delivery partners to the bytes that are stored."""

from datetime import date
from typing import Any

import orjson

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.places import (
    PartnershipFacts,
    SchoolFacts,
    SeenDeliveryPartner,
    SeenPartnership,
    SeenSchool,
)
from participants_service.domain.school_standings import SchoolCohort
from participants_service.schemas.delivery_partners import DeliveryPartnerSchema
from participants_service.schemas.partnerships import PartnershipSchema
from participants_service.schemas.schools import SchoolSchema
from participants_service.storage.school_views import EVERYBODY, record_id
from shared.schemas import ResourceSchema
from shared.views import UPDATED_AT_PLACEHOLDER, ViewDraft

_PARTNERSHIP = PartnershipSchema()
_SCHOOL = SchoolSchema()
_DELIVERY_PARTNER = DeliveryPartnerSchema()


def draft_partnership(facts: PartnershipFacts, today: date) -> ViewDraft:
    """Render a partnership as it is on a day, for its lead provider."""
    seen = facts.seen(today)
    return ViewDraft(
        provider_id=facts.partnership.lead_provider_id,
        record_id=str(seen.id),
        body=_body(_PARTNERSHIP, seen.id, "partnership", _partnership_attributes(seen)),
        created_at=seen.created_at,
        flips_on=seen.flips_on,
        columns={"cohort": seen.cohort, "delivery_partner_id": seen.delivery_partner_id},
    )


def draft_school_for_everybody(facts: SchoolFacts) -> ViewDraft:
    """Render a school for all lead providers that it is not interested in."""
    seen = facts.seen(interested=False)
    return ViewDraft(
        provider_id=EVERYBODY,
        record_id=record_id(SchoolCohort(seen.id, seen.cohort)),
        body=_school_body(seen),
        created_at=seen.created_at,
        columns={
            "in_partnership": seen.in_partnership,
            "induction_programme_choice": seen.induction_programme_choice.value,
        },
    )


def draft_school(facts: SchoolFacts, lead_provider_id: LeadProviderId) -> ViewDraft:
    """Render a school for a lead provider that it is, or was, interested in."""
    seen = facts.seen(interested=lead_provider_id in facts.standing.interested_in)
    return ViewDraft(
        provider_id=lead_provider_id,
        record_id=record_id(SchoolCohort(seen.id, seen.cohort)),
        body=_school_body(seen),
        created_at=seen.created_at,
        columns={"expression_of_interest": seen.expression_of_interest},
    )


def draft_delivery_partner(seen: SeenDeliveryPartner) -> ViewDraft:
    """Render a delivery partner for a lead provider that it works with."""
    partner = seen.delivery_partner
    attributes = {
        "name": partner.name,
        "created_at": partner.created_at,
        "updated_at": None,
        "cohorts": seen.cohorts,
    }
    return ViewDraft(
        provider_id=seen.lead_provider_id,
        record_id=str(partner.id),
        body=_body(_DELIVERY_PARTNER, partner.id, "delivery-partner", attributes),
        created_at=partner.created_at,
        columns={"cohorts": list(seen.cohorts)},
    )


def _partnership_attributes(seen: SeenPartnership) -> dict[str, Any]:
    return {
        "cohort": seen.cohort,
        "urn": seen.urn,
        "school_id": seen.school_id,
        "delivery_partner_id": seen.delivery_partner_id,
        "delivery_partner_name": seen.delivery_partner_name,
        "induction_tutor_name": seen.induction_tutor_name,
        "induction_tutor_email": seen.induction_tutor_email,
        "participants_currently_training": seen.participants_currently_training,
        "created_at": seen.created_at,
        "updated_at": None,
    }


def _school_body(seen: SeenSchool) -> bytes:
    attributes = {
        "name": seen.name,
        "urn": seen.urn,
        "cohort": seen.cohort,
        "in_partnership": seen.in_partnership,
        "induction_programme_choice": seen.induction_programme_choice,
        "expression_of_interest": seen.expression_of_interest,
        "induction_tutor_name": seen.induction_tutor_name,
        "induction_tutor_email": seen.induction_tutor_email,
        "created_at": seen.created_at,
        "updated_at": None,
    }
    return _body(_SCHOOL, seen.id, "school", attributes)


def _body(schema: ResourceSchema, key: object, kind: str, attributes: dict[str, Any]) -> bytes:
    resource = schema.dump({"id": key, "type": kind, "attributes": attributes})
    resource["attributes"]["updated_at"] = UPDATED_AT_PLACEHOLDER
    return orjson.dumps(resource)
