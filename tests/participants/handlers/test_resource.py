"""What lead providers see of what the registry reported, from registration to merge."""

from typing import Any

import pytest
import time_machine

from tests.participants.api import Api
from tests.participants.people import DELIVERY_PARTNER, OTTERBURN, SALTMARSH, known, moment
from tests.participants.registry import Registry, ect, event, mentor, partnership

IMOGEN = known("Imogen Achterberg")
NOW = "2025-10-15T11:00:00Z"


def leaving(on: str, at: str = "2025-10-01T09:00:00Z", role: str = "ect") -> dict[str, Any]:
    return event(
        "participant.leaving_reported",
        at,
        participant_id=IMOGEN,
        role=role,
        school_urn="900417",
        leaving_on=on,
    )


def induction(at: str = "2025-09-12T14:00:00Z", **members: Any) -> dict[str, Any]:
    data = {
        "induction_id": known("induction"),
        "participant_id": IMOGEN,
        "appropriate_body": "Fenland Teaching Hub",
        "started_on": "2025-09-03",
    }
    return event("induction.put", at, **data | members)


async def enrolment(api: Api) -> dict[str, Any]:
    """Return the only enrolment of Imogen."""
    only: dict[str, Any]
    (only,) = (await api.one(IMOGEN))["ecf_enrolments"]
    return only


async def test_an_ect_with_everything(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        partnership(),
        ect(
            trn="4471902",
            email="i.achterberg@fenbrook-academy.example",
            working_pattern="part_time",
            ect_training_record_id=known("ECT record"),
        ),
        mentor("Ada Ash", lead_provider_id=None),
        event(
            "mentor.assigned",
            "2025-09-01T09:00:00Z",
            ect_participant_id=IMOGEN,
            mentor_participant_id=known("Ada Ash"),
            started_on="2025-09-01",
        ),
        induction(),
    )
    assert await larkfield.one(IMOGEN) == {
        "full_name": "Imogen Achterberg",
        "teacher_reference_number": "4471902",
        "updated_at": NOW,
        "ecf_enrolments": [
            {
                "training_record_id": str(known("ECT record")),
                "email": "i.achterberg@fenbrook-academy.example",
                "mentor_id": str(known("Ada Ash")),
                "school_urn": "900417",
                "participant_type": "ect",
                "working_pattern": "part_time",
                "cohort": "2025",
                "training_status": "active",
                "participant_status": "active",
                "eligible_for_funding": True,
                "pupil_premium_uplift": False,
                "sparsity_uplift": False,
                "schedule_identifier": "ecf-standard-september",
                "delivery_partner_id": str(DELIVERY_PARTNER),
                "withdrawal": None,
                "deferral": None,
                "created_at": "2025-07-02T09:15:44Z",
                "induction_end_date": None,
                "most_recent_induction_period_end_date": None,
                "overall_induction_start_date": "2025-09-03",
                "mentor_funding_end_date": None,
                "mentor_ineligible_for_funding_reason": None,
                "cohort_changed_after_payments_frozen": False,
            }
        ],
        "participant_id_changes": [],
    }


async def test_who_waits_for_a_partnership_is_seen_from_the_partnership_on(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(ect())
    assert not await larkfield.sees(IMOGEN)
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(partnership(OTTERBURN))
    assert not await larkfield.sees(IMOGEN)
    await registry.apply(partnership(at="2025-10-15T15:00:00Z"))
    assert await larkfield.sees(IMOGEN)
    assert not await otterburn.sees(IMOGEN)
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2025-10-15T15:00:00Z"


@pytest.mark.parametrize(
    ("passed_on", "status"),
    [
        pytest.param("2025-10-05", "active", id="on the last day"),
        pytest.param("2025-10-12", "left", id="after it"),
    ],
)
async def test_completed_induction(
    registry: Registry, larkfield: Api, passed_on: str, status: str
) -> None:
    await registry.apply(
        partnership(),
        ect(),
        induction(),
        leaving("2025-10-05"),
        induction("2025-10-13T09:00:00Z", finished_on=passed_on, outcome="pass"),
    )
    shown = await enrolment(larkfield)
    assert shown["participant_status"] == status
    assert shown["induction_end_date"] == passed_on
    assert shown["most_recent_induction_period_end_date"] == passed_on
    assert shown["overall_induction_start_date"] == "2025-09-03"


async def test_eligible_for_funding_once_is_for_ever(registry: Registry, larkfield: Api) -> None:
    await registry.apply(partnership(), ect())
    assert (await enrolment(larkfield))["eligible_for_funding"] is False
    await registry.apply(induction())
    assert (await enrolment(larkfield))["eligible_for_funding"] is True
    await registry.apply(
        event("induction.removed", "2025-10-01T09:00:00Z", induction_id=known("induction")),
        event(
            "national_record.put",
            "2025-10-01T09:00:00Z",
            participant_id=IMOGEN,
            induction_status="Exempt",
        ),
    )
    shown = await enrolment(larkfield)
    assert shown["eligible_for_funding"] is True
    assert shown["overall_induction_start_date"] is None


async def test_the_national_record_names_and_dates(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        partnership(),
        ect(),
        event(
            "national_record.put",
            "2025-10-01T09:00:00Z",
            participant_id=IMOGEN,
            trn="4471902",
            first_name="Imogen",
            last_name="Quill",
            induction_started_on="2025-09-02",
        ),
    )
    attributes = await larkfield.one(IMOGEN)
    assert attributes["full_name"] == "Imogen Quill"
    assert attributes["teacher_reference_number"] == "4471902"
    assert (await enrolment(larkfield))["overall_induction_start_date"] == "2025-09-02"
    await registry.apply(
        event(
            "participant.details_changed",
            "2025-10-02T09:00:00Z",
            participant_id=IMOGEN,
            role="ect",
            corrected_name="Immy Quill",
            email="immy@fenbrook-academy.example",
            working_pattern=None,
        )
    )
    assert (await larkfield.one(IMOGEN))["full_name"] == "Immy Quill"
    shown = await enrolment(larkfield)
    assert (shown["email"], shown["working_pattern"]) == ("immy@fenbrook-academy.example", None)


async def test_a_move_to_another_school_and_lead_provider(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn),
        ect(),
        ect(
            at="2025-10-10T09:00:00Z",
            lead_provider_id=OTTERBURN,
            school_urn=SALTMARSH.urn,
            started_on="2025-10-20",
        ),
    )
    before, after = await enrolment(larkfield), await enrolment(otterburn)
    assert (before["school_urn"], before["participant_status"]) == ("900417", "leaving")
    assert (after["school_urn"], after["participant_status"]) == ("900533", "joining")


