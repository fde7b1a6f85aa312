"""Somebody's transfers as they are sent."""

from marshmallow import fields, validate

from participants_service.domain.transfers import TransferStatus, TransferType
from shared.schemas import (
    Choice,
    IsoDate,
    ResourceSchema,
    SecondsTimestamp,
    StrictString,
    Uuid,
    many,
    one,
)


class TransferEndSchema(ResourceSchema):
    """A school that somebody leaves or joins."""

    school_urn = StrictString(metadata={"description": "The school's unique reference number."})
    provider = StrictString(
        allow_none=True,
        metadata={
            "description": "The lead provider who trains there; none if the school does, or as "
            "long as there is no partnership."
        },
    )
    date = IsoDate(
        attribute="on", metadata={"description": "The last or the first day of training there."}
    )


class TransferSchema(ResourceSchema):
    """A departure from a school, with the next school if one is known."""

    training_record_id = Uuid(
        metadata={"description": "Of the role in which the participant leaves."}
    )
    transfer_type = Choice(
        TransferType,
        metadata={
            "description": "`unknown` as long as there is no training at a next school; "
            "`new_provider` unless both schools have the same lead provider."
        },
    )
    status = Choice(
        TransferStatus,
        metadata={"description": "`complete` from the day on which the later of both dates comes."},
    )
    created_at = SecondsTimestamp(
        metadata={"description": "When the training that ends was recorded."}
    )
    leaving = fields.Nested(TransferEndSchema)
    joining = fields.Nested(TransferEndSchema, allow_none=True)


class ParticipantTransfersAttributesSchema(ResourceSchema):
    """All moves of a participant in which you train at the old school or at the new one."""

    updated_at = SecondsTimestamp(
        metadata={"description": "When what you see of these transfers last changed."},
    )
    transfers = fields.List(fields.Nested(TransferSchema), validate=validate.Length(min=1))


class ParticipantTransfersSchema(ResourceSchema):
    """A participant's transfers."""

    example = {
        "id": "0f6b4c1d-93a2-4b51-8a0e-1f1b1f4f6a77",
        "type": "participant-transfer",
        "attributes": {
            "updated_at": "2026-02-11T10:02:31Z",
            "transfers": [
                {
                    "training_record_id": "a4a6e4d0-8d1b-4b52-9f64-93d1c1d2c0aa",
                    "transfer_type": "new_provider",
                    "status": "incomplete",
                    "created_at": "2025-09-01T08:00:12Z",
                    "leaving": {
                        "school_urn": "900417",
                        "provider": "Larkfield Teaching Institute",
                        "date": "2026-04-02",
                    },
                    "joining": {"school_urn": "900533", "provider": None, "date": "2026-04-20"},
                }
            ],
        },
    }

    id = Uuid(metadata={"description": "The participant's id."})
    type = StrictString(validate=validate.OneOf(["participant-transfer"]))
    attributes = fields.Nested(ParticipantTransfersAttributesSchema)


ParticipantTransfersResponse = one(ParticipantTransfersSchema, name="ParticipantTransfersResponse")
ParticipantTransfersListResponse = many(
    ParticipantTransfersSchema, name="ParticipantTransfersListResponse"
)
