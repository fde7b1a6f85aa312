"""Placements and degrees among the others of their trainee."""

from collections.abc import Iterator
from dataclasses import replace

from trainees_service.domain.degrees import Degree, in_graduation_order
from trainees_service.domain.placements import Placement
from trainees_service.domain.registrations import MAX_NESTED_RECORDS
from trainees_service.domain.trainees import Trainee


class UnknownPlacementError(Exception):
    """The trainee has no such placement."""


class UnknownDegreeError(Exception):
    """The trainee has no such degree."""


def find_placement(trainee: Trainee, placement_id: str) -> Placement:
    """Return a placement of the trainee, or raise UnknownPlacementError."""
    for placement in trainee.placements:
        if placement.placement_id == placement_id:
            return placement
    raise UnknownPlacementError


def find_degree(trainee: Trainee, degree_id: str) -> Degree:
    """Return a degree of the trainee, or raise UnknownDegreeError."""
    for degree in trainee.degrees:
        if degree.degree_id == degree_id:
            return degree
    raise UnknownDegreeError


def with_placement(trainee: Trainee, placement: Placement) -> Trainee:
    """Return the trainee with a placement in its place, or at the end if it is a new one."""
    stored = {other.placement_id: other for other in trainee.placements}
    if stored.get(placement.placement_id) == placement:
        return trainee
    stored[placement.placement_id] = placement
    return replace(trainee, placements=tuple(stored.values()))


def with_degree(trainee: Trainee, degree: Degree) -> Trainee:
    """Return the trainee with a degree that is new or takes the place of its former self."""
    others = without_degree(trainee, degree).degrees
    degrees = in_graduation_order([*others, degree])
    return trainee if degrees == trainee.degrees else replace(trainee, degrees=degrees)


def without_placement(trainee: Trainee, placement: Placement) -> Trainee:
    """Return the trainee without a placement."""
    others = [p for p in trainee.placements if p.placement_id != placement.placement_id]
    return replace(trainee, placements=tuple(others))


def without_degree(trainee: Trainee, degree: Degree) -> Trainee:
    """Return the trainee without a degree, even if it is the last one of a postgraduate."""
    others = [d for d in trainee.degrees if d.degree_id != degree.degree_id]
    return replace(trainee, degrees=tuple(others))


def next_degree_position(trainee: Trainee) -> int:
    """Return the place of another degree in the order of creation."""
    return max([degree.position for degree in trainee.degrees], default=0) + 1


def placement_room_problems(trainee: Trainee) -> Iterator[str]:
    """Say that a trainee has as many placements as a record can hold."""
    if len(trainee.placements) >= MAX_NESTED_RECORDS:
        yield f"Placements is too long (maximum is {MAX_NESTED_RECORDS} placements)"


def degree_room_problems(trainee: Trainee) -> Iterator[str]:
    """Say that a trainee has as many degrees as a record can hold."""
    if len(trainee.degrees) >= MAX_NESTED_RECORDS:
        yield f"Degrees is too long (maximum is {MAX_NESTED_RECORDS} degrees)"
