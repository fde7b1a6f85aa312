from dataclasses import replace

import pytest

from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import DegreeId, PlacementId, new_identifier
from trainees_service.domain.nested_records import (
    UnknownDegreeError,
    UnknownPlacementError,
    degree_room_problems,
    find_degree,
    find_placement,
    next_degree_position,
    placement_room_problems,
    with_degree,
    with_placement,
    without_degree,
    without_placement,
)
from trainees_service.domain.placements import Placement, PlacementDraft
from trainees_service.domain.trainees import Trainee

from .payloads import make_degree
from .records import LATER, NOW, make_trainee


def new_placement(name: str) -> Placement:
    draft = PlacementDraft.read({"name": name})
    return draft.placement(PlacementId(new_identifier()), schools={}, at=NOW)


def new_degree(trainee: Trainee, **members: object) -> Degree:
    return DegreeDraft.read(make_degree(**members)).degree(
        DegreeId(new_identifier()), position=next_degree_position(trainee), at=NOW
    )


def names(trainee: Trainee) -> list[str | None]:
    return [placement.name for placement in trainee.placements]


def years(trainee: Trainee) -> list[tuple[int, int]]:
    return [(degree.graduation_year, degree.position) for degree in trainee.degrees]


def test_placements_stand_in_the_order_of_their_creation() -> None:
    trainee = make_trainee()
    for name in ("One", "Two", "Two"):
        trainee = with_placement(trainee, new_placement(name))
    assert names(trainee) == ["One", "Two", "Two"]
    first, second, _ = trainee.placements
    changed = replace(first, own_name="Uno", updated_at=LATER)
    trainee = with_placement(trainee, changed)
    assert names(trainee) == ["Uno", "Two", "Two"]
    assert find_placement(trainee, first.placement_id) == changed
    trainee = without_placement(trainee, second)
    assert names(trainee) == ["Uno", "Two"]


def test_degrees_stand_in_the_order_of_graduation_then_of_creation() -> None:
    trainee = make_trainee()
    for year in (2019, 2022, 2019):
        trainee = with_degree(trainee, new_degree(trainee, graduation_year=year))
    assert years(trainee) == [(2019, 2), (2019, 4), (2021, 1), (2022, 3)]
    first = find_degree(trainee, trainee.degrees[2].degree_id)
    moved = with_degree(trainee, replace(first, graduation_year=2019, updated_at=LATER))
    assert years(moved) == [(2019, 1), (2019, 2), (2019, 4), (2022, 3)]


def test_the_last_degree_of_a_postgraduate_can_be_removed() -> None:
    trainee = make_trainee()
    (degree,) = trainee.degrees
    trainee = without_degree(trainee, degree)
    assert trainee.degrees == ()
    assert next_degree_position(trainee) == 1


def test_a_record_that_is_there_as_it_is_changes_nothing() -> None:
    trainee = with_placement(make_trainee(), new_placement("One"))
    assert with_placement(trainee, trainee.placements[0]) is trainee
    assert with_degree(trainee, trainee.degrees[0]) is trainee


def test_a_record_that_is_not_there_is_not_found() -> None:
    trainee = with_placement(make_trainee(), new_placement("One"))
    with pytest.raises(UnknownPlacementError):
        find_placement(trainee, trainee.degrees[0].degree_id)
    with pytest.raises(UnknownDegreeError):
        find_degree(trainee, trainee.placements[0].placement_id.lower())


def test_a_record_has_room_for_a_hundred_of_each() -> None:
    trainee = make_trainee(degrees_attributes=[make_degree()] * 99)
    for _ in range(99):
        trainee = with_placement(trainee, new_placement("One"))
    assert [*placement_room_problems(trainee), *degree_room_problems(trainee)] == []
    trainee = with_placement(trainee, new_placement("One"))
    trainee = with_degree(trainee, new_degree(trainee))
    assert list(placement_room_problems(trainee)) == [
        "Placements is too long (maximum is 100 placements)"
    ]
    assert list(degree_room_problems(trainee)) == ["Degrees is too long (maximum is 100 degrees)"]
