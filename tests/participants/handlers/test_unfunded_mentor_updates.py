"""Unfunded mentors over HTTP: what moves them, and what the calendar does to them."""

from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import Api
from tests.participants.derived import (
    UNFUNDED_MENTORS_PATH,
    leaves,
    looks_after,
    looks_after_no_more,
    renamed,
    third_lead_provider,
    unfunded_mentor,
    unfunded_mentors,
)
from tests.participants.handlers.test_unfunded_mentors import (
    ADA,
    AT_SALTMARSH,
    ELSEWHERE,
    LATER,
    MENTOR,
    NAME,
    NOW,
    TOBIAH,
    mentor_id,
    updated_at,
)
from tests.participants.people import (
    OTTERBURN,
    known,
    moment,
)
from tests.participants.registry import Registry, ect, event, mentor, partnership


@pytest.fixture(autouse=True)
async def third(registry: Registry) -> None:
    """Marram, which the mentors of these tests are to be trained by, without a partnership yet.

    A mentor with no lead provider at all would be trained by that of the first mentee.
    """
    await registry.apply(*third_lead_provider())


@pytest.fixture
async def tobiah(registry: Registry) -> None:
    """Tobiah mentors an ECT of Larkfield since September."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        mentor(**ELSEWHERE, trn="3318840"),
        looks_after(MENTOR, NAME, "2025-09-01"),
    )


@pytest.mark.usefixtures("tobiah")
async def test_a_mentor_stays_with_the_last_ect_of_the_lead_provider(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        ect("Ivy Ivory"),
        ect("Of Otterburn", lead_provider_id=OTTERBURN),
        looks_after(MENTOR, "Ivy Ivory", "2025-09-01"),
        looks_after(MENTOR, "Of Otterburn", "2025-09-01"),
    )
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(looks_after_no_more(NAME, "2025-10-10"))
    assert (await updated_at(larkfield), await updated_at(otterburn)) == (NOW, NOW)
    await registry.apply(looks_after_no_more("Ivy Ivory", "2025-10-10"))
    assert await unfunded_mentor(larkfield, TOBIAH) is None
    assert await updated_at(otterburn) == NOW


@pytest.mark.parametrize(
    ("facts", "moves"),
    [
        pytest.param([renamed(MENTOR, "Tobias Wren", role="mentor")], True, id="name"),
        pytest.param(
            [event("national_record.put", participant_id=TOBIAH, trn="3318841")], True, id="TRN"
        ),
        pytest.param(
            [
                event(
                    "participant.details_changed",
                    participant_id=TOBIAH,
                    role="mentor",
                    email="new@fenbrook-academy.example",
                )
            ],
            True,
            id="address",
        ),
        pytest.param(
            [mentor(**AT_SALTMARSH, also_at_other_schools=True, **ELSEWHERE)],
            False,
            id="another school of the mentor's",
        ),
        pytest.param([renamed(NAME, "Imogen Ash", role="ect")], False, id="the ECT's name"),
        pytest.param(
            [ect("Ivy Ivory"), looks_after(MENTOR, "Ivy Ivory", "2025-09-01")],
            False,
            id="another ECT at the same school",
        ),
        pytest.param([partnership(cohort=2024)], False, id="a partnership"),
    ],
)
async def test_updated_at_moves_with_what_is_seen_and_nothing_else(
    registry: Registry,
    larkfield: Api,
    travel: time_machine.Traveller,
    *,
    facts: list[dict[str, Any]],
    moves: bool,
) -> None:
    await registry.apply(
        partnership(),
        ect(),
        mentor(**ELSEWHERE),
        looks_after(MENTOR, NAME, "2025-09-01"),
    )
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(*facts)
    assert await updated_at(larkfield) == (LATER if moves else NOW)
    found = await unfunded_mentors(larkfield, f"filter[updated_since]={LATER}")
    assert (TOBIAH in found) is moves


async def test_another_address_through_another_ect(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        partnership(**AT_SALTMARSH),
        ect(),
        ect("Ivy Ivory", **AT_SALTMARSH),
        mentor(**ELSEWHERE),
        mentor(
            started_on="2025-09-08",
            **AT_SALTMARSH,
            also_at_other_schools=True,
            email="wrenfield@saltmarsh.example",
            **ELSEWHERE,
        ),
        looks_after(MENTOR, NAME, "2025-09-08"),
    )
    seen = await unfunded_mentor(larkfield, TOBIAH)
    assert seen is not None
    assert seen["email"] == "tobiah@fenbrook-academy.example"
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(looks_after(MENTOR, "Ivy Ivory", "2025-09-08"))
    seen = await unfunded_mentor(larkfield, TOBIAH)
    assert seen is not None
    assert (seen["email"], seen["updated_at"]) == ("wrenfield@saltmarsh.example", LATER)


@pytest.mark.parametrize("way", ["tick", "list", "one"])
@pytest.mark.usefixtures("tobiah")
async def test_one_mentor_goes_and_the_next_one_comes_at_midnight_in_london(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    *,
    way: str,
) -> None:
    await registry.apply(mentor("Ada Ash", **ELSEWHERE), looks_after("Ada Ash", NAME, "2025-10-27"))
    assert list(await unfunded_mentors(larkfield)) == [TOBIAH]
    travel.move_to(moment("2025-10-26T23:59:59"))
    assert list(await unfunded_mentors(larkfield)) == [TOBIAH]
    assert await service.upkeep.check() == []
    travel.move_to(moment("2025-10-27T00:00:00"))
    assert await service.upkeep.check() == []
    if way == "tick":
        # The ECT and both mentors.
        assert await service.upkeep.tick() == 3
    elif way == "one":
        answer = await larkfield.call("GET", f"{UNFUNDED_MENTORS_PATH}/{ADA}")
        assert answer.body["data"]["attributes"]["updated_at"] == "2025-10-27T00:00:00Z"
        answer = await larkfield.call("GET", f"{UNFUNDED_MENTORS_PATH}/{TOBIAH}")
        assert answer.status == 404
    found = await unfunded_mentors(larkfield, "filter[updated_since]=2025-10-27")
    assert list(found) == [ADA]
    assert list(await unfunded_mentors(larkfield)) == [ADA]
    assert await mentor_id(larkfield) == str(ADA)
    assert await service.upkeep.tick() == 0
    assert await service.upkeep.check() == []


async def test_the_next_mentor_is_seen_at_once_when_nobody_comes_before(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(
        partnership(), ect(), mentor(**ELSEWHERE), looks_after(MENTOR, NAME, "2025-12-01")
    )
    assert await mentor_id(larkfield) == str(TOBIAH)
    assert list(await unfunded_mentors(larkfield)) == [TOBIAH]


@pytest.mark.usefixtures("tobiah")
async def test_who_was_to_come_and_does_not_is_forgotten(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
) -> None:
    await registry.apply(
        mentor("Ada Ash", **ELSEWHERE),
        looks_after("Ada Ash", NAME, "2025-10-27"),
        leaves("Ada Ash", "2025-10-20", role="mentor"),
    )
    travel.move_to(moment("2025-10-28T09:00:00"))
    assert await unfunded_mentors(larkfield) == {}
    assert await service.upkeep.check() == []
    assert await service.pool.fetchval("SELECT count(*) FROM coming_views") == 0


@pytest.mark.parametrize(
    ("instant", "seen", "moved_at"),
    [
        pytest.param("2025-10-15T20:00:00Z", TOBIAH, NOW, id="later today"),
        pytest.param("2025-10-26T23:59:59Z", TOBIAH, NOW, id="the last second"),
        pytest.param("2025-10-27", ADA, "2025-10-27T00:00:00Z", id="that day"),
        pytest.param("2026-07-01T12:00:00Z", ADA, "2025-10-27T00:00:00Z", id="long after"),
        pytest.param("2025-09-10", known("Ben Birch"), "2025-09-09T23:00:00Z", id="the past"),
    ],
)
async def test_a_sandbox_answers_as_of_its_instant(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    instant: str,
    seen: Any,
    moved_at: str,
) -> None:
    """First comes Ben, now it is Tobiah, and Ada is the next one."""
    await registry.apply(
        partnership(),
        ect(),
        *(mentor(name, **ELSEWHERE) for name in (MENTOR, "Ada Ash", "Ben Birch")),
        looks_after("Ben Birch", NAME, "2025-09-01"),
        looks_after(MENTOR, NAME, "2025-09-15"),
        looks_after("Ada Ash", NAME, "2025-10-27"),
    )
    then = larkfield.at(instant)
    assert {one: shown["updated_at"] for one, shown in (await unfunded_mentors(then)).items()} == {
        seen: moved_at
    }
    for participant_id in (known("Ben Birch"), TOBIAH, ADA):
        is_seen = await unfunded_mentor(then, participant_id) is not None
        assert is_seen is (participant_id == seen)
    assert await mentor_id(then) == str(seen)
    assert await unfunded_mentors(otterburn.at(instant)) == {}
    assert list(await unfunded_mentors(larkfield)) == [TOBIAH]
