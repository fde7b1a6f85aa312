"""Another lead provider or programme at the same school: what each lead provider sees of it."""

import asyncio
from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import PARTICIPANTS_PATH, Answer, Api
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.registry import Registry, ect, event, mentor, partnership
from tests.participants.registry_feed.seeing import (
    IMOGEN,
    enrolments,
    journal,
    status,
    statuses,
)

TOBIAH = known("Tobiah Wrenfield")
AT_NOON = "2025-10-15T11:00:00Z"
YESTERDAY, TODAY, TOMORROW = "2025-10-14", "2025-10-15", "2025-10-16"


def other_lead_provider(
    lead_provider_id: Any = OTTERBURN, at: str = AT_NOON, **members: Any
) -> dict[str, Any]:
    """Make the event of a school that names another lead provider for Imogen."""
    data = {"participant_id": IMOGEN, "role": "ect"} | members
    return event("participant.lead_provider_changed", at, lead_provider_id=lead_provider_id, **data)


def school_led(at: str = AT_NOON) -> dict[str, Any]:
    """Make the event of a school that trains Imogen itself."""
    return event("participant.programme_changed", at, participant_id=IMOGEN, programme="school_led")


def provider_led(lead_provider_id: Any = OTTERBURN, at: str = AT_NOON) -> dict[str, Any]:
    """Make the event of a school that hands Imogen's training to a lead provider."""
    return event(
        "participant.programme_changed",
        at,
        participant_id=IMOGEN,
        programme="provider_led",
        lead_provider_id=lead_provider_id,
    )


@pytest.mark.parametrize("together", [True, False], ids=["together", "apart"])
@pytest.mark.parametrize("partnered", [True, False], ids=["partnered", "not partnered"])
@pytest.mark.parametrize(
    ("starts_on", "confirmed", "old", "new"),
    [
        (YESTERDAY, True, "left", "active"),
        (TODAY, True, None, "active"),
        (TOMORROW, True, None, "joining"),
        (YESTERDAY, False, None, "active"),
        (TODAY, False, None, "active"),
        (TOMORROW, False, None, "joining"),
    ],
)
async def test_another_lead_provider(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    starts_on: str,
    confirmed: bool,
    partnered: bool,
    together: bool,
    old: str | None,
    new: str,
) -> None:
    before = [ect(started_on=starts_on)]
    before += [partnership()] if confirmed else []
    before += [partnership(OTTERBURN)] if partnered else []
    if together:
        await registry.apply(*before, other_lead_provider())
    else:
        await registry.apply(*before)
        assert await larkfield.sees(IMOGEN) is confirmed
        await registry.apply(other_lead_provider())
    assert await statuses(larkfield, otterburn) == (old, new if partnered else None)
    # A partnership shows whom the school has named, not whom it no longer names.
    await registry.apply(partnership(at=AT_NOON), partnership(OTTERBURN, at=AT_NOON))
    assert await statuses(larkfield, otterburn) == (old, new)


@pytest.mark.parametrize("together", [True, False], ids=["together", "apart"])
@pytest.mark.parametrize(
    ("starts_on", "confirmed", "seen"),
    [
        (YESTERDAY, True, "left"),
        (TODAY, True, None),
        (TOMORROW, True, None),
        (YESTERDAY, False, None),
        (TODAY, False, None),
        (TOMORROW, False, None),
    ],
)
async def test_to_school_led(
    registry: Registry,
    larkfield: Api,
    *,
    starts_on: str,
    confirmed: bool,
    together: bool,
    seen: str | None,
) -> None:
    before = [ect(started_on=starts_on)] + ([partnership()] if confirmed else [])
    if together:
        await registry.apply(*before, school_led())
    else:
        await registry.apply(*before)
        await registry.apply(school_led())
    assert await status(larkfield) == seen
    await registry.apply(partnership(at=AT_NOON))
    assert await status(larkfield) == seen


@pytest.mark.parametrize("partnered", [True, False], ids=["partnered", "not partnered"])
@pytest.mark.parametrize(
    ("starts_on", "new"), [(YESTERDAY, "active"), (TODAY, "active"), (TOMORROW, "joining")]
)
async def test_back_to_provider_led(
    registry: Registry, otterburn: Api, *, starts_on: str, partnered: bool, new: str
) -> None:
    partnerships = [partnership(OTTERBURN)] if partnered else []
    await registry.apply(
        *partnerships, ect(programme="school_led", started_on=starts_on), provider_led()
    )
    assert await status(otterburn) == (new if partnered else None)
    await registry.apply(partnership(OTTERBURN, at=AT_NOON))
    assert await status(otterburn) == new


async def test_another_lead_provider_of_a_mentor(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        mentor(),
        other_lead_provider(participant_id=TOBIAH, role="mentor"),
    )
    assert await statuses(larkfield, otterburn, TOBIAH) == ("left", "active")


async def test_the_old_lead_provider_learns_nothing_of_what_comes_after(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), partnership(OTTERBURN), ect(), other_lead_provider())
    travel.move_to(moment("2025-10-16T11:00:00"))
    await registry.apply(school_led("2025-10-16T11:00:00Z"))
    assert await statuses(larkfield, otterburn) == ("left", "left")
    assert (await larkfield.one(IMOGEN))["updated_at"] == AT_NOON
    assert (await otterburn.one(IMOGEN))["updated_at"] == "2025-10-16T11:00:00Z"


