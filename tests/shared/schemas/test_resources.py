from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from shared.schemas import (
    Choice,
    IsoDate,
    MillisecondsTimestamp,
    ResourceSchema,
    StrictInteger,
    StrictString,
    Uuid,
    many,
    one,
)


class Colour(StrEnum):
    """An enumeration."""

    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Part of a thing."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is rendered."""

    id: UUID
    colour: Colour | None
    size: int
    made_on: date | None
    seen_at: datetime
    nickname: str | None
    tag: Tag | None
    tags: list[Tag]


class TagSchema(ResourceSchema):
    """Part of a thing."""

    name = StrictString()


class ThingSchema(ResourceSchema):
    """What is sent."""

    sometimes = frozenset(["nickname"])
    example = {"id": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4"}

    id = Uuid()
    colour = Choice(Colour, allow_none=True)
    how_large = StrictInteger(attribute="size")
    made_on = IsoDate(allow_none=True, data_key="made")
    seen_at = MillisecondsTimestamp()
    nickname = StrictString()
    tag = fields.Nested(TagSchema, allow_none=True)
    tags = fields.List(fields.Nested(TagSchema))


things = st.builds(
    Thing,
    id=st.uuids(),
    colour=st.none() | st.sampled_from(Colour),
    size=st.integers(),
    made_on=st.none() | st.dates(),
    seen_at=st.datetimes(timezones=st.just(UTC)),
    nickname=st.none() | st.text(),
    tag=st.none() | st.builds(Tag, name=st.text()),
    tags=st.lists(st.builds(Tag, name=st.text())),
)


@given(things)
def test_rendering_equals_marshmallows_own(thing: Thing) -> None:
    plain = Schema.dump(ThingSchema(), thing)
    if plain["nickname"] is None:
        del plain["nickname"]
    rendered = ThingSchema().dump(thing)
    assert rendered == plain
    assert list(rendered) == list(plain)


def make_thing(nickname: str | None = None) -> Thing:
    return Thing(
        id=UUID(int=1),
        colour=Colour.RED,
        size=3,
        made_on=None,
        seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        nickname=nickname,
        tag=None,
        tags=[Tag(name="a")],
    )


def test_a_dict_renders_like_an_object() -> None:
    thing = make_thing()
    as_dict = {name: getattr(thing, name) for name in Thing.__slots__}
    assert ThingSchema().dump(as_dict) == ThingSchema().dump(thing)


def test_a_member_that_comes_and_goes_is_left_out_without_a_value() -> None:
    assert "nickname" not in ThingSchema().dump(make_thing())
    assert ThingSchema().dump(make_thing(nickname="Bo"))["nickname"] == "Bo"


def test_an_object_without_a_member_is_a_bug() -> None:
    with pytest.raises(AttributeError):
        ThingSchema().dump(Tag(name="a"))
    with pytest.raises(KeyError):
        ThingSchema().dump({"id": UUID(int=1)})


def test_envelopes_render_one_and_many() -> None:
    thing = make_thing()
    rendered = ThingSchema().dump(thing)
    assert one(ThingSchema, name="ThingResponse")().dump({"data": thing}) == {"data": rendered}
    several = many(ThingSchema, name="ThingsResponse")()
    assert several.dump({"data": [thing, thing]}) == {"data": [rendered, rendered]}
    assert several.dump({"data": []}) == {"data": []}


def test_envelopes_carry_the_example() -> None:
    assert one(ThingSchema, name="A").example == {"data": ThingSchema.example}
    assert many(ThingSchema, name="B").example == {"data": [ThingSchema.example]}
    assert one(TagSchema, name="C").example is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="missing"),
        pytest.param({"name": "a", "more": 1}, id="unknown"),
        pytest.param({"name": None}, id="null"),
    ],
)
def test_a_body_with_other_members_is_no_such_resource(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TagSchema().load(body)
