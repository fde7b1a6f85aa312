"""What registry events may say; the feed is strict, because nobody reads its answers twice."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, post_load, validate

from shared.schemas import StrictBoolean, StrictString, Uuid
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import SPECIAL_URNS, LeadPartner, School

_NOT_BLANK = validate.Regexp(r".*\S", error="Must not be blank.")
_SHORT = validate.Length(max=500)
_URN = validate.Regexp(r"[0-9]{6}\Z", error="Not a URN of six digits.")
_UKPRN = validate.Regexp(r"[0-9]{8}\Z", error="Not a UKPRN of eight digits.")


def _not_special(urn: str) -> None:
    if urn in SPECIAL_URNS:
        raise ValidationError("This URN stands for no school.")


class EventDataSchema(Schema):
    """The `data` of an event."""

    class Meta(Schema.Meta):
        unknown = RAISE


class ProviderPutSchema(EventDataSchema):
    """A training provider."""

    provider_id = Uuid(required=True)
    name = StrictString(required=True, validate=[_NOT_BLANK, _SHORT])
    ukprn = StrictString(required=True, validate=_UKPRN)
    code = StrictString(load_default=None, allow_none=True, validate=_SHORT)
    accredited = StrictBoolean(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Provider:
        """Return the register entry."""
        return Provider(**data)


class SchoolPutSchema(EventDataSchema):
    """A school in which trainees are placed or employed, or which leads their training."""

    urn = StrictString(required=True, validate=[_URN, _not_special])
    name = StrictString(required=True, validate=[_NOT_BLANK, _SHORT])
    town = StrictString(load_default=None, allow_none=True, validate=_SHORT)
    postcode = StrictString(load_default=None, allow_none=True, validate=_SHORT)
    lead_partner = StrictBoolean(load_default=False)
    open = StrictBoolean(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> SchoolEntry:
        """Return the register entry."""
        is_lead_partner, is_open = data.pop("lead_partner"), data.pop("open")
        return SchoolEntry(school=School(**data), lead_partner=is_lead_partner, open=is_open)


class LeadPartnerPutSchema(EventDataSchema):
    """An organisation that leads training."""

    lead_partner_id = Uuid(required=True)
    name = StrictString(required=True, validate=[_NOT_BLANK, _SHORT])
    urn = StrictString(load_default=None, allow_none=True, validate=_URN)
    ukprn = StrictString(load_default=None, allow_none=True, validate=_UKPRN)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> LeadPartner:
        """Return the register entry."""
        return LeadPartner(**data)