async def test_a_move_with_the_same_lead_provider_shows_the_next_school_at_once(
    registry: Registry, larkfield: Api
) -> None:
    move = ect(at="2025-10-10T09:00:00Z", school_urn=SALTMARSH.urn, started_on="2025-10-20")
    await registry.apply(partnership(), ect(), move)
    assert (await enrolment(larkfield))["participant_status"] == "leaving"
    await registry.apply(partnership(school_urn=SALTMARSH.urn))
    shown = await enrolment(larkfield)
    assert (shown["school_urn"], shown["participant_status"]) == ("900533", "joining")


async def test_two_roles_with_two_lead_providers_are_one_enrolment_each(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        mentor("Imogen Achterberg", lead_provider_id=OTTERBURN),
    )
    assert (await enrolment(larkfield))["participant_type"] == "ect"
    assert (await enrolment(otterburn))["participant_type"] == "mentor"


async def test_two_roles_with_one_lead_provider_are_two_enrolments(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(partnership(), mentor("Imogen Achterberg"), ect())
    enrolments = (await larkfield.one(IMOGEN))["ecf_enrolments"]
    assert [item["participant_type"] for item in enrolments] == ["ect", "mentor"]
    assert enrolments[0]["training_record_id"] != enrolments[1]["training_record_id"]
    assert enrolments[1]["eligible_for_funding"] is True
    assert not await otterburn.sees(IMOGEN)


async def test_a_merge_moves_everything_to_the_survivor(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    retired = known("I Achterberg")
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        mentor("I Achterberg", lead_provider_id=OTTERBURN, trn="4471902"),
    )
    assert await otterburn.sees(retired)
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(
        event(
            "participants.merged",
            "2025-10-15T14:00:00Z",
            from_participant_id=retired,
            into_participant_id=IMOGEN,
        )
    )
    for api in (larkfield, otterburn):
        assert not await api.sees(retired)
        assert await api.ids(f"filter[from_participant_id]={retired}") == [str(IMOGEN)]
        attributes = await api.one(IMOGEN)
        assert attributes["updated_at"] == "2025-10-15T15:00:00Z"
        assert attributes["teacher_reference_number"] == "4471902"
        assert attributes["participant_id_changes"] == [
            {
                "from_participant_id": str(retired),
                "to_participant_id": str(IMOGEN),
                "changed_at": "2025-10-15T14:00:00Z",
            }
        ]


async def test_uplifts_follow_the_school_and_cohort(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(cohort=2024),
        ect(at="2024-07-01T09:00:00Z", started_on="2024-09-01"),
    )
    assert (await enrolment(larkfield))["sparsity_uplift"] is False
    travel.move_to(moment("2025-10-15T15:00:00"))
    uplift = event(
        "uplift.put", school_urn="900417", cohort=2024, pupil_premium=False, sparsity=True
    )
    await registry.apply(uplift)
    shown = await enrolment(larkfield)
    assert (shown["pupil_premium_uplift"], shown["sparsity_uplift"]) == (False, True)
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2025-10-15T15:00:00Z"


async def test_what_only_another_provider_sees_moves_nothing(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(),
        mentor("Imogen Achterberg", lead_provider_id=OTTERBURN),
    )
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(induction())
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2025-10-15T15:00:00Z"
    assert (await otterburn.one(IMOGEN))["updated_at"] == NOW
    travel.move_to(moment("2025-10-15T16:00:00"))
    await registry.apply(leaving("2025-12-19", role="mentor"))
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2025-10-15T15:00:00Z"
    assert (await otterburn.one(IMOGEN))["updated_at"] == "2025-10-15T16:00:00Z"


async def test_what_changes_nothing_that_is_seen_moves_nothing(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect())
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(
        partnership(),
        event(
            "participant.details_changed",
            participant_id=IMOGEN,
            role="ect",
            working_pattern="full_time",
        ),
    )
    assert (await larkfield.one(IMOGEN))["updated_at"] == NOW