async def test_away_and_back_the_latest_training_is_shown(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), partnership(OTTERBURN), ect(), school_led())
    record_ids = {one["training_record_id"] for one in await enrolments(larkfield)}
    travel.move_to(moment("2025-10-17T11:00:00"))
    await registry.apply(provider_led(LARKFIELD, "2025-10-17T11:00:00Z"))
    assert await statuses(larkfield, otterburn) == ("active", None)
    (back,) = await enrolments(larkfield)
    assert record_ids == {back["training_record_id"]}
    assert (back["cohort"], back["schedule_identifier"]) == ("2025", "ecf-standard-september")


@pytest.mark.parametrize(
    ("starts_on", "told"), [(YESTERDAY, ["upsert", "upsert"]), (TODAY, ["upsert", "access_ended"])]
)
async def test_the_journal_says_who_lost_sight_of_somebody(
    registry: Registry, service: ParticipantsService, starts_on: str, told: list[str]
) -> None:
    await registry.apply(partnership(), partnership(OTTERBURN), ect(started_on=starts_on))
    await registry.apply(other_lead_provider())
    assert await journal(service, LARKFIELD) == told
    assert await journal(service, OTTERBURN) == ["upsert"]


@pytest.mark.parametrize(
    ("change", "registered_with"),
    [
        pytest.param(other_lead_provider(), {}, id="another lead provider"),
        pytest.param(provider_led(), {"programme": "school_led"}, id="back to provider-led"),
    ],
)
async def test_a_frozen_cohort_is_left_for_2024(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    change: dict[str, Any],
    registered_with: dict[str, Any],
) -> None:
    await registry.apply(
        partnership(cohort=2022),
        partnership(OTTERBURN, cohort=2024),
        ect(at="2022-07-04T09:00:00Z", started_on="2022-09-01", cohort=2022),
    )
    if registered_with:
        await registry.apply(school_led("2024-03-04T09:00:00Z"))
    (before,) = await enrolments(larkfield)
    assert not before["cohort_changed_after_payments_frozen"]
    await registry.apply(change)
    (old,), (new,) = await enrolments(larkfield), await enrolments(otterburn)
    assert (old["participant_status"], old["cohort"]) == ("left", "2022")
    assert (new["participant_status"], new["cohort"], new["schedule_identifier"]) == (
        "active",
        "2024",
        "ecf-extended-september",
    )
    assert new["cohort_changed_after_payments_frozen"]
    assert old["cohort_changed_after_payments_frozen"]


async def test_a_mentor_begins_training_with_an_ect_who_is_back_with_a_lead_provider(
    registry: Registry, otterburn: Api
) -> None:
    await registry.apply(
        partnership(OTTERBURN),
        ect(programme="school_led"),
        mentor(lead_provider_id=None),
        event(
            "mentor.assigned",
            ect_participant_id=IMOGEN,
            mentor_participant_id=TOBIAH,
            started_on="2025-09-01",
        ),
    )
    assert not await otterburn.sees(TOBIAH)
    await registry.apply(provider_led())
    assert await status(otterburn) == "active"
    (mentored,) = await enrolments(otterburn)
    assert mentored["mentor_id"] == str(TOBIAH)
    (trained,) = await enrolments(otterburn, TOBIAH)
    assert (trained["participant_type"], trained["participant_status"]) == ("mentor", "active")
    assert trained["eligible_for_funding"]


@pytest.mark.parametrize(
    ("school", "seen"),
    [
        pytest.param({}, ("left", "leaving"), id="none named"),
        pytest.param({"school_urn": FENBROOK.urn}, ("left", "leaving"), id="the school left"),
        pytest.param({"school_urn": SALTMARSH.urn}, ("leaving", None), id="the school joined"),
    ],
)
async def test_a_school_speaks_for_itself(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    school: dict[str, str],
    seen: tuple[str, str | None],
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        ect(at="2025-10-01T09:00:00Z", school_urn=SALTMARSH.urn, started_on="2025-10-20"),
        other_lead_provider(**school),
    )
    assert await statuses(larkfield, otterburn) == seen


async def act(api: Api, action: str, **attributes: str) -> Answer:
    """Ask for an action on Imogen's training."""
    members = {"course_identifier": "ecf-induction"} | attributes
    body = {"data": {"type": f"participant-{action}", "attributes": members}}
    return await api.call("PUT", f"{PARTICIPANTS_PATH}/{IMOGEN}/{action}", json=body)


async def test_who_deferred_cannot_resume_what_is_another_s_by_now(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(partnership(), partnership(OTTERBURN), ect())
    assert (await act(larkfield, "defer", reason="parental-leave")).status == 200
    await registry.apply(other_lead_provider())
    assert await statuses(larkfield, otterburn) == ("left", "active")
    (old,) = await enrolments(larkfield)
    assert (old["training_status"], old["deferral"]["reason"]) == ("deferred", "parental-leave")
    assert (await act(larkfield, "resume")).problem == (
        422,
        "participant_id",
        "This participant cannot be resumed because they are already active with another provider.",
    )


async def test_of_four_who_name_the_same_lead_provider_at_once_one_is_first(
    registry: Registry, service: ParticipantsService
) -> None:
    await registry.apply(partnership(), partnership(OTTERBURN), ect())
    answers = await asyncio.gather(*(registry.feed(other_lead_provider()) for _ in range(4)))
    codes = [one["code"] for (result,) in answers for one in result.get("errors", ())]
    assert codes == ["same_provider"] * 3
    assert await service.pool.fetchval("SELECT count(*) FROM training_periods") == 2
