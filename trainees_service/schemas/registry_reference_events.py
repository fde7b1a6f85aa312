"""Reference facts: training providers, schools and lead partners."""

from typing import Any

from marshmallow import ValidationError, post_load, validate

from shared.schemas import StrictBoolean, StrictString, Uuid
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import SPECIAL_URNS, LeadPartner, School
from trainees_service.schemas.registry_fields import NAME, UKPRN, URN, EventSchema

_SHORT = validate.Length(max=500)


def _not_special(urn: str) -> None:
    if urn in SPECIAL_URNS:
        raise ValidationError("This URN stands for no school.")


class ProviderPutSchema(EventSchema):
    """A training provider."""

    provider_id = Uuid(required=True)
    name = StrictString(required=True, validate=NAME)
    ukprn = StrictString(required=True, validate=UKPRN)
    code = StrictString(load_default=None, allow_none=True, validate=_SHORT)
    accredited = StrictBoolean(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Provider:
        """Return the register entry."""
        return Provider(**data)


class SchoolPutSchema(EventSchema):
    """A school in which trainees are placed or employed, or which leads their training."""

    urn = StrictString(required=True, validate=[URN, _not_special])
    name = StrictString(required=True, validate=NAME)
    town = StrictString(load_default=None, allow_none=True, validate=_SHORT)
    postcode = StrictString(load_default=None, allow_none=True, validate=_SHORT)
    lead_partner = StrictBoolean(load_default=False)
    open = StrictBoolean(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> SchoolEntry:
        """Return the register entry."""
        is_lead_partner, is_open = data.pop("lead_partner"), data.pop("open")
        return SchoolEntry(school=School(**data), lead_partner=is_lead_partner, open=is_open)


class LeadPartnerPutSchema(EventSchema):
    """An organisation that leads training."""

    lead_partner_id = Uuid(required=True)
    name = StrictString(required=True, validate=NAME)
    urn = StrictString(load_default=None, allow_none=True, validate=URN)
    ukprn = StrictString(load_default=None, allow_none=True, validate=UKPRN)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> LeadPartner:
        """Return the register entry."""
        return LeadPartner(**data)
