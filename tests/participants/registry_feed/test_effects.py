"""What events about one thing do to the views of people they do not name."""

import asyncio
from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import Api
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership

IMOGEN = known("Imogen Achterberg")
TOBIAH = known("Tobiah Wrenfield")
AT_NOON, AT_ONE = "2025-10-15T11:00:00Z", "2025-10-15T12:00:00Z"


async def enrolment(api: Api, participant_id: Any = IMOGEN) -> dict[str, Any]:
    """Return somebody's only enrolment."""
    (only,) = (await api.one(participant_id))["ecf_enrolments"]
    return dict(only)


def school(urn: str, school_id: Any = FENBROOK.id) -> dict[str, Any]:
    """Make the event of a school with another number."""
    return event("school.put", school_id=school_id, urn=urn, name="Fenbrook", eligible=True)


def uplift(*, pupil_premium: bool = True, sparsity: bool = False) -> dict[str, Any]:
    """Make the event of Fenbrook's uplift in 2024."""
    return event(
        "uplift.put",
        school_urn=FENBROOK.urn,
        cohort=2024,
        pupil_premium=pupil_premium,
        sparsity=sparsity,
    )


def cohort(year: int, **members: Any) -> dict[str, Any]:
    """Make the event of a cohort."""
    data: dict[str, Any] = {
        "year": year,
        "started_on": f"{year}-06-01",
        "finished_on": f"{year + 1}-05-31",
        "enabled": True,
        "uplift_fees_enabled": year <= 2024,
        "mentor_funding_enabled": True,
        "detailed_evidence_types_enabled": True,
    }
    return event("cohort.put", **data | members)


def other_partner(*cohorts: int) -> dict[str, Any]:
    """Make the event of a second delivery partner of Larkfield."""
    return event(
        "delivery_partner.put",
        delivery_partner_id=known("Coastal Teaching Hub"),
        name="Coastal Teaching Hub",
        pairings=[{"lead_provider_id": str(LARKFIELD), "cohort": cohort} for cohort in cohorts],
    )


async def test_a_school_with_another_number_shows_it_to_all_who_train_there(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        partnership(school_urn=SALTMARSH.urn),
        ect(),
        mentor(),
        ect("At Saltmarsh", school_urn=SALTMARSH.urn),
    )
    travel.move_to(moment("2025-10-15T12:00:00"))
    await registry.apply(school("901000"))
    for name, urn, updated_at in (
        ("Imogen Achterberg", "901000", AT_ONE),
        ("Tobiah Wrenfield", "901000", AT_ONE),
        ("At Saltmarsh", SALTMARSH.urn, AT_NOON),
    ):
        assert (await enrolment(larkfield, known(name)))["school_urn"] == urn
        assert (await larkfield.one(known(name)))["updated_at"] == updated_at


async def test_two_schools_may_exchange_their_numbers(registry: Registry, larkfield: Api) -> None:
    await registry.apply(partnership(), ect())
    await registry.apply(
        school("901000"), school(FENBROOK.urn, SALTMARSH.id), school(SALTMARSH.urn, FENBROOK.id)
    )
    assert (await enrolment(larkfield))["school_urn"] == SALTMARSH.urn


async def test_uplifts_follow_the_school_and_the_flag_of_the_cohort(
    registry: Registry, larkfield: Api
) -> None:
    async def uplifts() -> tuple[bool, bool]:
        shown = await enrolment(larkfield)
        return shown["pupil_premium_uplift"], shown["sparsity_uplift"]

    await registry.apply(partnership(cohort=2024), ect(cohort=2024))
    assert await uplifts() == (False, False)
    await registry.apply(uplift())
    assert await uplifts() == (True, False)
    await registry.apply(cohort(2024, uplift_fees_enabled=False))
    assert await uplifts() == (False, False)
    await registry.apply(uplift(sparsity=True), cohort(2024))
    assert await uplifts() == (True, True)


