"""What lead providers may say of partnerships: only the rules refuse values, in their own words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, post_load, pre_load

from participants_service.domain.actions.circumstances import UNRECOGNISED, Unrecognised
from participants_service.domain.partnership_proposals import Proposal, Replacement
from participants_service.schemas.participant_actions import WishedCohort
from participants_service.schemas.request_bodies import request_body
from shared.schemas import WireField, read_uuid


class WishedId(WireField[UUID | Unrecognised]):
    """An id, however it is written; whose it is, the rules know."""

    openapi = {
        "type": "string",
        "format": "uuid",
        "examples": ["91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913"],
    }

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> UUID | Unrecognised:
        try:
            return read_uuid(value) if isinstance(value, str) else UNRECOGNISED
        except ValueError:
            return UNRECOGNISED


class ReplacementAttributesSchema(Schema):
    """Which delivery partner a partnership gets."""

    delivery_partner_id = WishedId(
        required=True,
        metadata={"description": "A delivery partner that is paired with you in the cohort."},
    )

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def leave_out_blanks(self, given: Mapping[str, object], **_: object) -> dict[str, object]:
        """Take what is blank for not said."""
        return {name: value for name, value in given.items() if not _is_blank(value)}

    @post_load
    def make(self, given: dict[str, Any], **_: object) -> Proposal | Replacement:
        """Put together what is asked for."""
        return Replacement(delivery_partner_id=given.get("delivery_partner_id"))


class ProposalAttributesSchema(ReplacementAttributesSchema):
    """With which school and delivery partner a partnership is made, and for which cohort."""

    cohort = WishedCohort(
        required=True, metadata={"description": "A cohort that has begun and is not closed."}
    )
    school_id = WishedId(required=True, metadata={"description": "A school that is eligible."})

    @post_load
    def make(self, given: dict[str, Any], **_: object) -> Proposal | Replacement:
        """Put together what is asked for."""
        return Proposal(
            cohort=given.get("cohort"),
            school_id=given.get("school_id"),
            delivery_partner_id=given.get("delivery_partner_id"),
        )


def _is_blank(value: object) -> bool:
    return value is False or (isinstance(value, str) and not value.strip())


PartnershipRequest = request_body(
    "PartnershipRequest",
    "partnership",
    ProposalAttributesSchema,
    cohort="2025",
    school_id="0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f",
    delivery_partner_id="91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913",
)
ReplacementRequest = request_body(
    "ReplacementRequest",
    "partnership",
    ReplacementAttributesSchema,
    delivery_partner_id="91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913",
)
