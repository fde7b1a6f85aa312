"""Unfunded mentors over HTTP: how they come, stay and go, and who sees them."""

from typing import Any
from uuid import UUID

import pytest
import time_machine

from participants_service.app import ParticipantsService
from shared.database import Pool
from tests.participants.api import Api
from tests.participants.derived import (
    UNFUNDED_MENTORS_PATH,
    joins,
    journal,
    leaves,
    looks_after,
    looks_after_no_more,
    merged,
    third_lead_provider,
    unfunded_mentor,
    unfunded_mentors,
)
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    MARRAM,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.registry import Registry, ect, event, mentor, partnership

NAME, IMOGEN = "Imogen Achterberg", known("Imogen Achterberg")
MENTOR, TOBIAH = "Tobiah Wrenfield", known("Tobiah Wrenfield")
ADA = known("Ada Ash")
NOW = "2025-10-15T11:00:00Z"
LATER = "2025-10-15T12:30:00Z"
ELSEWHERE: dict[str, Any] = {"lead_provider_id": MARRAM}
AT_SALTMARSH: dict[str, Any] = {"school_urn": SALTMARSH.urn}


async def mentor_id(api: Api, participant_id: Any = IMOGEN) -> str | None:
    """Return whom an ECT of the lead provider has as a mentor."""
    shown: str | None = (await api.one(participant_id))["ecf_enrolments"][0]["mentor_id"]
    return shown


async def updated_at(api: Api) -> str:
    seen = await unfunded_mentor(api, TOBIAH)
    assert seen is not None
    shown: str = seen["updated_at"]
    return shown


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
async def test_a_mentor_with_everything(larkfield: Api) -> None:
    answer = await larkfield.call("GET", f"{UNFUNDED_MENTORS_PATH}/{TOBIAH}")
    assert answer.body == {
        "data": {
            "id": str(TOBIAH),
            "type": "unfunded-mentor",
            "attributes": {
                "full_name": "Tobiah Wrenfield",
                "email": "tobiah@fenbrook-academy.example",
                "teacher_reference_number": "3318840",
                "created_at": "2025-07-02T09:15:44Z",
                "updated_at": NOW,
            },
        }
    }
    listed = await larkfield.call("GET", UNFUNDED_MENTORS_PATH)
    assert listed.body == {"data": [answer.body["data"]]}
    assert await mentor_id(larkfield) == str(TOBIAH)
    assert not await larkfield.sees(TOBIAH)


async def test_a_mentor_whom_another_lead_provider_trains(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        mentor(lead_provider_id=OTTERBURN),
        looks_after(MENTOR, NAME, "2025-09-01"),
    )
    assert list(await unfunded_mentors(larkfield)) == [TOBIAH]
    assert await otterburn.sees(TOBIAH)
    assert await unfunded_mentor(otterburn, TOBIAH) is None


async def test_three_lead_providers_see_only_the_mentors_of_their_own_ects(
    registry: Registry, larkfield: Api, otterburn: Api, marram: Api
) -> None:
    """Tobiah is of Larkfield and mentors for all three; Ada is of Marram, for Otterburn alone."""
    await registry.apply(
        *(partnership(one) for one in (LARKFIELD, OTTERBURN, MARRAM)),
        ect(),
        ect("Of Otterburn", lead_provider_id=OTTERBURN),
        ect("Of Marram", lead_provider_id=MARRAM),
        mentor(),
        mentor("Ada Ash", **ELSEWHERE),
        *(
            looks_after(name, ect_name, "2025-09-01")
            for name, ect_name in ((MENTOR, NAME), (MENTOR, "Of Marram"), (MENTOR, "Of Otterburn"))
        ),
        ect("Also Of Otterburn", lead_provider_id=OTTERBURN),
        looks_after("Ada Ash", "Also Of Otterburn", "2025-09-01"),
    )
    seen = [set(await unfunded_mentors(api)) for api in (larkfield, otterburn, marram)]
    assert seen == [set(), {TOBIAH, ADA}, {TOBIAH}]
    for api, participant_id in ((larkfield, TOBIAH), (larkfield, ADA), (marram, ADA)):
        assert await unfunded_mentor(api, participant_id) is None


