"""The department ends the funding of a mentor: what lead providers see."""

from typing import Any

import pytest

from participants_service.app import ParticipantsService
from tests.participants.api import Api
from tests.participants.people import FENBROOK, LARKFIELD, SALTMARSH, known
from tests.participants.registry import Registry, ect, event, mentor, partnership
from tests.participants.registry_feed.seeing import IMOGEN, enrolments, journal

TOBIAH = known("Tobiah Wrenfield")
AT_NOON = "2025-10-15T11:00:00Z"


def ended(ended_on: str = "2025-10-01", **members: Any) -> dict[str, Any]:
    """Make the event of Tobiah's funding that ends."""
    data = {"participant_id": TOBIAH, "reason": "started_not_completed"} | members
    return event("mentor_funding.ended", AT_NOON, ended_on=ended_on, **data)


def assigned() -> dict[str, Any]:
    """Make the event of Tobiah becoming Imogen's mentor."""
    return event(
        "mentor.assigned",
        AT_NOON,
        ect_participant_id=IMOGEN,
        mentor_participant_id=TOBIAH,
        started_on="2025-09-01",
    )


@pytest.mark.parametrize(
    ("ended_on", "reason"),
    [
        ("2021-04-19", "completed_during_early_roll_out"),
        ("2025-10-01", "started_not_completed"),
    ],
)
async def test_the_end_and_its_reason_are_shown_and_the_mentor_stays_active(
    registry: Registry, larkfield: Api, ended_on: str, reason: str
) -> None:
    await registry.apply(partnership(), mentor())
    (before,) = await enrolments(larkfield, TOBIAH)
    await registry.apply(ended(ended_on, reason=reason))
    (after,) = await enrolments(larkfield, TOBIAH)
    assert after == before | {
        "mentor_funding_end_date": ended_on,
        "mentor_ineligible_for_funding_reason": reason,
    }
    assert (after["participant_status"], after["eligible_for_funding"]) == ("active", True)


async def test_who_has_not_begun_is_not_trained(
    registry: Registry, service: ParticipantsService, larkfield: Api
) -> None:
    await registry.apply(partnership(), mentor(started_on="2025-10-16"))
    await registry.apply(ended())
    assert not await larkfield.sees(TOBIAH)
    assert await journal(service, LARKFIELD, TOBIAH) == ["upsert", "access_ended"]


async def test_who_is_not_funded_any_more_is_trained_by_nobody(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(
        partnership(),
        partnership(school_urn=SALTMARSH.urn),
        ect(),
        mentor(lead_provider_id=None),
        ended(),
        assigned(),
    )
    assert not await larkfield.sees(TOBIAH)
    await registry.apply(
        mentor(at=AT_NOON, school_urn=SALTMARSH.urn, started_on="2025-11-03"),
    )
    assert not await larkfield.sees(TOBIAH)


async def test_a_mentee_keeps_a_mentor_who_is_not_funded_any_more(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(partnership(), ect(), mentor(), assigned(), ended())
    (mentored,) = await enrolments(larkfield)
    assert mentored["mentor_id"] == str(TOBIAH)


@pytest.mark.parametrize(
    ("ended_on", "expected"),
    [("2025-10-13", "active"), ("2025-10-14", "active"), ("2025-10-15", "left")],
)
async def test_who_left_before_the_funding_ended_has_left(
    registry: Registry, larkfield: Api, ended_on: str, expected: str
) -> None:
    left = event(
        "participant.leaving_reported",
        AT_NOON,
        participant_id=TOBIAH,
        role="mentor",
        school_urn=FENBROOK.urn,
        leaving_on="2025-10-14",
    )
    await registry.apply(partnership(), mentor(), left, ended(ended_on))
    (seen,) = await enrolments(larkfield, TOBIAH)
    assert (seen["participant_status"], seen["mentor_funding_end_date"]) == (expected, ended_on)
