"""The feed's door: who may come in, what is read, and that nothing happens twice."""

import asyncio
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from participants_service.app import ParticipantsService
from shared.database import Pool
from shared.feed.handlers import EVENTS_AT_MOST
from shared.feed.load import LoadSummary, load_events
from shared.feed.rejected import RejectedEvents, rejected_path
from tests.participants.api import Api
from tests.participants.people import FENBROOK, known
from tests.participants.registry import EVENTS_PATH, Registry, ect, event, partnership

IMOGEN = known("Imogen Achterberg")


def registration(**data: Any) -> dict[str, Any]:
    """Make the registration of an ECT whose school names Larkfield."""
    members: dict[str, Any] = {"participant_id": IMOGEN, "trn": "4471902"}
    return ect(**members | data)


@pytest.fixture
async def registry(registry: Registry) -> Registry:
    """Let Larkfield and Fenbrook be partners, so that registrations can be seen."""
    await registry.apply(partnership())
    return registry


async def send(
    registry: Registry, body: bytes, *, content_type: str = "application/json", token: str = ""
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token or registry.token}", "Content-Type": content_type}
    async with registry.client.post(EVENTS_PATH, data=BytesIO(body), headers=headers) as response:
        return response.status, orjson.loads(await response.read())


async def test_nobody_comes_in_without_the_registrys_token(
    registry: Registry, larkfield: Api
) -> None:
    async with registry.client.post(EVENTS_PATH, json={"events": []}) as response:
        assert response.status == 401
        assert await response.json() == {"error": "HTTP Token: Access denied"}
    status, body = await send(registry, b'{"events":[]}', token=larkfield.token)
    assert (status, body) == (403, {"error": "Forbidden"})


async def test_the_registrys_token_is_not_for_the_api(registry: Registry, larkfield: Api) -> None:
    answer = await Api(larkfield.client, registry.token).call("GET", "/api/v3/participants")
    assert (answer.status, answer.body) == (403, {"error": "Forbidden"})


async def test_the_public_listener_does_not_know_the_path(
    registry: Registry, larkfield: Api
) -> None:
    answer = await Api(larkfield.client, registry.token).call("POST", EVENTS_PATH, json={})
    assert (answer.status, answer.body) == (404, {"error": "Resource not found"})


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        pytest.param(b"", "application/json", 400, id="nothing"),
        pytest.param(b'{"events":', "application/json", 400, id="half"),
        pytest.param(b"[]", "application/json", 400, id="no object"),
        pytest.param(b"{}", "application/json", 400, id="no events"),
        pytest.param(b'{"events":{}}', "application/json", 400, id="events no list"),
        pytest.param(b'{"events":[],"more":1}', "application/json", 400, id="something else"),
        pytest.param(b'{"events":[]}', "text/plain", 400, id="not declared"),
        pytest.param(
            b'{"events":[' + b"0," * EVENTS_AT_MOST + b"0]}", "application/json", 413, id="too many"
        ),
        pytest.param(b" " * 10_500_000, "application/json", 413, id="too long"),
        pytest.param(
            b"0\n" * (EVENTS_AT_MOST + 1), "application/x-ndjson", 413, id="too many lines"
        ),
    ],
)
async def test_bodies_that_cannot_be_taken(
    registry: Registry, body: bytes, content_type: str, status: int
) -> None:
    answered, answer = await send(registry, body, content_type=content_type)
    assert answered == status
    assert "error" in answer or "errors" in answer