async def test_nobody_is_seen_through_an_ect_who_is_not(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    """The partnership that shows the ECT shows the mentor at the same moment."""
    await registry.apply(ect(), mentor(**ELSEWHERE), looks_after(MENTOR, NAME, "2025-09-01"))
    assert await unfunded_mentors(larkfield) == {}
    travel.move_to(moment(LATER[:-1]))
    await registry.apply(partnership())
    assert await larkfield.sees(IMOGEN)
    assert await updated_at(larkfield) == LATER


async def test_a_mentor_with_the_ects_of_others_changes_hands_as_they_do(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    """The ECT goes to a school of Otterburn, and finds the mentor there."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, **AT_SALTMARSH),
        ect(),
        mentor(**ELSEWHERE),
        mentor(
            **AT_SALTMARSH,
            also_at_other_schools=True,
            **ELSEWHERE,
            email="wrenfield@saltmarsh.example",
        ),
        looks_after(MENTOR, NAME, "2025-09-01"),
    )
    assert list(await unfunded_mentors(larkfield)) == [TOBIAH]
    await registry.apply(
        joins(NAME, "2025-10-06", lead_provider_id=OTTERBURN),
        looks_after(MENTOR, NAME, "2025-10-06", at="2025-10-06T09:00:00Z"),
    )
    assert await unfunded_mentors(larkfield) == {}
    seen = await unfunded_mentor(otterburn, TOBIAH)
    assert seen is not None
    assert seen["email"] == "wrenfield@saltmarsh.example"


def never_came(participant_id: UUID, role: str) -> dict[str, Any]:
    """Make a school's report that somebody should not have been registered there."""
    return event(
        "participant.registered_in_error",
        participant_id=participant_id,
        role=role,
        school_urn=FENBROOK.urn,
    )


GOES: list[Any] = [
    pytest.param([looks_after_no_more(NAME, "2025-10-10")], "access_ended", id="unassigned"),
    pytest.param([leaves(NAME, "2025-10-10")], "access_ended", id="the ECT left"),
    pytest.param(
        [leaves(MENTOR, "2025-10-10", role="mentor")], "access_ended", id="the mentor left"
    ),
    pytest.param([leaves(MENTOR, "2025-09-01", role="mentor")], "access_ended", id="left at once"),
    pytest.param(
        [partnership(**AT_SALTMARSH), ect(MENTOR, **AT_SALTMARSH)], "access_ended", id="is an ECT"
    ),
    pytest.param(
        [ect(MENTOR, **AT_SALTMARSH), partnership(**AT_SALTMARSH)],
        "access_ended",
        id="is seen to be an ECT",
    ),
    pytest.param(
        [mentor("Ada Ash", **ELSEWHERE), looks_after("Ada Ash", NAME, "2025-10-01")],
        "access_ended",
        id="another mentor",
    ),
    pytest.param(
        [
            partnership(**AT_SALTMARSH),
            ect("Ada Ash", **AT_SALTMARSH),
            merged("Ada Ash", MENTOR),
        ],
        "access_ended",
        id="was an ECT under another id",
    ),
    pytest.param(
        [ect("Ada Ash", **AT_SALTMARSH, programme="school_led"), merged(MENTOR, "Ada Ash")],
        "merged",
        id="merged",
    ),
    pytest.param([never_came(TOBIAH, "mentor")], "deleted", id="registered in error"),
    pytest.param([never_came(IMOGEN, "ect")], "access_ended", id="the ECT registered in error"),
]


@pytest.mark.parametrize(("facts", "op"), GOES)
@pytest.mark.usefixtures("tobiah")
async def test_a_mentor_goes(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    participants_pool: Pool,
    *,
    facts: list[dict[str, Any]],
    op: str,
) -> None:
    await registry.apply(*facts)
    assert await unfunded_mentor(larkfield, TOBIAH) is None
    entries = await journal(participants_pool, "unfunded-mentor")
    assert (LARKFIELD, TOBIAH, op) in entries
    assert await service.upkeep.check() == []


@pytest.mark.parametrize("at_once", [True, False], ids=["together", "one by one"])
@pytest.mark.parametrize(("facts", "op"), GOES)
async def test_it_does_not_matter_how_events_arrive(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    *,
    facts: list[dict[str, Any]],
    op: str,
    at_once: bool,
) -> None:
    events = [
        partnership(),
        ect(),
        ect("Ivy Ivory"),
        mentor(**ELSEWHERE),
        looks_after(MENTOR, NAME, "2025-09-01"),
        looks_after(MENTOR, "Ivy Ivory", "2025-09-01"),
        looks_after_no_more("Ivy Ivory", "2025-09-30"),
        *facts,
    ]
    if at_once:
        await registry.apply(*events)
    else:
        for one in events:
            await registry.apply(one)
    assert await unfunded_mentor(larkfield, TOBIAH) is None
    assert await service.upkeep.check() == []
