"""Requests with a clock of their own, in a sandbox."""

import pytest
import time_machine

from participants_service.app import ParticipantsService, create_service
from participants_service.settings import ParticipantsSettings
from shared.database import Pool
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.conftest import serving
from tests.participants.people import known, moment
from tests.participants.registry import Registry, ect, event, partnership

IMOGEN = known("Imogen Achterberg")
NOW = "2025-10-15T11:00:00Z"


@pytest.fixture
async def joins_and_leaves(registry: Registry) -> None:
    """Imogen joins on 1 November and leaves on 1 May; another ECT stays."""
    await registry.apply(
        partnership(),
        ect(started_on="2025-11-01"),
        ect("Stays On"),
        event(
            "participant.leaving_reported",
            "2025-07-03T09:00:00Z",
            participant_id=IMOGEN,
            role="ect",
            school_urn="900417",
            leaving_on="2026-05-01",
        ),
        ect("Joins Too", started_on="2025-11-01"),
    )


@pytest.mark.parametrize(
    ("instant", "status", "updated_at"),
    [
        pytest.param("2025-10-15T20:00:00Z", "joining", NOW, id="later today"),
        pytest.param("2025-10-31T23:59:59Z", "joining", NOW, id="the last second"),
        pytest.param("2025-11-01T00:00:00Z", "active", "2025-11-01T00:00:00Z", id="that day"),
        pytest.param("2025-11-01", "active", "2025-11-01T00:00:00Z", id="a date alone"),
        pytest.param("2026-07-01T00:30:00+02:00", "active", "2025-11-01T00:00:00Z", id="offset"),
        pytest.param("2024-01-01T00:00:00Z", "joining", NOW, id="the past"),
    ],
)
@pytest.mark.usefixtures("joins_and_leaves")
async def test_an_answer_is_as_of_the_instant(
    larkfield: Api, instant: str, status: str, updated_at: str
) -> None:
    attributes = await larkfield.at(instant).one(known("Joins Too"))
    (enrolment,) = attributes["ecf_enrolments"]
    assert (enrolment["participant_status"], attributes["updated_at"]) == (status, updated_at)
    listed = {one["id"]: one["attributes"] for one in await larkfield.at(instant).find()}
    assert listed[str(known("Joins Too"))] == attributes


@pytest.mark.parametrize(
    ("instant", "status", "updated_at"),
    [
        pytest.param("2026-05-01T12:00:00Z", "leaving", NOW, id="the last day"),
        pytest.param("2026-05-01T23:00:00Z", "left", "2026-05-01T23:00:00Z", id="summer midnight"),
        pytest.param("2027-01-01T00:00:00Z", "left", "2026-05-01T23:00:00Z", id="long after"),
    ],
)
@pytest.mark.usefixtures("joins_and_leaves")
async def test_every_flip_until_the_instant_stamps_its_midnight(
    larkfield: Api, instant: str, status: str, updated_at: str
) -> None:
    attributes = await larkfield.at(instant).one(IMOGEN)
    (enrolment,) = attributes["ecf_enrolments"]
    assert (enrolment["participant_status"], attributes["updated_at"]) == (status, updated_at)


@pytest.mark.usefixtures("joins_and_leaves")
async def test_lists_filter_and_sort_by_what_they_show(larkfield: Api) -> None:
    stays, joins = str(known("Stays On")), str(known("Joins Too"))
    later = larkfield.at("2026-06-01T00:00:00Z")
    assert await later.ids("filter[updated_since]=2025-11-01") == [str(IMOGEN), joins]
    assert await later.ids("filter[updated_since]=2025-11-02") == [str(IMOGEN)]
    assert await later.ids("sort=updated_at") == [stays, joins, str(IMOGEN)]
    assert await later.ids("sort=-updated_at&page[per_page]=1&page[page]=2") == [joins]
    assert await larkfield.ids("filter[updated_since]=2025-11-01") == []


@pytest.mark.usefixtures("joins_and_leaves")
async def test_nothing_is_stored_and_nobody_else_is_affected(
    larkfield: Api, travel: time_machine.Traveller
) -> None:
    before = await larkfield.find()
    await larkfield.at("2027-01-01").find()
    await larkfield.at("2027-01-01").one(IMOGEN)
    assert await larkfield.find() == before


@pytest.mark.usefixtures("joins_and_leaves")
async def test_the_past_is_shown_after_a_flip_too(
    larkfield: Api, travel: time_machine.Traveller
) -> None:
    travel.move_to(moment("2025-11-05T09:00:00"))
    assert (await larkfield.one(known("Joins Too")))["updated_at"] == "2025-11-05T09:00:00Z"
    attributes = await larkfield.at("2025-10-20").one(known("Joins Too"))
    (enrolment,) = attributes["ecf_enrolments"]
    assert enrolment["participant_status"] == "joining"
    listed = {one["id"]: one["attributes"] for one in await larkfield.at("2025-10-20").find()}
    assert listed[str(known("Joins Too"))] == attributes


@pytest.mark.usefixtures("joins_and_leaves")
async def test_another_provider_sees_nobody_on_any_day(otterburn: Api) -> None:
    for instant in ("2024-01-01", "2027-01-01"):
        assert await otterburn.at(instant).find() == []
        answer = await otterburn.at(instant).call("GET", f"{PARTICIPANTS_PATH}/{IMOGEN}")
        assert answer.status == 404


@pytest.mark.usefixtures("joins_and_leaves")
async def test_outside_a_sandbox_the_header_is_ignored(
    larkfield: Api, service: ParticipantsService, participants_pool: Pool
) -> None:
    settings = ParticipantsSettings(sandbox=False)
    async with (
        create_service(settings, participants_pool) as opened,
        serving(opened.apps.public) as client,
    ):
        ordinary = Api(client, larkfield.token)
        assert await ordinary.at("2027-01-01").one(IMOGEN) == await larkfield.one(IMOGEN)
        assert await ordinary.at("nonsense").one(IMOGEN) == await larkfield.one(IMOGEN)
