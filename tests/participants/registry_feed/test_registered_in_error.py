"""Somebody registered in error: who forgets them, and what becomes free again."""

from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import Api
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
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


def in_error(**members: Any) -> dict[str, Any]:
    """Make the event of Fenbrook that should not have registered Imogen."""
    data = {"participant_id": IMOGEN, "role": "ect", "school_urn": FENBROOK.urn} | members
    return event("participant.registered_in_error", AT_NOON, **data)


@pytest.mark.parametrize("started_on", ["2025-09-01", "2025-10-15", "2025-10-16"])
async def test_nobody_sees_them_any_more(
    registry: Registry, service: ParticipantsService, larkfield: Api, started_on: str
) -> None:
    await registry.apply(partnership(), ect(started_on=started_on))
    assert await larkfield.sees(IMOGEN)
    await registry.apply(in_error())
    assert not await larkfield.sees(IMOGEN)
    assert await journal(service, LARKFIELD) == ["upsert", "deleted"]


async def test_registered_and_taken_back_at_once_nobody_ever_hears_of_it(
    registry: Registry, service: ParticipantsService, larkfield: Api
) -> None:
    await registry.apply(partnership(), ect(), in_error())
    assert not await larkfield.sees(IMOGEN)
    assert await journal(service, LARKFIELD) == []


async def test_no_name_and_no_trn_is_kept(registry: Registry, service: ParticipantsService) -> None:
    await registry.apply(ect(trn="4471902", corrected_name="Imo A."), in_error())
    row = await service.pool.fetchrow(
        "SELECT trn, first_name, last_name, corrected_name FROM teachers WHERE id = $1", IMOGEN
    )
    assert row is not None
    assert set(row.values()) == {None}
    assert await service.pool.fetchval("SELECT count(*) FROM teacher_trns") == 0


@pytest.mark.parametrize("together", [True, False], ids=["together", "apart"])
async def test_the_trn_is_free_and_so_is_the_school(
    registry: Registry, larkfield: Api, *, together: bool
) -> None:
    right = ect("Ima Achterberg", at=AT_NOON, trn="4471902")
    again = ect(at=AT_NOON, trn="4471903")
    await registry.apply(partnership(), ect(trn="4471902"))
    if together:
        await registry.apply(in_error(), right, again)
    else:
        for one in (in_error(), right, again):
            await registry.apply(one)
    assert await larkfield.sees(known("Ima Achterberg"))
    attributes = await larkfield.one(IMOGEN)
    assert (attributes["full_name"], attributes["teacher_reference_number"]) == (
        "Imogen Achterberg",
        "4471903",
    )


async def test_what_another_school_says_stands(
    registry: Registry,
    service: ParticipantsService,
    larkfield: Api,
    otterburn: Api,
) -> None:
    await registry.apply(
        partnership(OTTERBURN, school_urn=SALTMARSH.urn, cohort=2024),
        ect(
            at="2024-07-02T09:00:00Z",
            school_urn=SALTMARSH.urn,
            started_on="2024-09-01",
            lead_provider_id=OTTERBURN,
        ),
        partnership(cohort=2024),
        ect(),
    )
    assert await statuses(larkfield, otterburn) == ("active", "left")
    await registry.apply(in_error())
    assert await statuses(larkfield, otterburn) == (None, "left")
    assert await journal(service, OTTERBURN) == ["upsert"]
    assert (await otterburn.one(IMOGEN))["full_name"] == "Imogen Achterberg"


async def test_the_other_role_stands(registry: Registry, larkfield: Api) -> None:
    await registry.apply(partnership(), ect(), mentor("Imogen Achterberg"), in_error(role="mentor"))
    (only,) = await enrolments(larkfield)
    assert only["participant_type"] == "ect"


async def test_an_ect_has_no_mentor_who_should_not_have_been_registered(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        ect(),
        mentor(),
        event(
            "mentor.assigned",
            ect_participant_id=IMOGEN,
            mentor_participant_id=TOBIAH,
            started_on="2025-09-01",
        ),
    )
    assert (await enrolments(larkfield))[0]["mentor_id"] == str(TOBIAH)
    travel.move_to(moment("2025-10-15T12:00:00"))
    await registry.apply(in_error(participant_id=TOBIAH, role="mentor"))
    assert (await enrolments(larkfield))[0]["mentor_id"] is None
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2025-10-15T12:00:00Z"
    assert not await larkfield.sees(TOBIAH)


async def test_who_was_eligible_is_so_at_the_next_school(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(
        partnership(school_urn=SALTMARSH.urn),
        ect(),
        event(
            "induction.put",
            "2025-09-12T09:00:00Z",
            induction_id=known("induction"),
            participant_id=IMOGEN,
            appropriate_body="Fenland Teaching Hub",
            started_on="2025-09-03",
        ),
        in_error(),
        event("induction.removed", AT_NOON, induction_id=known("induction")),
        ect(at=AT_NOON, school_urn=SALTMARSH.urn),
    )
    (only,) = await enrolments(larkfield)
    assert only["eligible_for_funding"]
    assert only["overall_induction_start_date"] is None


async def test_an_event_that_concerns_others_too_says_so_to_everybody(
    registry: Registry, service: ParticipantsService, larkfield: Api
) -> None:
    await registry.apply(partnership(), ect(), ect("Another One"))
    await registry.apply(
        in_error(),
        event(
            "school.put",
            AT_NOON,
            school_id=FENBROOK.id,
            urn="901000",
            name="Fenbrook Academy",
            eligible=True,
        ),
    )
    assert await status(larkfield) is None
    assert await journal(service, LARKFIELD) == ["upsert", "deleted"]
    assert await journal(service, LARKFIELD, known("Another One")) == ["upsert", "upsert"]
