"""What both services say of their change feeds; each adds its resources and its moments."""

from typing import Any

from marshmallow import Schema, validate

from shared.changes.queries import HIGHEST_LIMIT, USUAL_LIMIT
from shared.schemas import (
    Coded,
    CodeTable,
    ResourceSchema,
    StrictBoolean,
    StrictInteger,
    StrictString,
    WireField,
)
from shared.views import Op

_OPS = CodeTable(
    name="ChangeOp",
    labels={
        Op.UPSERT.value: "the record is new, or what you see of it has changed",
        Op.DELETED.value: "the record is no more",
        Op.MERGED.value: "the record was merged into another, and its id is retired",
        Op.ACCESS_ENDED.value: "you no longer see the record",
    },
    description="What has happened.",
)


class EntrySchema(ResourceSchema):
    """What every entry says; a service adds `resource`, `id`, `changed_at` and `record`."""

    sometimes = frozenset({"merged_into"})

    position = StrictInteger(
        validate=validate.Range(min=1),
        metadata={"description": "Counted up for you alone, without gaps."},
    )
    op = Coded(_OPS)
    # Annotated so that a service may say more of its ids.
    merged_into: WireField[Any] = StrictString(
        metadata={"description": "With `merged` only: the id of the record that goes on."}
    )


class JournalEndSchema(ResourceSchema):
    """Where your journal ends."""

    position = StrictInteger(
        validate=validate.Range(min=0), metadata={"description": "The last position there is."}
    )


class ChangesMetaSchema(JournalEndSchema):
    """Where your journal ended when the page was read, and whether the page goes up to there."""

    has_more = StrictBoolean(
        metadata={"description": "Whether there are entries after those of this page."}
    )


class ChangesQuerySchema(Schema):
    """Which part of your journal to read."""

    after = StrictInteger(
        load_default=0,
        validate=validate.Range(min=0),
        metadata={"description": "The position you have read up to; 0 is before the first entry."},
    )
    limit = StrictInteger(
        load_default=USUAL_LIMIT,
        validate=validate.Range(min=1, max=HIGHEST_LIMIT),
        metadata={"description": "How many entries at most."},
    )
