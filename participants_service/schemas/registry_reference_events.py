"""Events about cohorts, lead providers, delivery partners, schools and partnerships."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from participants_service.schemas.registry_fields import Email, EventSchema, Name, Urn, Year
from shared.schemas import IsoDate, Moment, StrictBoolean, StrictInteger, Uuid

FIRST_COHORT = 2020
LAST_COHORT = 2100


class CohortPutSchema(EventSchema):
    """A cohort, in the place of what was known of its year."""

    year = StrictInteger(required=True, validate=validate.Range(FIRST_COHORT, LAST_COHORT))
    started_on = IsoDate(required=True)
    finished_on = IsoDate(required=True)
    enabled = StrictBoolean(required=True)
    payments_frozen_at = Moment(load_default=None, allow_none=True)
    uplift_fees_enabled = StrictBoolean(required=True)
    mentor_funding_enabled = StrictBoolean(required=True)
    detailed_evidence_types_enabled = StrictBoolean(required=True)

    @validates_schema
    def check_dates(self, data: Mapping[str, Any], **kwargs: object) -> None:
        """Refuse a cohort that would end before it starts."""
        if data["finished_on"] < data["started_on"]:
            raise ValidationError("May not be before started_on.", "finished_on")


class LeadProviderPutSchema(EventSchema):
    """A lead provider, with the cohorts in which it is active."""

    lead_provider_id = Uuid(required=True)
    name = Name(required=True)
    cohorts = fields.List(Year(), required=True)


class PairingSchema(EventSchema):
    """A lead provider that a delivery partner works with in a cohort."""

    lead_provider_id = Uuid(required=True)
    cohort = Year(required=True)


class DeliveryPartnerPutSchema(EventSchema):
    """A delivery partner, with all its pairings."""

    delivery_partner_id = Uuid(required=True)
    name = Name(required=True)
    pairings = fields.List(fields.Nested(PairingSchema), required=True)


class SchoolPutSchema(EventSchema):
    """A school, in the place of what was known of it."""

    school_id = Uuid(required=True)
    urn = Urn(required=True)
    name = Name(required=True)
    eligible = StrictBoolean(required=True)
    induction_tutor_name = Name(load_default=None, allow_none=True)
    induction_tutor_email = Email(load_default=None, allow_none=True)
    primary_contact_email = Email(load_default=None, allow_none=True)
    secondary_contact_email = Email(load_default=None, allow_none=True)


class UpliftPutSchema(EventSchema):
    """Extra funding of a school in a cohort."""

    school_urn = Urn(required=True)
    cohort = Year(required=True)
    pupil_premium = StrictBoolean(required=True)
    sparsity = StrictBoolean(required=True)


class PartnershipPutSchema(EventSchema):
    """A partnership on the department's word."""

    partnership_id = Uuid(required=True)
    school_urn = Urn(required=True)
    lead_provider_id = Uuid(required=True)
    delivery_partner_id = Uuid(required=True)
    cohort = Year(required=True)


class PartnershipRolledOverSchema(EventSchema):
    """A partnership that a school takes over into a later cohort."""

    partnership_id = Uuid(required=True)
    school_urn = Urn(required=True)
    lead_provider_id = Uuid(required=True)
    from_cohort = Year(required=True)
    to_cohort = Year(required=True)
