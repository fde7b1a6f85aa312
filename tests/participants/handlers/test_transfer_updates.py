"""Transfers over HTTP: when what is seen of them changes, and what else changes nothing."""

from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from shared.database import Pool
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.derived import (
    joins,
    journal,
    leaves,
    looks_after,
    merged,
    renamed,
    stays,
    tick_people,
    transfers,
    transfers_of,
)
from tests.participants.handlers.test_transfers import (
    AT_SALTMARSH,
    IMOGEN,
    LATER,
    NAME,
    NOW,
    only_transfer,
    updated_at,
)
from tests.participants.people import (
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership


@pytest.mark.parametrize(
    ("leaves_on", "joins_on", "before", "completed_at"),
    [
        pytest.param(
            "2025-10-20", None, "2025-10-19T22:59:59", "2025-10-19T23:00:00", id="leaving, summer"
        ),
        pytest.param(
            "2025-10-27", None, "2025-10-26T23:59:59", "2025-10-27T00:00:00", id="leaving, winter"
        ),
        pytest.param(
            "2025-10-20", "2025-11-03", "2025-11-02T23:59:59", "2025-11-03T00:00:00", id="joining"
        ),
    ],
)
@pytest.mark.parametrize("by_tick", [True, False], ids=["tick", "read"])
async def test_a_transfer_is_complete_at_midnight_in_london(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    *,
    by_tick: bool,
    leaves_on: str,
    joins_on: str | None,
    before: str,
    completed_at: str,
) -> None:
    await registry.apply(partnership(), partnership(**AT_SALTMARSH), ect(), leaves(NAME, leaves_on))
    if joins_on is not None:
        await registry.apply(joins(NAME, joins_on))
    travel.move_to(moment(before))
    assert (await only_transfer(larkfield))["status"] == "incomplete"
    assert await updated_at(larkfield) == NOW
    assert await transfers(larkfield, f"filter[updated_since]={completed_at}Z") == {}
    travel.move_to(moment(completed_at))
    if by_tick:
        assert await tick_people(service) == 1
    assert list(await transfers(larkfield, f"filter[updated_since]={completed_at}Z")) == [IMOGEN]
    assert (await only_transfer(larkfield))["status"] == "complete"
    assert await updated_at(larkfield) == f"{completed_at}Z"
    assert await tick_people(service) == 0


async def test_reading_one_transfer_completes_it_too(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), leaves(NAME, "2025-10-20"))
    travel.move_to(moment("2025-10-20T09:30:00"))
    answer = await larkfield.call("GET", f"{PARTICIPANTS_PATH}/{IMOGEN}/transfers")
    attributes = answer.body["data"]["attributes"]
    assert attributes["updated_at"] == "2025-10-20T09:30:00Z"
    assert attributes["transfers"][0]["status"] == "complete"


async def test_a_read_refreshes_somebody_in_every_resource_at_once(
    registry: Registry, larkfield: Api, participants_pool: Pool, travel: time_machine.Traveller
) -> None:
    """Whoever asks for transfers first brings participants up to date as well."""
    await registry.apply(partnership(), ect(), leaves(NAME, "2025-10-20"))
    travel.move_to(moment("2025-10-21T09:30:00"))
    await transfers(larkfield)
    body = await participants_pool.fetchval("SELECT body FROM participant_views")
    assert b'"participant_status":"left"' in body


async def test_what_is_seen_of_the_other_side_moves_too(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, **AT_SALTMARSH),
        ect(),
        joins(NAME, "2025-10-06", lead_provider_id=OTTERBURN),
    )
    assert (await updated_at(larkfield), await updated_at(otterburn)) == (NOW, NOW)
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(leaves(NAME, "2025-10-25", school=SALTMARSH, at="2025-10-07T09:00:00Z"))
    # Of the second departure only Otterburn is told.
    assert (await updated_at(larkfield), await updated_at(otterburn)) == (NOW, LATER)
    assert await transfers(larkfield, f"filter[updated_since]={LATER}") == {}
    assert list(await transfers(otterburn, f"filter[updated_since]={LATER}")) == [IMOGEN]


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        pytest.param(
            event(
                "lead_provider.put",
                lead_provider_id=OTTERBURN,
                name="Otterburn & Daughters",
                cohorts=COHORTS,
            ),
            ("900533", "Otterburn & Daughters"),
            id="another name of the lead provider",
        ),
        pytest.param(
            event(
                "school.put", school_id=SALTMARSH.id, urn="900999", name="Saltmarsh", eligible=True
            ),
            ("900999", "Otterburn Learning"),
            id="another number of the school",
        ),
    ],
)
async def test_names_and_numbers_of_the_other_side_are_followed(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    *,
    fact: dict[str, Any],
    shown: tuple[str, str],
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, **AT_SALTMARSH),
        ect(),
        ect("Ben Birch"),
        leaves("Ben Birch", "2025-10-25"),
        joins(NAME, "2025-10-06", lead_provider_id=OTTERBURN),
    )
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(fact)
    for api in (larkfield, otterburn):
        joining = (await only_transfer(api))["joining"]
        assert (joining["school_urn"], joining["provider"]) == shown
        assert await updated_at(api) == LATER
    assert list(await transfers(larkfield, f"filter[updated_since]={LATER}")) == [IMOGEN]
    assert await service.upkeep.check() == []


