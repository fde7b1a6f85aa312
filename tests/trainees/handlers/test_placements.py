from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api, path_of
from tests.trainees.domain.payloads import make_data
from tests.trainees.moments import this_moment
from tests.trainees.registry import Registry, school_put
from tests.trainees.stored import journal_of, nothing_changes
from trainees_service.app import TraineesService

Record = dict[str, Any]

FENBROOK: Record = {
    "urn": "901001",
    "name": "Fenbrook Academy",
    "address": "URN 901001, Fenbrook, AA1 1AA",
    "postcode": "AA1 1AA",
}
HERON_LAKE: Record = {
    "urn": "901002",
    "name": "Heron Lake School",
    "address": "URN 901002",
    "postcode": None,
}
NURSERY: Record = {
    "urn": None,
    "name": "Les Tilleuls",
    "address": "AA9 9ZZ",
    "postcode": "AA9 9ZZ",
}


@pytest.fixture
async def trainee(wexmoor: Api, registry: Registry) -> Record:
    """A trainee without placements, who could be placed in two schools of the register."""
    await registry.apply(
        school_put("901001"),
        school_put("901002", name="Heron Lake School", town=None, postcode=None),
    )
    return await wexmoor.register(make_data())


async def add(api: Api, trainee: Record, **sent: object) -> Record:
    """Add a placement that must be accepted."""
    answer = await api.send("POST", sent, trainee["trainee_id"], "placements")
    assert answer.status == 201, answer
    return answer.data


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param({"urn": "901001"}, FENBROOK, id="a school"),
        pytest.param({"urn": "901001", "name": 5, "postcode": "x"}, FENBROOK, id="texts ignored"),
        pytest.param({"urn": "901002", "name": ""}, HERON_LAKE, id="a school nobody can find"),
        pytest.param({"name": "Les Tilleuls", "postcode": "AA9 9ZZ"}, NURSERY, id="in words"),
        pytest.param(
            {"urn": None, "name": "Zoë's 幼稚園", "postcode": ""},
            {"urn": None, "name": "Zoë's 幼稚園", "address": None, "postcode": None},
            id="only a name",
        ),
        pytest.param(
            {"urn": "999999", "name": "Hut", "postcode": "AA9 9ZZ"},
            {
                "urn": "999999",
                "name": "Hut",
                "address": "URN 999999, AA9 9ZZ",
                "postcode": "AA9 9ZZ",
            },
            id="a URN nobody knows",
        ),
        *(
            pytest.param(
                {"urn": urn},
                {"urn": urn, "name": name, "address": f"URN {urn}", "postcode": None},
                id=urn,
            )
            for urn, name in (
                ("900000", "Placement outside England and Wales"),
                ("900010", "Not applicable or not available"),
                ("900020", "Establishment does not have a URN"),
                ("900030", "Not available"),
            )
        ),
        pytest.param(
            {"urn": "900020", "name": "London School", "postcode": "AA9 9ZZ"},
            {
                "urn": "900020",
                "name": "London School",
                "address": "URN 900020, AA9 9ZZ",
                "postcode": "AA9 9ZZ",
            },
            id="a name for what has no URN",
        ),
    ],
)
async def test_a_placement_is_added_to_the_record(
    wexmoor: Api,
    service: TraineesService,
    travel: time_machine.Traveller,
    trainee: Record,
    *,
    sent: Record,
    shown: Record,
) -> None:
    travel.shift(timedelta(seconds=1))
    answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "placements")
    placement_id, now = answer.data["placement_id"], this_moment()
    expected = {"placement_id": placement_id, **shown, "created_at": now, "updated_at": now}
    assert (answer.status, answer.data) == (201, expected)
    path = path_of(trainee["trainee_id"], "placements", placement_id)
    assert answer.headers["Location"] == path
    assert (await wexmoor.call("GET", path)).data == expected
    after = trainee | {"placements": [expected], "updated_at": now}
    assert (await wexmoor.get(trainee["trainee_id"])).data == after
    assert await journal_of(service, trainee["trainee_id"]) == 2


async def test_placements_are_listed_in_the_order_of_their_creation(
    wexmoor: Api, trainee: Record
) -> None:
    trainee_id = trainee["trainee_id"]
    assert (await wexmoor.get(trainee_id, "placements")).records == []
    first, second, third = [
        await add(wexmoor, trainee, **sent)
        for sent in ({"urn": "901002"}, {"urn": "901001"}, {"urn": "901002"})
    ]
    assert (await wexmoor.get(trainee_id, "placements")).records == [first, second, third]
    assert (await wexmoor.remove(trainee_id, "placements", second["placement_id"])).status == 200
    fourth = await add(wexmoor, trainee, name="Hut")
    changed = await wexmoor.send(
        "PUT", {"name": "Barn"}, trainee_id, "placements", first["placement_id"]
    )
    expected = [changed.data, third, fourth]
    assert (await wexmoor.get(trainee_id, "placements")).records == expected
    assert (await wexmoor.get(trainee_id)).data["placements"] == expected


