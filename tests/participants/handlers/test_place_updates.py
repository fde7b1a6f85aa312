"""`updated_at` of partnerships, schools and delivery partners: what moves it, for whom."""

from collections.abc import Sequence
from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import Api
from tests.participants.handlers.test_actions import act
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.places import (
    COASTAL,
    agree,
    cohort,
    delivery_partner,
    delivery_partner_of,
    made,
    partnership_of,
    replace_partner,
    school,
    school_of,
)
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership

NOW = "2025-10-15T11:00:00Z"
LATER = "2025-10-15T15:00:00Z"
AT = "2025-10-15T14:59:00Z"
PARTNERSHIP = known(f"partnership {LARKFIELD} 900417 2025")
IMOGEN = known("Imogen Achterberg")
TUTOR = {"induction_tutor_name": "Priya Oduya", "induction_tutor_email": "p.oduya@school.example"}
PAIRED = [(one, year) for one in (LARKFIELD, OTTERBURN) for year in COHORTS]

Events = Sequence[dict[str, Any]]


def leaving(on: str) -> dict[str, Any]:
    return event(
        "participant.leaving_reported",
        AT,
        participant_id=IMOGEN,
        role="ect",
        school_urn=FENBROOK.urn,
        leaving_on=on,
    )


@pytest.fixture
async def place(registry: Registry, travel: time_machine.Traveller) -> Registry:
    """Imogen trains with Larkfield at Fenbrook, which has a tutor; then it is four hours later."""
    await registry.apply(delivery_partner(), school(**TUTOR), partnership(), ect())
    travel.move_to(moment(LATER.removesuffix("Z")))
    return registry


@pytest.mark.parametrize(
    ("events", "moves"),
    [
        pytest.param([delivery_partner(DELIVERY_PARTNER, "New Name")], True, id="hub renamed"),
        pytest.param(
            [delivery_partner(DELIVERY_PARTNER, "Fenland Teaching Hub", pairings=PAIRED[1:])],
            False,
            id="hub paired otherwise",
        ),
        pytest.param([partnership(delivery_partner_id=COASTAL)], True, id="another hub"),
        pytest.param([partnership()], False, id="the same again"),
        pytest.param([school(**TUTOR, urn="900999")], True, id="another URN"),
        pytest.param([school(**TUTOR, name="Fenbrook School")], False, id="school renamed"),
        pytest.param([school(**TUTOR, eligible=False)], False, id="school no longer eligible"),
        pytest.param(
            [school(**TUTOR | {"induction_tutor_name": "Tam Reed"})], True, id="another tutor"
        ),
        pytest.param(
            [school(**TUTOR | {"induction_tutor_email": "tutor@school.example"})],
            True,
            id="another address",
        ),
        pytest.param(
            [school(**TUTOR, primary_contact_email="office@school.example")],
            False,
            id="a contact behind the tutor",
        ),
        pytest.param(
            [school(induction_tutor_name="Priya Oduya", primary_contact_email="x@school.example")],
            True,
            id="a contact instead of the tutor",
        ),
        pytest.param([ect("New One", at=AT)], True, id="somebody starts today"),
        pytest.param([mentor("New One", at=AT)], True, id="a mentor starts today"),
        pytest.param(
            [ect("New One", at=AT, started_on="2025-10-16")], False, id="somebody starts tomorrow"
        ),
        pytest.param(
            [ect("New One", at=AT, lead_provider_id=OTTERBURN)], False, id="with somebody else"
        ),
        pytest.param([leaving("2025-10-14")], True, id="somebody left yesterday"),
        pytest.param([leaving("2025-10-15")], False, id="somebody leaves today"),
        pytest.param(
            [
                event(
                    "participant.details_changed",
                    AT,
                    participant_id=IMOGEN,
                    role="ect",
                    corrected_name="Imogen Ashdown",
                )
            ],
            False,
            id="a person is renamed",
        ),
        pytest.param(
            [ect("Imogen Achterberg", at=AT, started_on="2025-10-15", school_urn=SALTMARSH.urn)],
            True,
            id="somebody moves away",
        ),
    ],
)
async def test_the_partnership(
    place: Registry, larkfield: Api, events: Events, moves: bool
) -> None:
    before = await partnership_of(larkfield, PARTNERSHIP)
    assert before["updated_at"] == NOW
    await place.apply(*events)
    after = await partnership_of(larkfield, PARTNERSHIP)
    assert after["updated_at"] == (LATER if moves else NOW)
    assert (before == after) is not moves