async def test_the_number_of_a_school_where_nobody_confirmed_anything_is_followed(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), joins(NAME, "2025-10-06", programme="school_led"))
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(
        event("school.put", school_id=SALTMARSH.id, urn="900999", name="Saltmarsh", eligible=True)
    )
    assert (await only_transfer(larkfield))["joining"]["school_urn"] == "900999"
    assert await updated_at(larkfield) == LATER


async def test_what_is_not_shown_moves_nothing(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        ect(),
        mentor("Ada Ash", lead_provider_id=None),
        leaves(NAME, "2025-10-25"),
    )
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(
        renamed(NAME, "Imogen Ash", role="ect"),
        looks_after("Ada Ash", NAME, "2025-10-02"),
        event(
            "induction.put",
            "2025-10-02T09:00:00Z",
            induction_id=known("induction"),
            participant_id=IMOGEN,
            appropriate_body="Fenland Teaching Hub",
            started_on="2025-09-03",
        ),
    )
    assert (await larkfield.one(IMOGEN))["updated_at"] == LATER
    assert await updated_at(larkfield) == NOW


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(stays(NAME, at="2025-10-02T09:00:00Z"), id="stays after all"),
        pytest.param(
            event(
                "induction.put",
                "2025-10-15T09:00:00Z",
                induction_id=known("induction"),
                participant_id=IMOGEN,
                appropriate_body="Fenland Teaching Hub",
                started_on="2025-09-03",
                finished_on="2025-10-14",
                outcome="pass",
            ),
            id="passed",
        ),
    ],
)
async def test_a_transfer_that_is_none_leaves_a_trace_in_the_journal_only(
    registry: Registry, larkfield: Api, participants_pool: Pool, fact: dict[str, Any]
) -> None:
    await registry.apply(partnership(), ect(), leaves(NAME, "2025-10-25"))
    await registry.apply(fact)
    assert await transfers_of(larkfield, IMOGEN) is None
    assert await larkfield.sees(IMOGEN)
    assert await journal(participants_pool, "participant-transfer") == [
        (LARKFIELD, IMOGEN, "upsert"),
        (LARKFIELD, IMOGEN, "access_ended"),
    ]


async def test_who_never_came_has_not_been_transferred(
    registry: Registry, larkfield: Api, otterburn: Api, participants_pool: Pool
) -> None:
    """The old school's report of the departure stands; the other side should not have been told."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, **AT_SALTMARSH),
        ect(),
        joins(NAME, "2025-10-20", lead_provider_id=OTTERBURN),
    )
    assert await transfers_of(otterburn, IMOGEN) is not None
    await registry.apply(
        event(
            "participant.registered_in_error",
            participant_id=IMOGEN,
            role="ect",
            school_urn=SALTMARSH.urn,
        )
    )
    assert await transfers_of(otterburn, IMOGEN) is None
    assert (await only_transfer(larkfield))["transfer_type"] == "unknown"
    assert sorted((await journal(participants_pool, "participant-transfer"))[2:]) == sorted(
        [(LARKFIELD, IMOGEN, "upsert"), (OTTERBURN, IMOGEN, "deleted")]
    )


async def test_the_transfers_of_a_retired_participant_are_the_survivor_s(
    registry: Registry, larkfield: Api, participants_pool: Pool
) -> None:
    duplicate = known("A Duplicate")
    await registry.apply(
        partnership(),
        ect("A Duplicate"),
        leaves("A Duplicate", "2025-10-05"),
        joins(NAME, "2025-10-06", programme="school_led"),
    )
    assert await transfers_of(larkfield, IMOGEN) is None
    await registry.apply(merged("A Duplicate", NAME))
    assert await transfers_of(larkfield, duplicate) is None
    assert (await only_transfer(larkfield))["joining"]["school_urn"] == "900533"
    assert sorted(await journal(participants_pool, "participant-transfer")) == sorted(
        [
            (LARKFIELD, duplicate, "upsert"),
            (LARKFIELD, duplicate, "merged"),
            (LARKFIELD, IMOGEN, "upsert"),
        ]
    )
