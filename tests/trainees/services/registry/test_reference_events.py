import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import (
    KINGSMERE,
    WEXMOOR,
    Registry,
    event,
    lead_partner_put,
    provider_put,
    school_put,
)
from trainees_service.app import TraineesService

OTHER = UUID("0a4b8c6d-2e1f-4a3b-9c5d-7e6f8a9b0c04")


def placed_at(urn: str | None, **texts: str) -> dict[str, Any]:
    return make_data(placements_attributes=[{"urn": urn, **texts}])


async def test_a_school_that_changes_changes_its_placements(
    wexmoor: Api, registry: Registry, travel: time_machine.Traveller
) -> None:
    await registry.apply(school_put("901001"))
    before = await wexmoor.register(placed_at("901001"))
    elsewhere = await wexmoor.register(make_data(first_names="Rowan", email="rowan@post.example"))
    travel.shift(timedelta(minutes=1))
    await registry.apply(school_put("901001", name="Fenbrook High", postcode=None))
    after = (await wexmoor.get(before["trainee_id"])).data
    (placement,) = after["placements"]
    assert placement == before["placements"][0] | {
        "name": "Fenbrook High",
        "postcode": None,
        "address": "URN 901001, Fenbrook",
    }
    assert after["updated_at"] == "2026-11-24T10:31:00.000Z"
    assert (await wexmoor.get(elsewhere["trainee_id"])).data == elsewhere


async def test_what_a_view_does_not_show_does_not_move_it(
    wexmoor: Api, registry: Registry, travel: time_machine.Traveller
) -> None:
    await registry.apply(school_put("901001"), lead_partner_put())
    members = {"lead_partner_ukprn": "10990051", "employing_school_urn": "901001"}
    before = await wexmoor.register(placed_at("901001") | members)
    travel.shift(timedelta(minutes=1))
    await registry.apply(
        school_put("901001", open=False, lead_partner=True),
        lead_partner_put(name="Kingsmere University"),
        provider_put(name="Wexmoor University", code=None, accredited=False),
    )
    assert (await wexmoor.get(before["trainee_id"])).data == before


async def test_a_school_that_becomes_known_takes_over_placements_that_named_it(
    wexmoor: Api, registry: Registry
) -> None:
    before = await wexmoor.register(placed_at("901001", name="Own words", postcode="AA9 9ZZ"))
    assert before["placements"][0]["address"] == "URN 901001, AA9 9ZZ"
    await registry.apply(school_put("901001"))
    (placement,) = (await wexmoor.get(before["trainee_id"])).data["placements"]
    assert placement["name"] == "Fenbrook Academy"
    assert placement["address"] == "URN 901001, Fenbrook, AA1 1AA"
    await registry.apply(school_put("901001", name="Fenbrook High"))
    (placement,) = (await wexmoor.get(before["trainee_id"])).data["placements"]
    assert placement["name"] == "Fenbrook High"


async def test_numbers_of_provider_and_partner_reach_the_records(
    wexmoor: Api, registry: Registry
) -> None:
    await registry.apply(lead_partner_put(urn="901051"))
    before = await wexmoor.register(make_data(lead_partner_urn="901051"))
    await registry.apply(
        provider_put(ukprn="10990009"), lead_partner_put(urn="901052", ukprn="10990059")
    )
    after = (await wexmoor.get(before["trainee_id"])).data
    assert (after["ukprn"], after["lead_partner_urn"], after["lead_partner_ukprn"]) == (
        "10990009",
        "901052",
        "10990059",
    )


async def test_a_school_that_no_longer_leads_stays_where_it_is_named(
    wexmoor: Api, registry: Registry
) -> None:
    await registry.apply(school_put("901001", lead_partner=True))
    before = await wexmoor.register(make_data(lead_partner_urn="901001"))
    await registry.apply(school_put("901001", lead_partner=False))
    assert (await wexmoor.get(before["trainee_id"])).data == before
    new = await wexmoor.register(
        make_data(lead_partner_urn="901001", first_names="Rowan", email="rowan@post.example")
    )
    assert new["lead_partner_not_applicable"] is True


