"""People who move to another school or leave: what the old and the new lead provider see, and when.

Everything is said on 1 October; the day that counts is the 20th.
"""

from typing import Any

import pytest
import time_machine

from tests.participants.api import Api
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, moment
from tests.participants.registry import Registry, ect, event, partnership
from tests.participants.registry_feed.seeing import IMOGEN, enrolments, status, statuses

SAID_AT = "2025-10-01T09:00:00Z"
NOON = "2025-10-15T11:00:00Z"
AT_SALTMARSH = {"school_urn": SALTMARSH.urn}


def moved(lead_provider_id: Any) -> dict[str, Any]:
    """Make the registration of Imogen at Saltmarsh from 20 October."""
    return ect(
        at=SAID_AT,
        started_on="2025-10-20",
        lead_provider_id=lead_provider_id,
        email="imogen@saltmarsh.example",
        **AT_SALTMARSH,
    )


def left_on(day: str) -> dict[str, Any]:
    """Make the event of Imogen who leaves Fenbrook on a day."""
    return event(
        "participant.leaving_reported",
        SAID_AT,
        participant_id=IMOGEN,
        role="ect",
        school_urn=FENBROOK.urn,
        leaving_on=day,
    )


def passed_on(day: str) -> dict[str, Any]:
    """Make the event of Imogen's induction that ended on a day, as is known since today."""
    return event(
        "induction.put",
        NOON,
        induction_id=IMOGEN,
        participant_id=IMOGEN,
        appropriate_body="Fenland Teaching Hub",
        started_on="2025-09-01",
        finished_on=day,
        outcome="pass",
    )


def to(travel: time_machine.Traveller, day: str) -> None:
    """Move on to ten o'clock of a day."""
    travel.move_to(moment(f"{day}T09:00:00"), tick=False)


async def test_to_another_lead_provider_with_a_partnership(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(), ect(), partnership(OTTERBURN, **AT_SALTMARSH), moved(OTTERBURN)
    )
    assert await statuses(larkfield, otterburn) == ("leaving", "joining")
    for day, expected in (
        ("2025-10-19", ("leaving", "joining")),
        ("2025-10-20", ("left", "active")),
        ("2026-05-01", ("left", "active")),
    ):
        to(travel, day)
        assert await statuses(larkfield, otterburn) == expected
    (old,), (new,) = await enrolments(larkfield), await enrolments(otterburn)
    assert (old["school_urn"], old["email"]) == (FENBROOK.urn, "imogen@fenbrook-academy.example")
    assert (new["school_urn"], new["email"]) == (SALTMARSH.urn, "imogen@saltmarsh.example")
    assert old["training_record_id"] == new["training_record_id"]


async def test_to_another_lead_provider_that_finds_a_partnership_later(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), moved(OTTERBURN))
    assert await statuses(larkfield, otterburn) == ("leaving", None)
    to(travel, "2025-10-19")
    await registry.apply(partnership(OTTERBURN, **AT_SALTMARSH))
    assert await statuses(larkfield, otterburn) == ("leaving", "joining")
    assert (await otterburn.one(IMOGEN))["updated_at"] == "2025-10-19T09:00:00Z"
    assert (await larkfield.one(IMOGEN))["updated_at"] == NOON
    to(travel, "2025-10-20")
    assert await statuses(larkfield, otterburn) == ("left", "active")


async def test_to_another_school_of_the_same_lead_provider(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(), ect(), partnership(school_urn=SALTMARSH.urn), moved(LARKFIELD)
    )
    for day, expected in (("2025-10-19", "joining"), ("2025-10-20", "active")):
        to(travel, day)
        (only,) = await enrolments(larkfield)
        assert (only["school_urn"], only["participant_status"]) == (SALTMARSH.urn, expected)


async def test_to_another_school_of_the_same_lead_provider_without_a_partnership_yet(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), moved(LARKFIELD))
    for day, expected in (("2025-10-19", "leaving"), ("2025-10-20", "left")):
        to(travel, day)
        (only,) = await enrolments(larkfield)
        assert (only["school_urn"], only["participant_status"]) == (FENBROOK.urn, expected)
    await registry.apply(partnership(school_urn=SALTMARSH.urn))
    (only,) = await enrolments(larkfield)
    assert (only["school_urn"], only["participant_status"]) == (SALTMARSH.urn, "active")


async def test_who_leaves_stays_in_sight(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), left_on("2025-10-20"))
    for day, expected in (
        ("2025-10-19", "leaving"),
        ("2025-10-20", "leaving"),
        ("2025-10-21", "left"),
        ("2027-01-01", "left"),
    ):
        to(travel, day)
        assert await status(larkfield) == expected


@pytest.mark.parametrize(
    ("before", "passed", "expected"),
    [
        pytest.param([], "2025-10-13", "active", id="at the school"),
        pytest.param([left_on("2025-10-05")], "2025-10-04", "active", id="before leaving it"),
        pytest.param([left_on("2025-10-05")], "2025-10-05", "active", id="on the day of leaving"),
        pytest.param([left_on("2025-10-05")], "2025-10-06", "left", id="after leaving it"),
    ],
)
async def test_who_completes_an_induction_in_training_stays_active(
    registry: Registry,
    larkfield: Api,
    travel: time_machine.Traveller,
    *,
    before: list[dict[str, Any]],
    passed: str,
    expected: str,
) -> None:
    await registry.apply(partnership(), ect(), *before, passed_on(passed))
    for day in ("2025-10-15", "2025-10-16", "2027-01-01"):
        to(travel, day)
        (only,) = await enrolments(larkfield)
        assert (only["participant_status"], only["induction_end_date"]) == (expected, passed)


@pytest.mark.parametrize("partnered", [True, False])
async def test_a_move_that_is_told_late_begins_when_it_is_told(
    registry: Registry, larkfield: Api, otterburn: Api, partnered: bool
) -> None:
    late = ect(at=NOON, started_on="2025-10-06", lead_provider_id=OTTERBURN, **AT_SALTMARSH)
    partnerships = [partnership(OTTERBURN, **AT_SALTMARSH)] if partnered else []
    await registry.apply(partnership(), ect(), *partnerships, late)
    assert await statuses(larkfield, otterburn) == ("left", "active" if partnered else None)
