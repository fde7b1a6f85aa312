"""Two records of one person, seen by two lead providers before and after they are merged."""

from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.people import LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.registry import Registry, ect, event, mentor, partnership
from tests.participants.registry_feed.seeing import IMOGEN, enrolments, journal

IMA = known("Ima Achterberg")
AT_NOON, AT_ONE = "2025-10-15T11:00:00Z", "2025-10-15T12:00:00Z"


def merged(source: Any = IMA, survivor: Any = IMOGEN, at: str = AT_NOON) -> dict[str, Any]:
    """Make the event of a merge."""
    return event(
        "participants.merged", at, from_participant_id=source, into_participant_id=survivor
    )


CHANGE = {
    "from_participant_id": str(IMA),
    "to_participant_id": str(IMOGEN),
    "changed_at": AT_NOON,
}


@pytest.fixture
async def two_records(registry: Registry, travel: time_machine.Traveller) -> Registry:
    """Ima was an ECT of Otterburn's at Saltmarsh, Imogen is one of Larkfield's at Fenbrook.

    It is an hour later now.
    """
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn, cohort=2024),
        ect(
            "Ima Achterberg",
            at="2024-07-02T09:00:00Z",
            trn="4471902",
            school_urn=SALTMARSH.urn,
            started_on="2024-09-01",
            lead_provider_id=OTTERBURN,
        ),
        event(
            "participant.leaving_reported",
            "2025-07-01T09:00:00Z",
            participant_id=IMA,
            role="ect",
            school_urn=SALTMARSH.urn,
            leaving_on="2025-08-31",
        ),
        ect(),
    )
    travel.move_to(moment("2025-10-15T12:00:00"))
    return registry


async def test_the_survivor_shows_what_was_the_source_s_under_ids_of_their_own(
    two_records: Registry, larkfield: Api, otterburn: Api
) -> None:
    (of_ima,) = await enrolments(otterburn, IMA)
    (of_imogen,) = await enrolments(larkfield)
    assert not await otterburn.sees(IMOGEN)
    await two_records.apply(merged())

    for api in (larkfield, otterburn):
        assert not await api.sees(IMA)
        assert await api.ids(f"filter[from_participant_id]={IMA}") == [str(IMOGEN)]
        attributes = await api.one(IMOGEN)
        assert attributes["participant_id_changes"] == [CHANGE]
        assert attributes["updated_at"] == AT_ONE
        assert (attributes["full_name"], attributes["teacher_reference_number"]) == (
            "Imogen Achterberg",
            "4471902",
        )

    (moved,) = await enrolments(otterburn)
    (kept,) = await enrolments(larkfield)
    # The pattern is that of the last stay, and the first stay is where the ECT role began.
    of_both = {"created_at": of_ima["created_at"], "working_pattern": of_imogen["working_pattern"]}
    assert kept == of_imogen | of_both
    assert moved == of_ima | of_both | {"training_record_id": of_imogen["training_record_id"]}
    assert (moved["participant_status"], moved["cohort"]) == ("left", "2024")


async def test_the_journals_say_whom_the_source_became(
    two_records: Registry, service: ParticipantsService
) -> None:
    await two_records.apply(merged())
    assert await journal(service, OTTERBURN, IMA) == ["upsert", "merged"]
    assert await journal(service, OTTERBURN) == ["upsert"]
    assert await journal(service, LARKFIELD, IMA) == []
    assert await journal(service, LARKFIELD) == ["upsert", "upsert"]


@pytest.mark.usefixtures("two_records")
@pytest.mark.parametrize("action", ["defer", "resume", "withdraw", "change-schedule"])
async def test_nobody_acts_on_a_retired_id(registry: Registry, otterburn: Api, action: str) -> None:
    await registry.apply(merged())
    attributes = {
        "course_identifier": "ecf-induction",
        "reason": "other",
        "schedule_identifier": "ecf-standard-april",
    }
    answer = await otterburn.call(
        "PUT",
        f"{PARTICIPANTS_PATH}/{IMA}/{action}",
        json={"data": {"type": f"participant-{action}", "attributes": attributes}},
    )
    assert answer.status == 404


async def test_a_chain_is_told_as_it_came_about(
    two_records: Registry, larkfield: Api, otterburn: Api
) -> None:
    third = known("Third Person")
    await two_records.apply(
        mentor("Third Person", lead_provider_id=None, school_urn=SALTMARSH.urn),
        merged(),
        merged(IMOGEN, third, "2025-10-15T11:30:00Z"),
    )
    later = {
        "from_participant_id": str(IMOGEN),
        "to_participant_id": str(third),
        "changed_at": "2025-10-15T11:30:00Z",
    }
    for api in (larkfield, otterburn):
        assert (await api.one(third))["participant_id_changes"] == [CHANGE, later]
        for retired in (IMA, IMOGEN):
            assert not await api.sees(retired)
            assert await api.ids(f"filter[from_participant_id]={retired}") == [str(third)]


async def test_an_ect_and_a_mentor_become_one_person_with_two_enrolments(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(partnership(), mentor("Ima Achterberg"), ect(), merged())
    found = await enrolments(larkfield)
    assert [one["participant_type"] for one in found] == ["ect", "mentor"]


async def test_funding_that_ended_for_the_source_has_ended_for_the_survivor(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(
        partnership(),
        mentor("Ima Achterberg", lead_provider_id=None, school_urn=SALTMARSH.urn),
        event(
            "mentor_funding.ended",
            AT_NOON,
            participant_id=IMA,
            ended_on="2021-04-19",
            reason="completed_during_early_roll_out",
        ),
        mentor("Imogen Achterberg"),
        merged(),
    )
    (only,) = await enrolments(larkfield)
    assert (only["mentor_funding_end_date"], only["mentor_ineligible_for_funding_reason"]) == (
        "2021-04-19",
        "completed_during_early_roll_out",
    )
