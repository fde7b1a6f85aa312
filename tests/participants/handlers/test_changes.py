"""The change feed: every resource, every kind of entry, every part that can be asked for."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from participants_service.schemas.changes import RECORDS
from shared.changes.pruning import prune_changes
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.changes import (
    EVERY_COHORT,
    LISTS,
    Entry,
    Key,
    entries_of,
    mirror_of_lists,
    read_changes,
)
from tests.participants.conftest import NOON, MakeApi
from tests.participants.derived import joins, leaves, looks_after
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.places import COASTAL, delivery_partner, school
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership

IMOGEN, IMA = known("Imogen Achterberg"), known("Ima Achterberg")
PARTNERSHIP = known(f"partnership {LARKFIELD} {FENBROOK.urn} 2025")
AT = "2025-10-15T09:00:00Z"


@pytest.fixture
async def imogen(registry: Registry) -> Registry:
    """Imogen trains with Larkfield at Fenbrook since September."""
    await registry.apply(partnership(), ect())
    return registry


async def told(api: Api, query: str = "") -> list[tuple[Key, str]]:
    """Return what entries are about and what they say of it."""
    return [(entry.key, entry.op) for entry in entries_of(await read_changes(api, query))]


async def head(api: Api) -> int:
    position: int = (await read_changes(api)).body["meta"]["position"]
    return position


async def news(api: Api, after: int) -> list[Entry]:
    """Return the entries after a position."""
    return entries_of(await read_changes(api, f"after={after}"))


def person(participant_id: object = IMOGEN) -> Key:
    return "participant", str(participant_id), None


def fenbrook(cohort: int = 2025) -> Key:
    return "school", str(FENBROOK.id), str(cohort)


async def test_an_empty_journal_has_nothing_to_tell(larkfield: Api) -> None:
    for query in ("", "after=0", "after=&limit=1000&filter[resource]="):
        answer = await read_changes(larkfield, query)
        assert answer.status == 200
        assert answer.raw == b'{"data":[],"meta":{"position":0,"has_more":false}}'
    assert (await read_changes(larkfield, "after=1")).status == 410


async def test_entries_are_sent_with_the_bytes_of_the_lists(
    imogen: Registry, larkfield: Api
) -> None:
    await imogen.apply(
        mentor(lead_provider_id=OTTERBURN),
        looks_after("Tobiah Wrenfield", "Imogen Achterberg", "2025-10-02"),
        partnership(school_urn=SALTMARSH.urn),
        ect("Ima Achterberg"),
        leaves("Ima Achterberg", "2025-10-05"),
        joins("Ima Achterberg", "2025-10-06"),
    )
    lists = await mirror_of_lists(larkfield)
    entries = entries_of(await read_changes(larkfield))
    assert {entry.key: entry.record for entry in entries} == lists
    assert {key[0] for key in lists} == set(RECORDS) == set(LISTS)
    assert {entry.op for entry in entries} == {"upsert"}


async def test_an_entry_byte_for_byte(imogen: Registry, larkfield: Api) -> None:
    lists = await mirror_of_lists(larkfield)
    answer = await read_changes(larkfield, "filter[resource]=participant")
    assert answer.raw == (
        b'{"data":[{"position":14,"resource":"participant","id":"%b","op":"upsert",'
        b'"changed_at":"2025-10-15T11:00:00Z","record":%b}],'
        b'"meta":{"position":16,"has_more":false}}'
    ) % (str(IMOGEN).encode(), lists[person()])
    answer = await read_changes(larkfield, "after=13&filter[resource]=school")
    assert answer.raw.startswith(
        b'{"data":[{"position":16,"resource":"school","id":"%b","cohort":"2025","op":"upsert",'
        % str(FENBROOK.id).encode()
    ), answer.raw


async def test_an_entry_has_the_record_as_it_is_now(
    imogen: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    position = await head(larkfield)
    travel.move_to(moment("2025-10-15T12:00:00"))
    await imogen.apply(
        event(
            "participant.details_changed",
            AT,
            participant_id=IMOGEN,
            role="ect",
            corrected_name='Imo Å. "Quill"',
        )
    )
    (entry,) = await news(larkfield, position)
    records = {one.record for one in await news(larkfield, 0) if one.key == person()}
    assert records == {entry.record}
    assert b'Imo \xc3\x85. \\"Quill\\"' in (entry.record or b"")
    dates = (await read_changes(larkfield, "filter[resource]=participant")).body["data"]
    assert [one["changed_at"] for one in dates] == [
        "2025-10-15T11:00:00Z",
        "2025-10-15T12:00:00Z",
    ]


async def test_a_school_changed_for_everybody_reaches_all(
    imogen: Registry, larkfield: Api, otterburn: Api
) -> None:
    """Larkfield has views of its own where somebody trains, which are told all the same."""
    both = (larkfield, otterburn)
    positions = [await head(api) for api in both]
    await imogen.apply(school(name="Fenbrook School"))
    for api, position in zip(both, positions, strict=True):
        entries = await news(api, position)
        assert {entry.key for entry in entries} == {fenbrook(year) for year in EVERY_COHORT}
        lists = await mirror_of_lists(api)
        assert all(entry.record == lists[entry.key] for entry in entries)
    assert b'"expression_of_interest":true' in (await mirror_of_lists(larkfield))[fenbrook()]


async def test_what_concerns_one_is_not_told_to_others(
    imogen: Registry, larkfield: Api, otterburn: Api
) -> None:
    position = await head(otterburn)
    tutor = {"induction_tutor_name": "Priya Oduya", "induction_tutor_email": "p@fen.example"}
    mine = await head(larkfield)
    await imogen.apply(school(**tutor), ect("Ima Achterberg"))
    assert await news(otterburn, position) == []
    assert {entry.key for entry in await news(larkfield, mine)} == {
        fenbrook(),
        person(IMA),
        ("partnership", str(PARTNERSHIP), None),
    }


async def test_a_delivery_partner_that_is_renamed(imogen: Registry, larkfield: Api) -> None:
    """Its name stands in partnerships too."""
    position = await head(larkfield)
    pairings = [(one, year) for one in (LARKFIELD, OTTERBURN) for year in COHORTS]
    await imogen.apply(delivery_partner(DELIVERY_PARTNER, "New Hub", pairings=pairings))
    assert {entry.key for entry in await news(larkfield, position)} == {
        ("delivery-partner", str(DELIVERY_PARTNER), None),
        ("partnership", str(PARTNERSHIP), None),
    }


async def test_access_that_ends(registry: Registry, larkfield: Api, otterburn: Api) -> None:
    await registry.apply(delivery_partner())
    position = await head(larkfield)
    await registry.apply(
        delivery_partner(pairings=[(OTTERBURN, year) for year in COHORTS]),
        school(school_id=SALTMARSH.id, urn=SALTMARSH.urn, name="Saltmarsh Primary", eligible=False),
    )
    entries = await news(larkfield, position)
    expected = {("delivery-partner", str(COASTAL), None)} | {
        ("school", str(SALTMARSH.id), str(year)) for year in EVERY_COHORT
    }
    assert {entry.key for entry in entries} == expected
    assert {(entry.op, entry.record) for entry in entries} == {("access_ended", None)}
    # What was told of it before has no record any more either.
    assert {e.record for e in await news(larkfield, 0) if e.key in expected} == {None}
    assert ("delivery-partner", str(COASTAL), None) in await mirror_of_lists(otterburn)


async def test_a_merge_names_the_survivor(imogen: Registry, larkfield: Api) -> None:
    await imogen.apply(mentor("Ima Achterberg"))
    position = await head(larkfield)
    await imogen.apply(
        event("participants.merged", AT, from_participant_id=IMA, into_participant_id=IMOGEN)
    )
    of_people = [entry for entry in await news(larkfield, position) if entry.key[0] != "school"]
    merges = [entry for entry in of_people if entry.op == "merged"]
    assert [(one.key, one.merged_into, one.record) for one in merges] == [
        (person(IMA), str(IMOGEN), None)
    ]
    assert (person(), "upsert") in [(one.key, one.op) for one in of_people]


async def test_who_was_registered_in_error_is_deleted(imogen: Registry, larkfield: Api) -> None:
    position = await head(larkfield)
    await imogen.apply(
        event(
            "participant.registered_in_error",
            AT,
            participant_id=IMOGEN,
            role="ect",
            school_urn=FENBROOK.urn,
        )
    )
    deleted = [entry for entry in await news(larkfield, position) if entry.op == "deleted"]
    assert [(one.key, one.record) for one in deleted] == [(person(), None)]
    assert {e.record for e in await news(larkfield, 0) if e.key == person()} == {None}


NEWCOMER = known("Marsh Lane Training")
MARSH_LANE = {"lead_provider_id": NEWCOMER, "name": "Marsh Lane Training"}


@pytest.mark.parametrize("together", [True, False])
async def test_a_lead_provider_that_is_new_is_told_of_schools_that_are_there(
    imogen: Registry, make_api: MakeApi, *, together: bool
) -> None:
    """Each is told once, also if it changes in the same transaction, and nobody is told again."""
    marsh_lane = await make_api(NEWCOMER)
    assert await head(marsh_lane) == 0
    events = [
        event("lead_provider.put", AT, **MARSH_LANE, cohorts=COHORTS),
        school(name="Fenbrook School"),
    ]
    if together:
        await imogen.apply(*events)
    else:
        for one in events:
            await imogen.apply(one)
    entries = await news(marsh_lane, 0)
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry.key: entry.record for entry in entries} == await mirror_of_lists(marsh_lane)
    told_of = [entry.key for entry in entries]
    assert len(entries) == 18
    assert {told_of.count(fenbrook(year)) for year in EVERY_COHORT} == {2}
    assert {told_of.count(("school", str(SALTMARSH.id), str(year))) for year in EVERY_COHORT} == {1}
    await imogen.apply(event("lead_provider.put", AT, **MARSH_LANE | {"cohorts": COHORTS[1:]}))
    assert await head(marsh_lane) == 18


async def test_midnight_is_in_the_first_answer_after_it(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    """Somebody starts, and one mentor takes the place of another."""
    await registry.apply(
        partnership(),
        ect(started_on="2025-10-16"),
        ect("Ima Achterberg"),
        mentor(lead_provider_id=OTTERBURN),
        looks_after("Tobiah Wrenfield", "Ima Achterberg", "2025-09-01"),
        mentor("Comes Later", lead_provider_id=OTTERBURN),
        looks_after("Comes Later", "Ima Achterberg", "2025-10-16"),
    )
    travel.move_to(moment("2025-10-15T22:59:59"))
    answer = await read_changes(larkfield)
    position, tag = answer.body["meta"]["position"], answer.headers["ETag"]
    of_otterburn = await head(otterburn)
    travel.move_to(moment("2025-10-15T23:00:00"))
    answer = await read_changes(larkfield, If_None_Match=tag)
    assert answer.status == 200
    late = [entry for entry in entries_of(answer) if entry.position > position]
    assert {entry.key: entry.op for entry in late} == {
        person(): "upsert",
        person(IMA): "upsert",
        ("partnership", str(PARTNERSHIP), None): "upsert",
        ("unfunded-mentor", str(known("Tobiah Wrenfield")), None): "access_ended",
        ("unfunded-mentor", str(known("Comes Later")), None): "upsert",
    }
    stamp = b'"updated_at":"2025-10-15T23:00:00Z"'
    assert all(stamp in entry.record for entry in late if entry.record is not None)
    shown = {entry.key: entry.record for entry in entries_of(answer) if entry.record is not None}
    assert shown == await mirror_of_lists(larkfield)
    tag = answer.headers["ETag"]
    assert (await read_changes(larkfield, If_None_Match=tag)).status == 304
    assert await news(otterburn, of_otterburn) == []


async def test_the_clock_of_a_sandbox_request_changes_nothing(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(partnership(), ect(started_on="2025-10-16"))
    answer = await read_changes(larkfield)
    shifted = await read_changes(larkfield.at("2026-03-01T12:00:00Z"))
    assert (shifted.status, shifted.raw) == (200, answer.raw)


async def test_each_lead_provider_has_positions_of_its_own(
    imogen: Registry, larkfield: Api, otterburn: Api
) -> None:
    assert (await head(larkfield), await head(otterburn)) == (16, 14)
    assert person() in [key for key, _ in await told(larkfield)]
    assert {key[0] for key, _ in await told(otterburn)} == {"school", "delivery-partner"}
    refused = await read_changes(otterburn, "after=16")
    assert (refused.status, refused.body["meta"]) == (410, {"position": 14})


@pytest.mark.parametrize(
    ("query", "expected", "has_more"),
    [
        pytest.param("", range(1, 17), False, id="from the beginning"),
        pytest.param("after=14", [15, 16], False, id="the rest"),
        pytest.param("after=16", [], False, id="at the head"),
        pytest.param("limit=15", range(1, 16), True, id="one is left"),
        pytest.param("limit=16", range(1, 17), False, id="exactly all"),
        pytest.param("after=7&limit=2", [8, 9], True, id="from the middle"),
        pytest.param("after=9&after=12", [13, 14, 15, 16], False, id="the last position"),
        pytest.param("limit=x&limit=1", [1], True, id="the last limit"),
        pytest.param("after&limit", range(1, 17), False, id="names alone"),
        pytest.param("filter[resource]=participant", [14], False, id="one resource"),
        pytest.param("filter[resource]=participant&limit=1", [14], False, id="and no more"),
        pytest.param(
            "filter[resource]=delivery-partner,participant&limit=1", [13], True, id="and there is"
        ),
        pytest.param(
            "filter[resource]=participant,%20partnership,,delivery-partner",
            [13, 14, 15],
            False,
            id="several",
        ),
        pytest.param(
            "filter[resource][]=participant&filter[resource][]=partnership",
            [14, 15],
            False,
            id="a list",
        ),
        pytest.param(
            "filter[resource]=school&after=9&limit=1", [10], True, id="a part of a resource"
        ),
        pytest.param("filter[resource]=%20,", range(1, 17), False, id="blank"),
        pytest.param("filter[resource][]=", range(1, 17), False, id="a blank list"),
        pytest.param("filter[other]=x&other=y", range(1, 17), False, id="others are passed over"),
    ],
)
async def test_parts(
    imogen: Registry, larkfield: Api, *, query: str, expected: Any, has_more: bool
) -> None:
    answer = await read_changes(larkfield, query)
    assert [entry.position for entry in entries_of(answer)] == list(expected)
    assert answer.body["meta"] == {"position": 16, "has_more": has_more}


POSITION = (
    400,
    "Bad request",
    "The '#/after' parameter value must be a position: a whole number from 0",
)
LIMIT = (
    400,
    "Bad request",
    "The '#/limit' parameter value must be a whole number from 1 to 1000",
)
RESOURCE = (
    400,
    "Bad request",
    (
        "The filter '#/resource' must be any of participant, partnership, school, "
        "delivery-partner, participant-transfer, unfunded-mentor"
    ),
)
FILTER = (400, "Bad parameter", "Filter must be a hash")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("after=-1", POSITION),
        ("after=1.0", POSITION),
        ("after=%207", POSITION),
        ("after=%FF", POSITION),
        ("after=%00", POSITION),
        ("after=x&limit=0&filter[resource]=x", POSITION),
        ("limit=0", LIMIT),
        ("limit=1001", LIMIT),
        ("limit=ten&filter[resource]=x", LIMIT),
        ("filter[resource]=trainee", RESOURCE),
        ("filter[resource]=participant,Partnership", RESOURCE),
        ("filter[resource]=%00", RESOURCE),
        ("filter[resource][]=participant&filter[resource][]=x", RESOURCE),
        ("filter[resource][x]=participant", RESOURCE),
        ("filter=participant", FILTER),
        ("filter", FILTER),
        ("filter[]=participant&after=x", FILTER),
    ],
)
async def test_parameters_that_say_nothing_are_refused(
    larkfield: Api, query: str, problem: tuple[int, str, str]
) -> None:
    assert (await read_changes(larkfield, query)).problem == problem


@pytest.mark.parametrize("after", ["17", f"{2**63 - 1}", f"{2**63}", "9" * 28, "9" * 4000])
@pytest.mark.parametrize("others", ["", "&filter[resource]=participant"])
async def test_a_position_that_is_not_there_yet_is_refused(
    imogen: Registry, larkfield: Api, after: str, others: str
) -> None:
    answer = await read_changes(larkfield, f"after={after}{others}")
    detail = (
        "There is no such position yet: the last one is 16. If you were given it, read all lists "
        "once, then ask for what has happened after 16."
    )
    assert answer.problem == (410, "Gone", detail)
    assert answer.body["meta"] == {"position": 16}


async def test_a_forgotten_past_is_said_to_be_gone(
    imogen: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    """Also to whoever asks for a resource of which nothing was forgotten."""
    travel.move_to(NOON + timedelta(days=90))
    assert (await read_changes(larkfield)).status == 200
    travel.move_to(NOON + timedelta(days=90, microseconds=1))
    detail = (
        "What has happened after position 0 is no longer kept: read all lists once, then ask for "
        "what has happened after 16."
    )
    for query in ("", "filter[resource]=partnership"):
        answer = await read_changes(larkfield, query)
        assert answer.problem == (410, "Gone", detail)
        assert answer.body["meta"] == {"position": 16}
    assert await news(larkfield, 16) == []


async def test_what_is_pruned_is_gone(
    imogen: Registry, larkfield: Api, service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    travel.move_to(NOON + timedelta(days=1))
    await imogen.apply(ect("Ima Achterberg"))
    async with service.pool.acquire() as conn:
        assert await prune_changes(conn, before=NOON + timedelta(hours=1)) == 16 + 14
    for after in (0, 15):
        assert (await read_changes(larkfield, f"after={after}")).status == 410
    assert {entry.key for entry in await news(larkfield, 16)} >= {person(IMA)}


async def test_an_answer_that_still_holds_is_not_sent_again(
    imogen: Registry, larkfield: Api, otterburn: Api
) -> None:
    query = "after=1&limit=5&filter[resource]=participant,partnership"
    answer = await read_changes(larkfield, query)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Authorization"
    tag = answer.headers["ETag"]
    for same in (
        query,
        "limit=05&after=1&filter[resource]=partnership,participant",
        "filter[resource][]=partnership&filter[resource][]=participant&after=1&limit=5",
    ):
        again = await read_changes(larkfield, same, If_None_Match=tag)
        assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", tag)
    for other in ("after=1&limit=5", query + ",school", query.replace("1", "2")):
        assert (await read_changes(larkfield, other, If_None_Match=tag)).status == 200
    assert (await read_changes(otterburn, query, If_None_Match=tag)).status == 200
    # A change of something else moves the end of the journal, which the answer tells.
    await imogen.apply(school(name="Fenbrook School"))
    assert (await read_changes(larkfield, query, If_None_Match=tag)).status == 200


async def test_a_token_is_asked_for(larkfield: Api) -> None:
    stranger = Api(larkfield.client, "nobody")
    for query in ("", "after=x", "filter=x"):
        answer = await read_changes(stranger, query)
        assert (answer.status, answer.body) == (401, {"error": "HTTP Token: Access denied"})
    assert (await stranger.call("GET", PARTICIPANTS_PATH)).status == 401