async def test_refusals(registry: Registry, service: TraineesService) -> None:
    await registry.apply(lead_partner_put(urn="901051"))
    table: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
        (
            lead_partner_put(OTHER, urn="901051", ukprn="10990051"),
            [("urn_taken", "/data/ukprn"), ("urn_taken", "/data/urn")],
        ),
        (
            provider_put(ukprn="1099000", name=" ", extra=1),
            [
                ("invalid_member", "/data/name"),
                ("invalid_member", "/data/ukprn"),
                ("unknown_member", "/data/extra"),
            ],
        ),
        (
            event("provider.put"),
            [
                ("missing_member", "/data/accredited"),
                ("missing_member", "/data/name"),
                ("missing_member", "/data/provider_id"),
                ("missing_member", "/data/ukprn"),
            ],
        ),
        (school_put("90100"), [("invalid_member", "/data/urn")]),
        (school_put("901001\n"), [("invalid_member", "/data/urn")]),
        (school_put("\u0669" * 6), [("invalid_member", "/data/urn")]),
        (school_put("900020"), [("invalid_member", "/data/urn")]),  # stands for no school
        (school_put("901001", open="yes"), [("invalid_member", "/data/open")]),
        (school_put("901001", name="a\x00b"), [("invalid_member", "/data/name")]),
        (
            event("lead_partner.put", lead_partner_id="x", name="A", ukprn="10990051"),
            [("invalid_member", "/data/lead_partner_id")],
        ),
        (event("trn.lost"), [("unknown_type", "/type")]),
    ]
    for refused, faults in table:
        assert sorted(await registry.refuse(refused)) == faults, refused
    async with service.pool.acquire() as conn:
        assert await conn.fetchval("SELECT count(*) FROM schools") == 0
        assert await conn.fetchval("SELECT count(*) FROM providers WHERE name = ' '") == 0


async def test_partners_may_hand_numbers_on(wexmoor: Api, registry: Registry) -> None:
    await registry.apply(
        lead_partner_put(urn="901051"),
        lead_partner_put(OTHER, name="Netherby Alliance", urn="901052", ukprn=None),
    )
    await registry.apply(
        lead_partner_put(urn=None),
        lead_partner_put(OTHER, name="Netherby Alliance", urn="901051", ukprn=None),
        lead_partner_put(urn="901052"),
    )
    registered = await wexmoor.register(make_data(lead_partner_urn="901052"))
    assert registered["lead_partner_ukprn"] == "10990051"


async def test_registrations_and_a_changing_school_never_leave_a_stale_view(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    async def register(number: int) -> None:
        person = {"first_names": f"T{chr(97 + number)}", "email": f"t{number}@post.example"}
        await wexmoor.register(placed_at("901001", name="Own words") | person)

    async def rename(number: int) -> None:
        await registry.apply(school_put("901001", name=f"Name {number}"))

    for round_ in range(3):
        await asyncio.gather(
            *(register(round_ * 8 + number) for number in range(8)),
            *(rename(round_ * 8 + number) for number in range(4)),
        )
    assert await service.upkeep.check() == []


async def test_a_registered_fact_keeps_the_day_of_its_first_report(
    registry: Registry, service: TraineesService
) -> None:
    await registry.apply(school_put("901001"))
    later = school_put("901001", name="Fenbrook High")
    await registry.apply(later | {"occurred_at": "2026-01-01T00:00:00Z"})
    async with service.pool.acquire() as conn:
        created = await conn.fetchval("SELECT created_at FROM schools WHERE urn = '901001'")
    assert created.isoformat() == "2025-07-02T09:15:44+00:00"


async def test_a_providers_token_does_not_open_the_feed(wexmoor: Api, registry: Registry) -> None:
    with_providers_token = Registry(registry.client, wexmoor.token)
    with pytest.raises(AssertionError, match="Forbidden"):
        await with_providers_token.feed(provider_put(WEXMOOR))


async def test_the_same_partner_again_is_no_collision_with_itself(registry: Registry) -> None:
    await registry.apply(lead_partner_put(KINGSMERE), lead_partner_put(KINGSMERE))