@pytest.mark.parametrize(
    ("item", "faults"),
    [
        pytest.param(1, [("invalid_member", "")], id="a number"),
        pytest.param(
            {},
            [
                ("missing_member", "/event_id"),
                ("missing_member", "/type"),
                ("missing_member", "/occurred_at"),
                ("missing_member", "/data"),
            ],
            id="nothing inside",
        ),
        pytest.param(
            {"event_id": "7", "type": 5, "occurred_at": "2025-06-02", "data": [], "x": 1},
            [
                ("unknown_member", "/x"),
                ("invalid_member", "/occurred_at"),
                ("invalid_member", "/event_id"),
                ("invalid_member", "/type"),
                ("invalid_member", "/data"),
            ],
            id="everything wrong",
        ),
    ],
)
async def test_an_item_without_usable_id_is_one_rejection(
    registry: Registry, item: object, faults: list[tuple[str, str]]
) -> None:
    status, body = await send(registry, orjson.dumps({"events": [item, registration()]}))
    assert status == 200
    unreadable, applied = body["results"]
    assert unreadable["event_id"] is None
    assert unreadable["status"] == "rejected"
    found = [(error["code"], error["pointer"]) for error in unreadable["errors"]]
    assert sorted(found) == sorted(faults)
    assert applied["status"] == "applied"
    assert "errors" not in applied


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"type": "ect.promoted"}, [("unknown_type", "/type")]),
        ({"occurred_at": "2999-01-01T00:00:00Z"}, [("occurred_in_future", "/occurred_at")]),
        ({"occurred_at": "2025-13-01T00:00:00Z"}, [("invalid_member", "/occurred_at")]),
        (
            {"type": "ect.promoted", "occurred_at": "2025-06-02T09:00:00"},
            [("invalid_member", "/occurred_at"), ("unknown_type", "/type")],
        ),
        (
            {"data": {"participant_id": "x", "shoe_size": 41}, "extra": None},
            [
                ("unknown_member", "/extra"),
                ("invalid_member", "/data/participant_id"),
                ("unknown_member", "/data/shoe_size"),
            ],
        ),
    ],
)
async def test_faults_of_shape_come_together(
    registry: Registry, changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    sent = registration() | changes
    (result,) = await registry.feed(sent)
    assert result["event_id"] == sent["event_id"]
    found = [(error["code"], error["pointer"]) for error in result["errors"]]
    assert [fault for fault in faults if fault not in found] == []


async def test_a_file_of_lines_is_taken_as_well(registry: Registry, larkfield: Api) -> None:
    lines = b"\n".join([orjson.dumps(registration()), b"", b"not json", b'{"event_id": "?"}'])
    status, body = await send(registry, lines, content_type="application/x-ndjson")
    assert status == 200
    assert [result["status"] for result in body["results"]] == ["applied", "rejected", "rejected"]
    assert await larkfield.sees(IMOGEN)


async def test_an_event_is_applied_once(registry: Registry, larkfield: Api) -> None:
    sent = registration()
    first, again, other = await registry.feed(
        sent, sent, registration(participant_id=known("somebody else"), trn=None)
    )
    assert first["status"] == "applied"
    assert again == {"event_id": sent["event_id"], "status": "duplicate"}
    assert other["status"] == "applied"
    before = await larkfield.one(IMOGEN)
    (later,) = await registry.feed(sent)
    assert later["status"] == "duplicate"
    assert await larkfield.one(IMOGEN) == before


async def test_the_same_content_may_be_written_differently(registry: Registry) -> None:
    sent = registration()
    await registry.apply(sent)
    other_order = dict(reversed(sent.items()))
    other_order["data"] = dict(reversed(sent["data"].items()))
    other_order["occurred_at"] = sent["occurred_at"].replace("Z", "+00:00")
    (result,) = await registry.feed(other_order)
    assert result["status"] == "duplicate"


async def test_an_id_with_other_content_is_refused(registry: Registry, larkfield: Api) -> None:
    sent = registration()
    await registry.apply(sent)
    other = sent | {"data": sent["data"] | {"last_name": "Other"}}
    (result,) = await registry.feed(other)
    assert [(e["code"], e["pointer"]) for e in result["errors"]] == [
        ("event_id_reused", "/event_id")
    ]
    assert (await larkfield.one(IMOGEN))["full_name"] == "Imogen Achterberg"


async def test_a_rejected_event_may_be_sent_again_mended(
    registry: Registry, larkfield: Api
) -> None:
    broken = registration(school_urn="999999")
    (result,) = await registry.feed(broken)
    assert [(e["code"], e["pointer"]) for e in result["errors"]] == [
        ("unknown_reference", "/data/school_urn")
    ]
    mended = broken | {"data": broken["data"] | {"school_urn": FENBROOK.urn}}
    await registry.apply(mended)
    assert await larkfield.sees(IMOGEN)


async def test_an_id_comes_twice_and_only_the_second_is_right(
    registry: Registry, larkfield: Api, participants_pool: Pool
) -> None:
    broken = registration(school_urn="999999")
    mended = broken | {"data": broken["data"] | {"school_urn": FENBROOK.urn}}
    first, second = await registry.feed(broken, mended)
    assert (first["status"], second["status"]) == ("rejected", "applied")
    kept = await participants_pool.fetchval(
        "SELECT data ->> 'school_urn' FROM feed_events WHERE event_id = $1",
        UUID(mended["event_id"]),
    )
    assert kept == FENBROOK.urn


async def test_a_rejection_does_not_stop_what_comes_after(
    registry: Registry, larkfield: Api
) -> None:
    results = await registry.feed(
        registration(school_urn="999999", participant_id=known("nobody"), trn=None),
        registration(),
        event("induction.removed", induction_id=uuid4()),
        event(
            "participant.details_changed",
            participant_id=IMOGEN,
            role="ect",
            corrected_name="Imogen A. Achterberg",
        ),
    )
    assert [r["status"] for r in results] == ["rejected", "applied", "rejected", "applied"]
    assert (await larkfield.one(IMOGEN))["full_name"] == "Imogen A. Achterberg"


async def test_every_applied_event_is_kept(registry: Registry, participants_pool: Pool) -> None:
    sent = registration()
    await registry.feed(registration(school_urn="999999"), sent)
    rows = await participants_pool.fetch(
        "SELECT type, occurred_at, applied_at, data::text FROM feed_events"
        " WHERE type = 'ect.registered'"
    )
    (row,) = rows
    assert orjson.loads(row["data"]) == sent["data"]
    assert row["occurred_at"].isoformat() == "2025-07-02T09:15:44+00:00"
    assert row["applied_at"] > row["occurred_at"]


async def test_sent_by_many_at_once_an_event_is_applied_once(
    registry: Registry, participants_pool: Pool
) -> None:
    events = [
        registration(participant_id=known(f"person {n}"), trn=f"{1_000_000 + n}") for n in range(20)
    ]
    answers = await asyncio.gather(*(registry.feed(*events) for _ in range(6)))
    for results in zip(*answers, strict=True):
        statuses = sorted(result["status"] for result in results)
        assert statuses == ["applied", *["duplicate"] * 5]
    assert await participants_pool.fetchval("SELECT count(*) FROM teachers") == 20


async def test_two_who_want_the_same_number_at_once(
    registry: Registry, participants_pool: Pool
) -> None:
    """One chunk of each pair meets the other's number only in the database."""

    def wave(name: str) -> list[dict[str, Any]]:
        return [
            registration(participant_id=known(f"{name} {n}"), trn=f"{2_000_000 + n}")
            for n in range(30)
        ]

    answers = await asyncio.gather(*(registry.feed(*wave(name)) for name in ("a", "b", "c")))
    for results in zip(*answers, strict=True):
        assert sorted(result["status"] for result in results) == ["applied", "rejected", "rejected"]
        for result in results:
            if result["status"] == "rejected":
                assert [e["code"] for e in result["errors"]] == ["trn_taken"]
    assert await participants_pool.fetchval("SELECT count(DISTINCT trn) FROM teachers") == 30


async def test_the_sandbox_clock_means_nothing_to_the_feed(registry: Registry) -> None:
    ahead = registration()
    ahead["occurred_at"] = "2031-01-01T00:00:00Z"
    headers = {
        "Authorization": f"Bearer {registry.token}",
        "X-With-Server-Date": "2032-01-01T00:00:00Z",
    }
    async with registry.client.post(
        EVENTS_PATH, json={"events": [ahead]}, headers=headers
    ) as response:
        (result,) = (await response.json())["results"]
    assert [e["code"] for e in result["errors"]] == ["occurred_in_future"]


async def test_a_file_can_be_loaded_again(
    registry: Registry, service: ParticipantsService, tmp_path: Path
) -> None:
    path = tmp_path / "facts.ndjson"
    target = tmp_path / "facts.rejected.ndjson"
    assert rejected_path(path) == target
    steps: list[tuple[int, int]] = []

    async def load() -> LoadSummary:
        rejected = RejectedEvents(target)
        with path.open("rb", buffering=0) as source:
            return await load_events(
                service.feed, source, rejected, lambda *step: steps.append(step)
            )

    good = [registration(participant_id=known(f"p{n}"), trn=f"{3_000_000 + n}") for n in range(30)]
    bad = registration(school_urn="999999", participant_id=known("lost"), trn=None)
    path.write_bytes(b"\n".join(map(orjson.dumps, [*good[:20], bad])) + b"\nnonsense\n")
    first = await load()
    assert (first.applied, first.duplicate, first.rejected) == (20, 0, 2)
    refused = [orjson.loads(line) for line in target.read_bytes().splitlines()]
    assert [item["event"] for item in refused] == [bad, "nonsense"]
    assert refused[0]["errors"][0]["code"] == "unknown_reference"

    path.write_bytes(b"\n".join(map(orjson.dumps, good)))
    steps.clear()
    again = await load()
    assert (again.applied, again.duplicate, again.rejected) == (10, 20, 0)
    assert not target.exists()
    assert sum(size for _, size in steps) == path.stat().st_size
