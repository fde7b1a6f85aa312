"""What changes by date alone, at midnight in London, and how `updated_at` tells of it."""

import pytest
import time_machine

from tests.participants.api import Api
from tests.participants.people import OTTERBURN, known, moment
from tests.participants.registry import Registry, ect, event, mentor, partnership

IMOGEN = known("Imogen Achterberg")
NOW = "2025-10-15T11:00:00Z"


async def status(api: Api) -> str:
    (enrolment,) = (await api.one(IMOGEN))["ecf_enrolments"]
    value: str = enrolment["participant_status"]
    return value


def leaving(on: str, at: str = "2025-10-01T09:00:00Z") -> dict[str, object]:
    return event(
        "participant.leaving_reported",
        at,
        participant_id=IMOGEN,
        role="ect",
        school_urn="900417",
        leaving_on=on,
    )


@pytest.mark.parametrize(
    ("starts_on", "flips_at", "before"),
    [
        pytest.param("2025-10-16", "2025-10-15T23:00:00", "2025-10-15T22:59:59", id="summer"),
        pytest.param(
            "2025-10-26", "2025-10-25T23:00:00", "2025-10-25T22:59:59", id="clocks go back"
        ),
        pytest.param("2025-10-27", "2025-10-27T00:00:00", "2025-10-26T23:59:59", id="winter"),
        pytest.param("2026-03-29", "2026-03-29T00:00:00", "2026-03-28T23:59:59", id="clocks go on"),
        pytest.param("2026-03-30", "2026-03-29T23:00:00", "2026-03-29T22:59:59", id="summer again"),
    ],
)
async def test_joining_becomes_active_at_midnight_in_london(
    registry: Registry,
    larkfield: Api,
    travel: time_machine.Traveller,
    *,
    starts_on: str,
    flips_at: str,
    before: str,
) -> None:
    await registry.apply(partnership(), ect(started_on=starts_on))
    assert await status(larkfield) == "joining"
    travel.move_to(moment(before))
    assert await status(larkfield) == "joining"
    assert (await larkfield.one(IMOGEN))["updated_at"] == NOW
    travel.move_to(moment(flips_at))
    assert await status(larkfield) == "active"
    assert (await larkfield.one(IMOGEN))["updated_at"] == flips_at + "Z"


@pytest.mark.parametrize(
    ("leaves_on", "shown"),
    [
        pytest.param("2025-10-16", "leaving", id="tomorrow"),
        pytest.param("2025-10-15", "leaving", id="today"),
        pytest.param("2025-10-14", "left", id="yesterday"),
    ],
)
async def test_who_leaves_is_leaving_through_the_last_day(
    registry: Registry, larkfield: Api, leaves_on: str, shown: str
) -> None:
    await registry.apply(partnership(), ect(), leaving(leaves_on))
    assert await status(larkfield) == shown


async def test_leaving_becomes_left_the_day_after(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), leaving("2025-10-20"))
    travel.move_to(moment("2025-10-20T22:59:59"))
    assert await status(larkfield) == "leaving"
    travel.move_to(moment("2025-10-20T23:00:00"))
    assert await status(larkfield) == "left"


async def test_training_that_starts_and_ends_in_the_future_is_leaving(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(started_on="2025-10-20"), leaving("2025-12-14"))
    for instant, shown in (
        ("2025-10-15T11:00:00", "leaving"),
        ("2025-10-20T11:00:00", "leaving"),
        ("2025-12-14T11:00:00", "leaving"),
        ("2025-12-15T00:00:00", "left"),
    ):
        travel.move_to(moment(instant))
        assert await status(larkfield) == shown


async def test_a_list_shows_and_finds_what_the_calendar_changed(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(started_on="2025-10-16"),
        ect("Never Flips"),
        ect("Ivy Ivory", lead_provider_id=OTTERBURN, started_on="2025-10-16"),
    )
    travel.move_to(moment("2025-10-16T09:30:00"))
    since = "filter[updated_since]=2025-10-16T09:30:00Z"
    assert await larkfield.ids(since) == [str(IMOGEN)]
    assert await larkfield.ids(since + "&sort=-updated_at") == [str(IMOGEN)]
    assert await otterburn.ids(since) == [str(known("Ivy Ivory"))]
    travel.move_to(moment("2025-10-16T09:31:00"))
    assert await larkfield.ids("filter[updated_since]=2025-10-16T09:31:00Z") == []


async def test_what_did_not_change_for_a_lead_provider_does_not_move(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    """Otterburn sees the person as a mentor only: the ECT's start is not its business."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        mentor("Imogen Achterberg", lead_provider_id=OTTERBURN),
        ect(started_on="2025-10-16"),
    )
    travel.move_to(moment("2025-10-16T09:30:00"))
    assert (await otterburn.one(IMOGEN))["updated_at"] == NOW
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2025-10-16T09:30:00Z"


async def test_the_mentor_changes_by_date(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    ada, ben = known("Ada Ash"), known("Ben Birch")
    await registry.apply(
        partnership(),
        ect(),
        mentor("Ada Ash", lead_provider_id=None),
        mentor("Ben Birch", lead_provider_id=None),
        *(
            event(
                "mentor.assigned",
                "2025-10-01T09:00:00Z",
                ect_participant_id=IMOGEN,
                mentor_participant_id=mentor_id,
                started_on=started_on,
            )
            for mentor_id, started_on in ((ada, "2025-10-02"), (ben, "2025-11-03"))
        ),
    )
    for instant, shown, updated_at in (
        ("2025-10-15T11:00:00", ada, NOW),
        ("2025-11-02T23:59:59", ada, NOW),
        ("2025-11-03T00:00:00", ben, "2025-11-03T00:00:00Z"),
        ("2025-12-01T00:00:00", ben, "2025-11-03T00:00:00Z"),
    ):
        travel.move_to(moment(instant))
        attributes = await larkfield.one(IMOGEN)
        (enrolment,) = attributes["ecf_enrolments"]
        assert (enrolment["mentor_id"], attributes["updated_at"]) == (str(shown), updated_at)