async def test_a_partnership_with_another_delivery_partner_shows_it(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(partnership(), ect(), other_partner(2025))
    assert (await enrolment(larkfield))["delivery_partner_id"] == str(DELIVERY_PARTNER)
    await registry.apply(partnership(delivery_partner_id=known("Coastal Teaching Hub")))
    assert (await enrolment(larkfield))["delivery_partner_id"] == str(known("Coastal Teaching Hub"))


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("partnership_first", [True, False])
async def test_a_partnership_shows_people_whichever_comes_first(
    registry: Registry, larkfield: Api, together: bool, partnership_first: bool
) -> None:
    events = [partnership(), ect()] if partnership_first else [ect(), partnership()]
    if together:
        await registry.apply(*events)
    else:
        for one in events:
            await registry.apply(one)
    assert await larkfield.sees(IMOGEN)


async def test_a_partnership_under_the_number_a_school_has_just_got_shows_who_waits(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(ect())
    await registry.apply(school("901000"), partnership(school_urn="901000"))
    assert (await enrolment(larkfield))["school_urn"] == "901000"


async def test_a_partnership_rolled_over_shows_who_waits(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(partnership(cohort=2024), ect(), ect("Other", lead_provider_id=OTTERBURN))
    assert not await larkfield.sees(IMOGEN)
    await registry.apply(
        event(
            "partnership.rolled_over",
            partnership_id=known("rolled over"),
            school_urn=FENBROOK.urn,
            lead_provider_id=LARKFIELD,
            from_cohort=2024,
            to_cohort=2025,
        )
    )
    shown = await enrolment(larkfield)
    assert (shown["cohort"], shown["delivery_partner_id"]) == ("2025", str(DELIVERY_PARTNER))
    assert not await otterburn.sees(known("Other"))


@pytest.fixture
async def mentored(registry: Registry) -> None:
    """Imogen has Tobiah as her mentor."""
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


@pytest.mark.usefixtures("mentored")
async def test_a_mentor_who_leaves_is_a_mentor_until_that_day(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    left = {"participant_id": TOBIAH, "role": "mentor", "school_urn": FENBROOK.urn}
    await registry.apply(
        event("participant.leaving_reported", AT_NOON, leaving_on="2025-10-15", **left)
    )
    assert (await enrolment(larkfield))["mentor_id"] == str(TOBIAH)
    travel.move_to(moment("2025-10-16T11:00:00"))
    assert (await enrolment(larkfield))["mentor_id"] is None
    await registry.apply(event("participant.leaving_cancelled", "2025-10-16T11:00:00Z", **left))
    assert (await enrolment(larkfield))["mentor_id"] == str(TOBIAH)


@pytest.mark.usefixtures("mentored")
async def test_mentees_follow_a_mentor_who_is_merged(registry: Registry, larkfield: Api) -> None:
    survivor = known("Tobias Wrenfield")
    await registry.apply(
        mentor("Tobias Wrenfield", school_urn=SALTMARSH.urn, lead_provider_id=None),
        event(
            "participants.merged",
            AT_NOON,
            from_participant_id=TOBIAH,
            into_participant_id=survivor,
        ),
    )
    assert (await enrolment(larkfield))["mentor_id"] == str(survivor)
    assert not await larkfield.sees(TOBIAH)
    attributes = await larkfield.one(survivor)
    assert attributes["participant_id_changes"] == [
        {
            "from_participant_id": str(TOBIAH),
            "to_participant_id": str(survivor),
            "changed_at": AT_NOON,
        }
    ]


@pytest.mark.usefixtures("mentored")
async def test_the_journal_says_whom_a_merged_participant_became(
    registry: Registry, service: ParticipantsService
) -> None:
    survivor = known("Tobias Wrenfield")
    await registry.apply(
        mentor("Tobias Wrenfield", school_urn=SALTMARSH.urn, lead_provider_id=None),
        event(
            "participants.merged",
            AT_NOON,
            from_participant_id=TOBIAH,
            into_participant_id=survivor,
        ),
    )
    rows = await service.pool.fetch(
        "SELECT op, merged_into FROM changes WHERE resource_id = $1 ORDER BY position",
        str(TOBIAH),
    )
    assert [tuple(row) for row in rows] == [("upsert", None), ("merged", str(survivor))]


async def test_an_untrained_mentor_of_an_ect_is_trained_by_the_same_lead_provider(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(partnership(), ect(), mentor(lead_provider_id=None))
    assert not await larkfield.sees(TOBIAH)
    await registry.apply(
        event(
            "mentor.assigned",
            "2025-09-10T09:00:00Z",
            ect_participant_id=IMOGEN,
            mentor_participant_id=TOBIAH,
            started_on="2025-09-01",
        )
    )
    shown = await enrolment(larkfield, TOBIAH)
    assert (shown["participant_type"], shown["eligible_for_funding"]) == ("mentor", True)


async def test_a_new_cohort_has_the_schedules_and_milestones_of_the_one_before(
    registry: Registry, service: ParticipantsService, larkfield: Api
) -> None:
    await registry.apply(
        cohort(2028),
        event(
            "lead_provider.put",
            lead_provider_id=LARKFIELD,
            name="Larkfield",
            cohorts=[*COHORTS, 2028],
        ),
        other_partner(2028),
        partnership(cohort=2028, delivery_partner_id=known("Coastal Teaching Hub")),
        ect(started_on="2028-09-01"),
    )
    shown = await enrolment(larkfield)
    assert (shown["cohort"], shown["schedule_identifier"]) == ("2028", "ecf-standard-september")
    counts = await service.pool.fetch(
        """
        SELECT s.identifier, array_agg(m.start_date - interval '2 years' = e.start_date) AS same
          FROM schedules AS s
          JOIN milestones AS m ON (m.cohort, m.schedule_identifier) = (s.cohort, s.identifier)
          JOIN milestones AS e
               ON (e.cohort, e.schedule_identifier, e.declaration_type)
                = (2026, m.schedule_identifier, m.declaration_type)
         WHERE s.cohort = 2028
         GROUP BY s.identifier
        """
    )
    assert len(counts) == 12
    assert all(all(row["same"]) for row in counts)
    await registry.apply(cohort(2028, enabled=False), cohort(2027))


async def test_a_lead_provider_leaves_a_cohort_with_its_pairings_and_may_come_back(
    registry: Registry, service: ParticipantsService
) -> None:
    async def pairings() -> int:
        count: int = await service.pool.fetchval(
            "SELECT count(*) FROM pairings WHERE lead_provider_id = $1 AND cohort = 2025",
            LARKFIELD,
        )
        return count

    for cohorts in ((2024,), COHORTS):
        await registry.apply(
            event(
                "lead_provider.put", lead_provider_id=LARKFIELD, name="Larkfield", cohorts=cohorts
            )
        )
        assert await pairings() == 0
    await registry.apply(other_partner(2025))
    assert await pairings() == 1


async def test_a_pairing_may_go_once_no_partnership_rests_on_it(registry: Registry) -> None:
    await registry.apply(
        other_partner(2024, 2025),
        partnership(delivery_partner_id=known("Coastal Teaching Hub")),
        partnership(),
        other_partner(2024),
    )


async def test_one_person_registered_by_two_at_once_is_registered_once(
    registry: Registry, service: ParticipantsService
) -> None:
    answers = await asyncio.gather(*(registry.feed(ect(trn="4471902")) for _ in range(4)))
    statuses = sorted(result["status"] for (result,) in answers)
    assert statuses == ["applied", "rejected", "rejected", "rejected"]
    codes = {one["code"] for (result,) in answers for one in result.get("errors", ())}
    assert codes == {"same_school"}
    assert await service.pool.fetchval("SELECT count(*) FROM school_periods") == 1


async def test_one_trn_given_to_two_at_once_is_given_once(registry: Registry) -> None:
    answers = await asyncio.gather(
        *(registry.feed(ect(f"Person {number}", trn="4471902")) for number in range(4))
    )
    codes = [one["code"] for (result,) in answers for one in result.get("errors", ())]
    assert codes == ["trn_taken"] * 3


async def test_nobody_registered_while_a_partnership_is_made_is_left_waiting(
    registry: Registry, larkfield: Api
) -> None:
    people = [f"Person {number}" for number in range(12)]
    await asyncio.gather(
        *(registry.apply(ect(name)) for name in people[:6]),
        registry.apply(partnership()),
        *(registry.apply(ect(name)) for name in people[6:]),
    )
    assert set(await larkfield.ids()) == {str(known(name)) for name in people}
