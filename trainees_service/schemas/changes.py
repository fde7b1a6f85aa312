"""The change feed as it is sent."""

from marshmallow import fields, validate

from shared.changes.schemas import ChangesMetaSchema, EntrySchema, JournalEndSchema
from shared.schemas import FaultSchema, MillisecondsTimestamp, ResourceSchema, StrictString
from trainees_service.schemas.examples import TRAINEE
from trainees_service.schemas.identifiers import Identifier
from trainees_service.schemas.trainees import TraineeSchema


class ChangeSchema(EntrySchema):
    """A change of what you see of a trainee."""

    resource = StrictString(validate=validate.OneOf(["trainee"]))
    id = Identifier()
    changed_at = MillisecondsTimestamp()
    record = fields.Nested(
        TraineeSchema,
        allow_none=True,
        metadata={
            "description": "The trainee as GET shows it now, so later changes may be in it "
            "already; null when it is gone."
        },
    )


class ChangesResponseSchema(ResourceSchema):
    """The next entries of your journal, oldest first."""

    example = {
        "data": [
            {
                "position": 17,
                "resource": "trainee",
                "id": "Hc8YpTq3ZrWm6KsVx2BnJd9L",
                "op": "deleted",
                "changed_at": "2026-09-10T08:29:55.803Z",
                "record": None,
            },
            {
                "position": 18,
                "resource": "trainee",
                "id": TRAINEE["trainee_id"],
                "op": "upsert",
                "changed_at": TRAINEE["updated_at"],
                "record": TRAINEE,
            },
        ],
        "meta": {"position": 18, "has_more": False},
    }

    data = fields.List(fields.Nested(ChangeSchema))
    meta = fields.Nested(ChangesMetaSchema)


class ChangesGoneSchema(ResourceSchema):
    """The refusal of a position from which there is no going on."""

    errors = fields.List(fields.Nested(FaultSchema), validate=validate.Length(min=1))
    meta = fields.Nested(JournalEndSchema)
