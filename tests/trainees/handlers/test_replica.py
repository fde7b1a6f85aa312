"""Lists and the change feed with a standby that is up to date, behind and dead."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import time_machine

from shared.database import Pool
from shared.database.replica import Reason
from tests.conftest import TRAINEES, Templates
from tests.replica_counts import ReplicaCounts
from tests.standby import Primary, Standby
from tests.trainees.api import TRAINEES_PATH, Answer, Api
from tests.trainees.changes import CHANGES_PATH, entries_of, read_changes
from tests.trainees.lists import register_many, somebody
from trainees_service.app import TraineesService, create_service
from trainees_service.settings import TraineesSettings, TrnAllocation

LIST = f"{TRAINEES_PATH}?academic_cycle=2026&per_page=2"
PAGES = (LIST, f"{LIST}&page=2", f"{CHANGES_PATH}?after=1&limit=1")


@pytest.fixture
async def trainees_url(primary_templates: Templates) -> AsyncIterator[str]:
    """A database of the server that has a standby."""
    async with primary_templates.clone(TRAINEES) as url:
        yield url


@pytest.fixture
async def service(
    travel: time_machine.Traveller, trainees_pool: Pool, trainees_url: str, standby: Standby
) -> AsyncIterator[TraineesService]:
    """The service with a replica, which no load of the machine makes too late."""
    settings = TraineesSettings(
        sandbox=True,
        trn_allocator=TrnAllocation.FEED,
        rate_limit="off",
        database_url=trainees_url,
        replica_url=standby.dsn(urlsplit(trainees_url).path.removeprefix("/")),
        replica_lag_seconds=30.0,
    )
    async with create_service(settings, trainees_pool) as opened:
        yield opened


@pytest.fixture
def counts(service: TraineesService) -> ReplicaCounts:
    return ReplicaCounts(service.apps.health.metrics)


async def settle(api: Api, counts: ReplicaCounts, primary: Primary, standby: Standby) -> None:
    await standby.catch_up(primary)
    await counts.until_served(lambda: api.call("GET", CHANGES_PATH))


async def tell(api: Api, *paths: str) -> list[tuple[int, bytes, str | None, str | None]]:
    """Return what pages say, with their tags and where they go on."""
    answers = [await api.call("GET", path) for path in paths]
    return [
        (answer.status, answer.raw, answer.headers.get("ETag"), answer.headers.get("Link"))
        for answer in answers
    ]


def names_of(answer: Answer) -> set[str]:
    return {one["first_names"] for one in answer.records}


async def test_pages_are_the_same_from_either_server(
    wexmoor: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await register_many(wexmoor, 4)
    await settle(wexmoor, counts, primary, standby)
    served = counts.served
    replicated = await tell(wexmoor, *PAGES)
    assert counts.served == served + len(PAGES)
    assert [status for status, *_ in replicated] == [200] * len(PAGES)
    standby.kill()
    assert await tell(wexmoor, *PAGES) == replicated
    assert counts.served == served + len(PAGES)
    standby.start()


async def test_whoever_registers_somebody_finds_them_at_once(
    wexmoor: Api, saltburn: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await register_many(wexmoor, 3)
    await register_many(saltburn, 1)
    await settle(wexmoor, counts, primary, standby)
    first = await wexmoor.call("GET", LIST)
    link = first.headers["Link"]
    tag = first.headers["ETag"]

    await standby.pause()
    made = await wexmoor.register(somebody(9))
    served, behind = counts.served, counts.passed_over(Reason.BEHIND)
    again = await wexmoor.call("GET", LIST, headers={"If-None-Match": tag})
    assert again.status == 200
    assert made in again.records
    entries = entries_of(await read_changes(wexmoor, "after=3"))
    assert [(entry.position, entry.trainee_id) for entry in entries] == [(4, made["trainee_id"])]
    # The walk that began on the replica comes to those who stood there when it did.
    rest = await wexmoor.call("GET", link.partition("<")[2].partition(">")[0])
    assert len(names_of(first) | names_of(rest)) == 3
    assert (counts.served, counts.passed_over(Reason.BEHIND)) == (served, behind + 3)
    assert len((await saltburn.call("GET", LIST)).records) == 1
    assert counts.served == served + 1

    await standby.resume()
    await settle(wexmoor, counts, primary, standby)
    served = counts.served
    replicated = await wexmoor.call("GET", LIST)
    assert (replicated.raw, replicated.headers["ETag"]) == (again.raw, again.headers["ETag"])
    assert counts.served == served + 1
    known = await wexmoor.call("GET", LIST, headers={"If-None-Match": again.headers["ETag"]})
    assert known.status == 304


async def test_a_position_that_is_not_there_yet_is_refused_by_either(
    wexmoor: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await register_many(wexmoor, 1)
    await settle(wexmoor, counts, primary, standby)
    served = counts.served
    refused = await read_changes(wexmoor, "after=31")
    assert counts.served == served + 1
    await standby.pause()
    await register_many(wexmoor, 1, itt_end_date="2027-07-10", last_name="Okafor")
    assert (await read_changes(wexmoor, "after=31")).status == refused.status
    await standby.resume()


async def test_a_clock_of_ones_own_is_answered_by_the_primary(
    wexmoor: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await register_many(wexmoor, 1)
    await settle(wexmoor, counts, primary, standby)
    served = counts.served
    assert len((await wexmoor.at("2026-12-01").call("GET", LIST)).records) == 1
    assert counts.served == served
