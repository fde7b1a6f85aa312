"""A trainee's placements and degrees one by one, as they stand in the trainee's own view."""

from enum import Enum
from typing import Any

import orjson

from trainees_service.domain.degrees import Degree
from trainees_service.domain.placements import Placement
from trainees_service.schemas.degrees import DegreeSchema
from trainees_service.schemas.placements import PlacementSchema

_PLACEMENT = PlacementSchema()
_DEGREE = DegreeSchema()


class Nested(Enum):
    """A list inside a trainee's view: its member, and the member that names a record of it."""

    PLACEMENTS = ("placements", "placement_id")
    DEGREES = ("degrees", "degree_id")


def render_placement(placement: Placement) -> bytes:
    """Return a placement as the trainee's view has it."""
    return orjson.dumps(_PLACEMENT.dump(placement))


def render_degree(degree: Degree) -> bytes:
    """Return a degree as the trainee's view has it."""
    return orjson.dumps(_DEGREE.dump(degree))


def nested_list(body: bytes, nested: Nested) -> bytes:
    """Return a list inside a stored view."""
    return orjson.dumps(_records(body, nested))


def nested_record(body: bytes, nested: Nested, record_id: str) -> bytes | None:
    """Return one record of a list inside a stored view; None if it has no such record."""
    _, id_member = nested.value
    for record in _records(body, nested):
        if record[id_member] == record_id:
            return orjson.dumps(record)
    return None


def _records(body: bytes, nested: Nested) -> list[dict[str, Any]]:
    member, _ = nested.value
    records: list[dict[str, Any]] = orjson.loads(body)[member]
    return records
