"""Lists and the change feed with a standby that is up to date, behind, dead, and back again."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import time_machine

from participants_service.app import ParticipantsService, create_service
from participants_service.settings import ParticipantsSettings
from shared.database import Pool
from shared.database.replica import Reason
from tests.conftest import PARTICIPANTS, Templates
from tests.participants.api import PARTICIPANTS_PATH, Answer, Api
from tests.participants.changes import CHANGES_PATH, LISTS, entries_of, read_changes
from tests.participants.conftest import serving
from tests.participants.handlers.test_actions import act
from tests.participants.lists import following, ids_of, is_known, tag_of, walked
from tests.participants.people import LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.registry import Registry, ect, mentor, partnership
from tests.replica_counts import ReplicaCounts
from tests.standby import Primary, Standby

IMOGEN = known("Imogen Achterberg")
PAGES = [
    *(
        f"{path}?filter[cohort]=2025"
        for path in LISTS.values()
        if path != LISTS["delivery-partner"]
    ),
    LISTS["delivery-partner"],
    f"{PARTICIPANTS_PATH}?page[per_page]=1&sort=-updated_at",
    f"{CHANGES_PATH}?after=0&limit=2",
]
# What is of the answer and not of the moment.
_HEADERS = ("ETag", "Link", "Cache-Control", "Vary", "Content-Type", "Content-Length")


@pytest.fixture
async def participants_url(primary_templates: Templates) -> AsyncIterator[str]:
    """A database of the server that has a standby."""
    async with primary_templates.clone(PARTICIPANTS) as url:
        yield url


@pytest.fixture
async def service(
    travel: time_machine.Traveller, participants_pool: Pool, participants_url: str, standby: Standby
) -> AsyncIterator[ParticipantsService]:
    """The service with a replica, which no load of the machine makes too late."""
    settings = ParticipantsSettings(
        sandbox=True,
        rate_limit="off",
        database_url=participants_url,
        replica_url=standby.dsn(urlsplit(participants_url).path.removeprefix("/")),
        replica_lag_seconds=30.0,
    )
    async with create_service(settings, participants_pool) as opened:
        yield opened


@pytest.fixture
def counts(service: ParticipantsService) -> ReplicaCounts:
    return ReplicaCounts(service.apps.health.metrics)


@pytest.fixture
async def alone(larkfield: Api, participants_pool: Pool) -> AsyncIterator[Api]:
    """The same API in a process that has no replica."""
    settings = ParticipantsSettings(sandbox=True, rate_limit="off")
    async with (
        create_service(settings, participants_pool) as service,
        serving(service.apps.public) as client,
    ):
        yield Api(client, larkfield.token)


@pytest.fixture
async def people(registry: Registry) -> None:
    """Two ECTs and a mentor of Larkfield, and one ECT of Otterburn."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        ect("Rowan Iverson"),
        mentor(),
        ect("Petra Nyqvist", lead_provider_id=OTTERBURN),
    )


async def settle(api: Api, counts: ReplicaCounts, primary: Primary, standby: Standby) -> None:
    await standby.catch_up(primary)
    # Unlike any list, the feed refreshes all that midnight has changed.
    await counts.until_served(lambda: read_changes(api))


def told(answer: Answer) -> tuple[int, bytes, dict[str, str | None]]:
    return answer.status, answer.raw, {name: answer.headers.get(name) for name in _HEADERS}