CHANGES: tuple[tuple[Record, Record, Record], ...] = (
    # Of a placement in words.
    ({"name": "Hut"}, {"urn": "901001", "name": "x", "postcode": "y"}, FENBROOK),
    ({"name": "Hut"}, {"name": "Barn"}, {"name": "Barn"}),
    ({"name": "Hut", "postcode": "AA9 9ZZ"}, {"name": "Barn"}, {"name": "Barn"}),
    (
        {"name": "Hut", "postcode": "AA9 9ZZ"},
        {"postcode": ""},
        {"postcode": None, "address": None},
    ),
    ({"urn": "999999", "name": "Hut"}, {"urn": ""}, {"urn": None, "address": None}),
    (
        {"name": "Hut"},
        {"urn": "888888"},
        {"urn": "888888", "address": "URN 888888"},
    ),
    # Of a placement in a school.
    ({"urn": "901001"}, {"urn": "901002"}, HERON_LAKE),
    ({"urn": "901001"}, {"name": "Annex"}, {"name": "Annex", "address": "URN 901001, AA1 1AA"}),
    (
        {"urn": "901001"},
        {"postcode": "AA9 9ZZ"},
        {"postcode": "AA9 9ZZ", "address": "URN 901001, AA9 9ZZ"},
    ),
    (
        {"urn": "901001"},
        {"urn": "999999"},
        {"urn": "999999", "address": "URN 999999, AA1 1AA"},
    ),
    (
        {"urn": "901001"},
        {"urn": "900010"},
        {
            "urn": "900010",
            "name": "Not applicable or not available",
            "address": "URN 900010",
            "postcode": None,
        },
    ),
)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_what_is_sent_is_laid_over_a_placement(
    wexmoor: Api,
    travel: time_machine.Traveller,
    trainee: Record,
    service: TraineesService,
    method: str,
) -> None:
    trainee_id = trainee["trainee_id"]
    for stored, sent, changes in CHANGES:
        before = await add(wexmoor, trainee, **stored)
        journalled = await journal_of(service, trainee_id)
        others = (await wexmoor.get(trainee_id, "placements")).records[:-1]
        travel.shift(timedelta(seconds=1))
        path = path_of(trainee_id, "placements", before["placement_id"])
        answer = await wexmoor.call(method, path, json={"data": sent})
        after = before | changes | {"updated_at": this_moment()}
        assert (answer.status, answer.data) == (200, after), sent
        assert (await wexmoor.call("GET", path)).data == after
        record = (await wexmoor.get(trainee_id)).data
        expected = {"placements": [*others, after], "updated_at": this_moment()}
        assert record == trainee | expected
        assert await journal_of(service, trainee_id) == journalled + 1
    assert await service.upkeep.check() == []


async def test_a_change_that_changes_nothing_writes_nothing(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller, trainee: Record
) -> None:
    trainee_id = trainee["trainee_id"]
    linked = await add(wexmoor, trainee, urn="901001")
    free = await add(wexmoor, trainee, urn="999999", name="Hut", postcode="AA9 9ZZ")
    special = await add(wexmoor, trainee, urn="900010")
    travel.shift(timedelta(seconds=1))
    for placement, sent in (
        (linked, {"urn": None, "name": None, "postcode": None}),
        (linked, {"urn": "901001", "name": "Annex"}),
        (linked, {"address": "x", "placement_id": "y"}),
        (free, {"name": "Hut"}),
        (special, {"urn": "900010", "name": ""}),
        *((each, each) for each in (linked, free, special)),
    ):
        async with nothing_changes(service):
            answer = await wexmoor.send(
                "PUT", sent, trainee_id, "placements", placement["placement_id"]
            )
            assert (answer.status, answer.data) == (200, placement), sent


async def test_a_removed_placement_is_gone_and_the_trainee_is_answered(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller, trainee: Record
) -> None:
    trainee_id = trainee["trainee_id"]
    first, second = await add(wexmoor, trainee, urn="901001"), await add(wexmoor, trainee, name="x")
    for removed, left in ((first, [second]), (second, [])):
        travel.shift(timedelta(seconds=1))
        answer = await wexmoor.remove(trainee_id, "placements", removed["placement_id"])
        after = trainee | {"placements": left, "updated_at": this_moment()}
        assert (answer.status, answer.data) == (200, after)
        async with nothing_changes(service):
            again = await wexmoor.remove(trainee_id, "placements", removed["placement_id"])
            assert again.faults == (404, "NotFound", ["Placement(s) not found"])
            assert (await wexmoor.get(trainee_id)).data == after


async def test_a_placement_shows_what_the_register_says_of_its_school(
    wexmoor: Api, registry: Registry, travel: time_machine.Traveller, trainee: Record
) -> None:
    placement = await add(wexmoor, trainee, urn="901001")
    left = await add(wexmoor, trainee, urn="901001")
    path = path_of(trainee["trainee_id"], "placements")
    left = (
        await wexmoor.call("PUT", f"{path}/{left['placement_id']}", json={"data": {"name": "Hut"}})
    ).data
    travel.shift(timedelta(seconds=1))
    await registry.apply(school_put("901001", name="Fenbrook High", town=None))
    renamed = placement | {"name": "Fenbrook High", "address": "URN 901001, AA1 1AA"}
    assert (await wexmoor.call("GET", path)).records == [renamed, left]
    assert (await wexmoor.call("GET", f"{path}/{placement['placement_id']}")).data == renamed
