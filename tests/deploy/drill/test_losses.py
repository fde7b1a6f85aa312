"""The drill's clients notice what is lost, done twice, or told out of order."""

from collections.abc import AsyncIterator
from datetime import date

import aiohttp
import pytest

from deploy.drill.load.caller import Caller
from deploy.drill.load.deferring import Deferring
from deploy.drill.load.feeding import Feeding
from deploy.drill.load.following import Following
from deploy.drill.load.registering import Registering
from deploy.drill.load.timeline import Kind, Lane, Timeline
from deploy.drill.load.tokens import Tokens
from deploy.drill.waiting import DrillError
from tests.deploy.drill.forgetful import Forgetful, forgetful_server

TODAY = date(2026, 11, 26)
TOKENS = Tokens(participants="p", trainees="t", participants_feed="f")


@pytest.fixture
async def server() -> AsyncIterator[Forgetful]:
    async with forgetful_server() as running:
        yield running


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, Timeline(), Lane(Kind.READ, "tests"))


@pytest.fixture
def feeding(server: Forgetful) -> Feeding:
    return Feeding(lambda: [server.url], TOKENS, school_urn="1", lead_provider_id="2", today=TODAY)


async def test_a_registration_that_is_gone_is_lost(server: Forgetful, caller: Caller) -> None:
    registering = Registering(server.url, TOKENS, today=TODAY)
    for _ in range(3):
        await registering.write(caller)
    assert (registering.acknowledged, await registering.lost(caller)) == (3, 0)
    server.trainees.pop()
    assert await registering.lost(caller) == 1


async def test_a_registration_that_is_there_twice_counts_as_lost(
    server: Forgetful, caller: Caller
) -> None:
    registering = Registering(server.url, TOKENS, today=TODAY)
    await registering.write(caller)
    server.trainees.append(server.trainees[0])
    assert await registering.lost(caller) == 1


async def test_a_registration_whose_answer_was_lost_is_repeated(
    server: Forgetful, caller: Caller
) -> None:
    registering = Registering(server.url, TOKENS, today=TODAY)
    server.said_instead = [502]
    await registering.write(caller)
    assert (registering.acknowledged, await registering.lost(caller)) == (1, 0)
    assert len(server.trainees) == 1


async def test_an_event_that_is_not_known_any_more_is_lost(
    server: Forgetful, caller: Caller, feeding: Feeding
) -> None:
    await feeding.write(caller)
    assert (feeding.acknowledged, await feeding.lost(caller)) == (3, 0)
    server.events.pop()
    assert await feeding.lost(caller) == 1


async def test_an_event_whose_answer_was_lost_is_a_duplicate(
    server: Forgetful, caller: Caller, feeding: Feeding
) -> None:
    server.said_instead = [503]
    await feeding.write(caller)
    assert (feeding.acknowledged, await feeding.lost(caller)) == (3, 0)


async def test_somebody_who_is_not_deferred_any_more_is_lost(
    server: Forgetful, caller: Caller, feeding: Feeding
) -> None:
    deferring = Deferring(server.url, TOKENS, feeding)
    # Nobody has been reported yet.
    await deferring.write(caller)
    assert deferring.acknowledged == 0
    await feeding.write(caller)
    server.said_instead = [502]
    await deferring.write(caller)
    assert (deferring.acknowledged, await deferring.lost(caller)) == (1, 0)
    server.deferred.clear()
    assert await deferring.lost(caller) == 1


def entry(position: int, record: dict[str, str] | None) -> dict[str, object]:
    return {"position": position, "resource": "participant", "id": "a", "record": record}


async def test_a_copy_is_compared_with_the_list(server: Forgetful, caller: Caller) -> None:
    following = Following(f"{server.url}/api/v3", TOKENS, service="participants")
    url = f"{server.url}/api/v3/participants"
    server.deferred = {"a"}
    server.changes = [entry(1, None), entry(2, {"id": "a"})]
    assert await following.differences(caller, [url], "participant") == 0
    server.changes.append(entry(3, {"id": "a", "name": "another"}))
    assert await following.differences(caller, [url], "participant") == 1
    # What only one of the two has counts as well.
    server.deferred = {"a", "b"}
    server.changes.append(entry(4, {"id": "a"}))
    assert await following.differences(caller, [url], "participant") == 1
    server.deferred = {"b"}
    assert await following.differences(caller, [url], "participant") == 2


async def test_an_empty_list_proves_nothing(server: Forgetful, caller: Caller) -> None:
    following = Following(f"{server.url}/api/v3", TOKENS, service="participants")
    with pytest.raises(DrillError, match="empty"):
        await following.differences(caller, [f"{server.url}/api/v3/participants"], "participant")


async def test_an_event_that_is_rejected_ends_the_drill(
    server: Forgetful, caller: Caller, feeding: Feeding
) -> None:
    server.rejects = True
    with pytest.raises(DrillError, match="rejected"):
        await feeding.write(caller)


@pytest.mark.parametrize("position", [1, 3])
async def test_a_position_twice_or_left_out_ends_the_drill(
    server: Forgetful, caller: Caller, position: int
) -> None:
    following = Following(f"{server.url}/api/v3", TOKENS, service="participants")
    server.changes = [entry(1, {"id": "a"}), entry(position, {"id": "a"})]
    with pytest.raises(DrillError, match="went from position 1"):
        await following.catch_up(caller)
