"""Everybody at once at the same schools: nobody waits in a circle, and what is seen is true."""

import asyncio
from collections.abc import Awaitable

import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import Answer, Api
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
    PARTNERSHIPS_PATH,
    SCHOOLS_PATH,
    agree,
    cohort,
    delivery_partner,
    find,
    replace_partner,
    school,
)
from tests.participants.registry import Registry, ect, mentor, partnership

AT = "2025-10-15T09:00:00Z"
SCHOOLS = (FENBROOK, SALTMARSH)
PEOPLE = [f"{place} Number{number}" for place in ("Fen", "Salt") for number in range(3)]


def renamed(name: str, *, backwards: bool) -> list[dict[str, object]]:
    """Make events of both schools, in one order or the other."""
    events = [
        school(school_id=one.id, urn=one.urn, name=f"{name} {one.urn}", induction_tutor_name=name)
        for one in SCHOOLS
    ]
    return events[::-1] if backwards else events


async def test_all_at_once(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    service: ParticipantsService,
    travel: time_machine.Traveller,
) -> None:
    lead_providers = (LARKFIELD, OTTERBURN)
    await registry.apply(
        delivery_partner(),
        *(
            partnership(one, school_urn=place.urn, cohort=year)
            for one in lead_providers
            for place in SCHOOLS
            for year in (2024, 2025)
            if (one, year) != (OTTERBURN, 2025)
        ),
        *(ect(name, at=AT, school_urn=SCHOOLS[name.startswith("Salt")].urn) for name in PEOPLE),
        *(
            ect(f"{place.urn} Starts", at=AT, school_urn=place.urn, started_on="2025-10-16")
            for place in SCHOOLS
        ),
    )
    travel.move_to(moment("2025-10-16T09:00:00"))
    mine = [one["id"] for one in await find(larkfield, PARTNERSHIPS_PATH, "filter[cohort]=2024")]
    calls: list[Awaitable[Answer]] = [
        *(act(larkfield, "defer", known(name), reason="other") for name in PEOPLE[:2]),
        *(
            act(
                larkfield,
                "change-schedule",
                known(name),
                schedule_identifier="ecf-extended-september",
                cohort="2024",
            )
            for name in PEOPLE[3:]
        ),
        *(agree(otterburn, school_id=str(place.id)) for place in SCHOOLS for _ in range(2)),
        *(replace_partner(larkfield, one, COASTAL) for one in mine),
        larkfield.call("GET", PARTNERSHIPS_PATH),
        larkfield.call("GET", f"{SCHOOLS_PATH}?filter[cohort]=2025&sort=-updated_at"),
    ]
    facts = [
        registry.apply(*renamed("First", backwards=False)),
        registry.apply(*renamed("Second", backwards=True)),
        registry.apply(*renamed("Third", backwards=False)),
        registry.apply(delivery_partner(DELIVERY_PARTNER, "Renamed Hub")),
        registry.apply(cohort(2025, finished_on="2026-05-30")),
        *(
            registry.apply(
                ect(f"New At{place.urn}", at=AT, lead_provider_id=one, school_urn=place.urn),
                mentor(f"New Mentor{place.urn}", at=AT, lead_provider_id=one),
            )
            for one, place in zip(lead_providers, SCHOOLS, strict=True)
        ),
    ]
    answers, *_ = await asyncio.gather(
        asyncio.gather(*calls),
        asyncio.gather(*facts),
        service.upkeep.tick(),
        service.upkeep.rebuild(),
    )
    assert sorted(answer.status for answer in answers) == [200] * (len(calls) - 2) + [422] * 2
    assert await service.upkeep.check() == []
    for lead_provider_id in lead_providers:
        rows = await service.pool.fetch(
            "SELECT position, changed_at FROM changes WHERE provider_id = $1 ORDER BY position",
            lead_provider_id,
        )
        assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
        moments = [row["changed_at"] for row in rows]
        assert moments == sorted(moments)
