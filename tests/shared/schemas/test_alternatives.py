from typing import Any

import pytest
from marshmallow import Schema, validate

from shared.schemas import OneOfResources, ResourceSchema, StrictInteger, StrictString


class HenSchema(ResourceSchema):
    type = StrictString(validate=validate.OneOf(["hen"]))
    eggs = StrictInteger()


class GoatSchema(ResourceSchema):
    type = StrictString(validate=validate.OneOf(["goat"]))


class YardSchema(Schema):
    animal = OneOfResources({"hen": HenSchema, "goat": GoatSchema}, allow_none=True)


@pytest.mark.parametrize("animal", [{"type": "hen", "eggs": 3}, {"type": "goat"}, None])
def test_one_of_the_resources_is_read_by_its_type(animal: Any) -> None:
    assert YardSchema().load({"animal": animal}) == {"animal": animal}


@pytest.mark.parametrize(
    "animal",
    [{"type": "cow"}, {"eggs": 3}, {}, [], "hen", 1, {"type": "goat", "eggs": 3}, {"type": "hen"}],
)
def test_anything_else_is_refused(animal: Any) -> None:
    assert YardSchema().validate({"animal": animal}).keys() == {"animal"}