@pytest.mark.usefixtures("people")
async def test_pages_are_those_of_the_primary(
    larkfield: Api, alone: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    for path in PAGES:
        served = counts.served
        answer = await larkfield.call("GET", path)
        assert answer.status == 200
        assert counts.served > served, path
        assert told(answer) == told(await alone.call("GET", path))
    assert len(await larkfield.ids()) == 3


@pytest.mark.usefixtures("people")
async def test_single_records_and_tags_are_read_from_the_primary(
    larkfield: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    tag = await tag_of(larkfield, PARTICIPANTS_PATH)
    served = counts.served
    assert (await larkfield.call("GET", f"{PARTICIPANTS_PATH}/{IMOGEN}")).status == 200
    assert await is_known(larkfield, PARTICIPANTS_PATH, tag)
    assert counts.served == served


@pytest.mark.usefixtures("people")
async def test_lists_feed_and_tags_never_go_back(
    larkfield: Api, otterburn: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    tag = await tag_of(larkfield, PARTICIPANTS_PATH)
    first = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?page[per_page]=1&sort=updated_at")
    head = (await read_changes(larkfield)).body["meta"]["position"]

    await standby.pause()
    deferred = await act(larkfield, "defer", reason="long-term-sickness")
    assert deferred.status == 200
    served, behind = counts.served, counts.passed_over(Reason.BEHIND)
    (found,) = [one for one in await larkfield.find() if one["id"] == str(IMOGEN)]
    assert found == deferred.body["data"]
    assert (counts.served, counts.passed_over(Reason.BEHIND)) == (served, behind + 1)
    assert not await is_known(larkfield, PARTICIPANTS_PATH, tag)
    (entry,) = entries_of(await read_changes(larkfield, f"after={head}"))
    assert entry.position == head + 1
    changed_tag = await tag_of(larkfield, PARTICIPANTS_PATH)
    # The walk that began on the replica goes on, and meets again who has changed.
    rest = await walked(larkfield, following(first))
    assert {*ids_of(first), *rest} == {*await larkfield.ids()}
    assert counts.served == served
    # The other lead provider has nothing to wait for.
    assert len(await otterburn.ids()) == 1
    assert counts.served == served + 1

    await standby.resume()
    await settle(larkfield, counts, primary, standby)
    assert await is_known(larkfield, PARTICIPANTS_PATH, changed_tag)
    served = counts.served
    assert await tag_of(larkfield, PARTICIPANTS_PATH) == changed_tag
    assert entries_of(await read_changes(larkfield, f"after={head}")) == [entry]
    assert counts.served == served + 2


@pytest.mark.usefixtures("people")
async def test_a_school_that_is_stored_for_everybody_is_as_new_as_anything(
    registry: Registry, larkfield: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    await standby.pause()
    await registry.apply(partnership(LARKFIELD, school_urn=SALTMARSH.urn))
    served = counts.served
    for path in (f"{LISTS['school']}?filter[cohort]=2025", LISTS["delivery-partner"]):
        assert (await larkfield.call("GET", path)).body["data"] != []
    assert counts.served == served
    await standby.resume()


async def test_what_midnight_changes_is_refreshed_by_the_primary(
    registry: Registry,
    larkfield: Api,
    counts: ReplicaCounts,
    travel: time_machine.Traveller,
    *,
    primary: Primary,
    standby: Standby,
) -> None:
    await registry.apply(partnership(), ect(started_on="2025-10-16"))
    await settle(larkfield, counts, primary, standby)
    assert [status_of(one) for one in await larkfield.find()] == ["joining"]
    travel.move_to(moment("2025-10-15T23:00:00"))
    due = counts.passed_over(Reason.DUE)
    (found,) = await larkfield.find()
    assert status_of(found) == "active"
    assert found["attributes"]["updated_at"] == "2025-10-15T23:00:00Z"
    assert counts.passed_over(Reason.DUE) > due
    await settle(larkfield, counts, primary, standby)
    assert await larkfield.find() == [found]


@pytest.mark.usefixtures("people")
async def test_a_clock_of_ones_own_is_answered_by_the_primary(
    larkfield: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    served = counts.served
    assert len(await larkfield.at("2025-11-20T12:00:00Z").ids()) == 3
    assert counts.served == served


@pytest.mark.usefixtures("people")
async def test_a_killed_replica_fails_no_request(
    larkfield: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    before = [told(await larkfield.call("GET", path)) for path in PAGES]
    standby.kill()
    for _ in range(3):
        assert [told(await larkfield.call("GET", path)) for path in PAGES] == before
    assert counts.passed_over(Reason.FAILED) > 0
    standby.start()
    await settle(larkfield, counts, primary, standby)
    assert [told(await larkfield.call("GET", path)) for path in PAGES] == before


@pytest.mark.usefixtures("people")
async def test_a_promoted_replica_is_not_used(
    larkfield: Api, counts: ReplicaCounts, primary: Primary, standby: Standby
) -> None:
    await settle(larkfield, counts, primary, standby)
    await standby.promote()
    served = counts.served
    for path in PAGES:
        assert (await larkfield.call("GET", path)).status == 200
    assert counts.served == served
    assert counts.passed_over(Reason.PROMOTED) > 0


def status_of(participant: dict[str, object]) -> object:
    attributes = participant["attributes"]
    assert isinstance(attributes, dict)
    return attributes["ecf_enrolments"][0]["participant_status"]