async def test_the_number_of_a_partnership_follows_the_calendar(
    place: Registry,
    larkfield: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
) -> None:
    await place.apply(leaving("2025-11-03"), ect("New One", at=AT, started_on="2025-10-26"))
    for instant, number, updated_at in (
        ("2025-10-15T15:00:00Z", 1, NOW),
        ("2025-10-25T22:59:59Z", 1, NOW),
        ("2025-10-25T23:00:00Z", 2, "2025-10-25T23:00:00Z"),
        ("2025-11-03T23:59:59Z", 2, "2025-10-25T23:00:00Z"),
        ("2025-11-04T08:00:00Z", 1, "2025-11-04T08:00:00Z"),
    ):
        travel.move_to(moment(instant.removesuffix("Z")))
        shown = await partnership_of(larkfield, PARTNERSHIP)
        assert shown["participants_currently_training"] == number
        assert shown["updated_at"] == updated_at
        assert await service.upkeep.check() == []


async def test_actions_move_the_partnership_when_the_number_changes(
    place: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    """Who is deferred still trains that day; who resumes the next day trains from then on."""
    assert (await act(larkfield, "defer", reason="other")).status == 200
    assert (await partnership_of(larkfield, PARTNERSHIP))["updated_at"] == NOW
    travel.move_to(moment("2025-10-16T08:00:00"))
    shown = await partnership_of(larkfield, PARTNERSHIP)
    assert (shown["participants_currently_training"], shown["updated_at"]) == (
        0,
        "2025-10-16T08:00:00Z",
    )
    travel.move_to(moment("2025-10-16T09:00:00"))
    assert (await act(larkfield, "resume")).status == 200
    shown = await partnership_of(larkfield, PARTNERSHIP)
    assert (shown["participants_currently_training"], shown["updated_at"]) == (
        1,
        "2025-10-16T09:00:00Z",
    )


async def test_another_cohort_takes_somebody_from_one_partnership_to_the_other(
    place: Registry, larkfield: Api
) -> None:
    earlier = partnership(cohort=2024)
    await place.apply(earlier)
    answer = await act(
        larkfield, "change-schedule", schedule_identifier="ecf-standard-september", cohort="2024"
    )
    assert answer.status == 200, answer
    old = await partnership_of(larkfield, PARTNERSHIP)
    new = await partnership_of(larkfield, earlier["data"]["partnership_id"])
    # The old training ended yesterday, the new one begins today.
    assert old["participants_currently_training"] == 0
    assert new["participants_currently_training"] == 1
    assert (old["updated_at"], new["updated_at"]) == (LATER, LATER)
    assert (await school_of(larkfield, 2024))["expression_of_interest"] is True
    assert (await school_of(larkfield, 2025))["expression_of_interest"] is True


@pytest.mark.parametrize(
    ("events", "larkfield_moves", "otterburn_moves", "other_cohort_moves"),
    [
        pytest.param([school(**TUTOR, name="New Name")], True, True, True, id="renamed"),
        pytest.param([school(**TUTOR, urn="900999")], True, True, True, id="another URN"),
        pytest.param(
            [school(**TUTOR | {"induction_tutor_name": "Tam Reed"})],
            True,
            False,
            False,
            id="another tutor is the business of whom the school is interested in",
        ),
        pytest.param(
            [school(**TUTOR, primary_contact_email="office@school.example")],
            False,
            False,
            False,
            id="a contact behind the tutor",
        ),
        pytest.param([school(**TUTOR)], False, False, False, id="the same again"),
        pytest.param([partnership(OTTERBURN)], False, False, False, id="a second partnership"),
        pytest.param(
            [partnership(OTTERBURN, cohort=2024)],
            False,
            False,
            True,
            id="a partnership in another cohort",
        ),
        pytest.param(
            [ect("New One", at=AT, lead_provider_id=OTTERBURN)],
            False,
            True,
            False,
            id="interest in another lead provider",
        ),
        pytest.param([ect("New One", at=AT)], False, False, False, id="more of the same interest"),
        pytest.param(
            [mentor("New One", at=AT, lead_provider_id=None)], False, False, False, id="untrained"
        ),
        pytest.param(
            [ect("New One", at=AT, programme="school_led")], False, False, False, id="school-led"
        ),
        pytest.param(
            [
                ect(
                    "New One",
                    at=AT,
                    cohort=2024,
                    schedule_identifier="ecf-standard-september",
                    lead_provider_id=OTTERBURN,
                )
            ],
            False,
            False,
            True,
            id="somebody in another cohort",
        ),
        pytest.param(
            [leaving("2025-10-14")], False, False, False, id="interest outlives a leaving"
        ),
        pytest.param([delivery_partner(COASTAL, "X")], False, False, False, id="hub renamed"),
        pytest.param([cohort(2025, AT)], False, False, False, id="the same cohort again"),
    ],
)
async def test_the_school(
    *,
    place: Registry,
    larkfield: Api,
    otterburn: Api,
    events: Events,
    larkfield_moves: bool,
    otterburn_moves: bool,
    other_cohort_moves: bool,
) -> None:
    views = ((larkfield, 2025), (otterburn, 2025), (larkfield, 2024))
    before = [await school_of(api, year) for api, year in views]
    await place.apply(*events)
    after = [await school_of(api, year) for api, year in views]
    expected = (larkfield_moves, otterburn_moves, other_cohort_moves)
    for old, new, moves in zip(before, after, expected, strict=True):
        assert old["updated_at"] == NOW
        assert new["updated_at"] == (LATER if moves else NOW)
        assert (old == new) is not moves


async def test_interest_that_ends_takes_the_tutor_along(
    place: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    # Training that begins only today is undone by a leaving that was before.
    await place.apply(ect("Waits", at=AT, lead_provider_id=OTTERBURN))
    shown = await school_of(otterburn)
    assert (shown["expression_of_interest"], shown["induction_tutor_name"]) == (True, "Priya Oduya")
    travel.move_to(moment("2025-10-15T16:00:00"))
    await place.apply(
        event(
            "participant.leaving_reported",
            "2025-10-15T15:59:00Z",
            participant_id=known("Waits"),
            role="ect",
            school_urn=FENBROOK.urn,
            leaving_on="2025-10-10",
        )
    )
    shown = await school_of(otterburn)
    assert (shown["expression_of_interest"], shown["induction_tutor_name"]) == (False, None)
    assert shown["updated_at"] == "2025-10-15T16:00:00Z"
    assert (await school_of(larkfield))["updated_at"] == NOW
    travel.move_to(moment("2025-10-15T17:00:00"))
    await place.apply(school(**TUTOR | {"induction_tutor_name": "Tam Reed"}))
    assert (await school_of(otterburn))["updated_at"] == "2025-10-15T16:00:00Z"
    await place.apply(school(**TUTOR, name="New Name"))
    assert (await school_of(otterburn))["updated_at"] == "2025-10-15T17:00:00Z"


@pytest.mark.parametrize(
    ("events", "moves"),
    [
        pytest.param([delivery_partner(COASTAL, "New Name")], True, id="renamed"),
        pytest.param([delivery_partner(pairings=PAIRED[1:])], True, id="a pairing ends"),
        pytest.param([delivery_partner(pairings=PAIRED[:-1])], False, id="that of somebody else"),
        pytest.param([delivery_partner(pairings=PAIRED[::-1])], False, id="in another order"),
        pytest.param([delivery_partner()], False, id="the same again"),
        pytest.param(
            [
                cohort(2027, AT),
                event(
                    "lead_provider.put",
                    lead_provider_id=LARKFIELD,
                    name="Larkfield Teaching Institute",
                    cohorts=[*COHORTS, 2027],
                ),
                delivery_partner(pairings=[*PAIRED, (LARKFIELD, 2027)]),
            ],
            True,
            id="a pairing in a new cohort",
        ),
        pytest.param(
            [
                event(
                    "lead_provider.put",
                    lead_provider_id=LARKFIELD,
                    name="Larkfield Teaching Institute",
                    cohorts=COHORTS[1:],
                )
            ],
            True,
            id="a cohort in which we are no longer active",
        ),
        pytest.param(
            [event("lead_provider.put", lead_provider_id=LARKFIELD, name="Other", cohorts=COHORTS)],
            False,
            id="we are renamed",
        ),
    ],
)
async def test_the_delivery_partner(
    place: Registry, larkfield: Api, events: Events, moves: bool
) -> None:
    before = await delivery_partner_of(larkfield, COASTAL)
    assert before["updated_at"] == NOW
    await place.apply(*events)
    after = await delivery_partner_of(larkfield, COASTAL)
    assert after["updated_at"] == (LATER if moves else NOW)
    assert (before == after) is not moves


async def test_what_the_api_changes_moves_what_it_shows(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(delivery_partner(), ect())
    travel.move_to(moment("2025-10-15T15:00:00"))
    one = made(await agree(larkfield))
    for api in (larkfield, otterburn):
        shown = await school_of(api)
        assert (shown["in_partnership"], shown["updated_at"]) == (True, LATER)
        assert (await school_of(api, 2024))["updated_at"] == NOW
    travel.move_to(moment("2025-10-15T16:00:00"))
    await replace_partner(larkfield, one["id"])
    assert (await partnership_of(larkfield, one["id"]))["updated_at"] == "2025-10-15T16:00:00Z"
    assert (await school_of(larkfield))["updated_at"] == LATER
