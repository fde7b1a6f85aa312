"""The change feed as it is sent."""

from collections.abc import Mapping

from marshmallow import fields, validate

from participants_service.schemas.delivery_partners import DeliveryPartnerSchema
from participants_service.schemas.participants import ParticipantSchema, Year
from participants_service.schemas.partnerships import PartnershipSchema
from participants_service.schemas.schools import SchoolSchema
from participants_service.schemas.transfers import ParticipantTransfersSchema
from participants_service.schemas.unfunded_mentors import UnfundedMentorSchema
from shared.changes.schemas import ChangesMetaSchema, EntrySchema, JournalEndSchema
from shared.schemas import (
    OneOfResources,
    ProblemSchema,
    ResourceSchema,
    SecondsTimestamp,
    StrictString,
    Uuid,
)

# What entries may be about; a resource whose views are published needs no more than its line here
# and its join in the statement that reads the journal.
RECORDS: Mapping[str, type[ResourceSchema]] = {
    "participant": ParticipantSchema,
    "partnership": PartnershipSchema,
    "school": SchoolSchema,
    "delivery-partner": DeliveryPartnerSchema,
    "participant-transfer": ParticipantTransfersSchema,
    "unfunded-mentor": UnfundedMentorSchema,
}


class ChangeSchema(EntrySchema):
    """A change of what you see of a record."""

    sometimes = EntrySchema.sometimes | {"cohort"}

    resource = StrictString(validate=validate.OneOf(list(RECORDS)))
    id = Uuid(metadata={"description": "The record's id."})
    cohort = Year(
        metadata={"description": "Of schools only: the cohort in which the school has changed."}
    )
    merged_into = Uuid(
        metadata={"description": "With `merged` only: the id of the record that goes on."}
    )
    changed_at = SecondsTimestamp()
    record = OneOfResources(
        RECORDS,
        allow_none=True,
        metadata={
            "description": "The record as GET shows it now, so later changes may be in it "
            "already; null when it is gone."
        },
    )


class ChangesResponseSchema(ResourceSchema):
    """The next entries of your journal, oldest first."""

    example = {
        "data": [
            {
                "position": 16,
                "resource": "participant",
                "id": "e90b1f75-31d1-45c8-8a0e-2d7f4c5b6a01",
                "op": "merged",
                "merged_into": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4",
                "changed_at": "2025-11-03T16:20:00Z",
                "record": None,
            },
            {
                "position": 17,
                "resource": "school",
                "id": "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f",
                "cohort": "2025",
                "op": "upsert",
                "changed_at": "2025-11-04T13:22:45Z",
                "record": SchoolSchema.example,
            },
            {
                "position": 18,
                "resource": "participant",
                "id": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4",
                "op": "upsert",
                "changed_at": "2026-01-19T07:42:10Z",
                "record": ParticipantSchema.example,
            },
        ],
        "meta": {"position": 18, "has_more": False},
    }

    data = fields.List(fields.Nested(ChangeSchema))
    meta = fields.Nested(ChangesMetaSchema)


class ChangesGoneSchema(ResourceSchema):
    """The refusal of a position from which there is no going on."""

    errors = fields.List(fields.Nested(ProblemSchema), validate=validate.Length(min=1))
    meta = fields.Nested(JournalEndSchema)
