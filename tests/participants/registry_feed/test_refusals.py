"""What the feed refuses, and where it points."""

from typing import Any

import pytest

from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
)
from tests.participants.registry import Registry, ect, event, mentor, partnership
from tests.participants.registry_feed.refused import Event, Refusals, refusals

IMOGEN = known("Imogen Achterberg")
TOBIAH = known("Tobiah Wrenfield")
STRANGER = known("nobody knows")
LATER = "2025-09-10T09:00:00Z"


def without(member: str, some_event: Event) -> Event:
    """Leave a member of an event's data out."""
    data = {name: value for name, value in some_event["data"].items() if name != member}
    return some_event | {"data": data}


def school(name: str = "Third School", **members: Any) -> Event:
    """Make the event of a school."""
    data: dict[str, Any] = {
        "school_id": known(name),
        "urn": "900999",
        "name": name,
        "eligible": True,
    }
    return event("school.put", **data | members)


def cohort(year: int = 2027, **members: Any) -> Event:
    """Make the event of a cohort."""
    data: dict[str, Any] = {
        "year": year,
        "started_on": f"{year}-06-01",
        "finished_on": f"{year + 1}-05-31",
        "enabled": True,
        "uplift_fees_enabled": False,
        "mentor_funding_enabled": True,
        "detailed_evidence_types_enabled": True,
    }
    return event("cohort.put", **data | members)


def leaving(participant_id: Any = IMOGEN, **members: Any) -> Event:
    """Make the event of an ECT who leaves Fenbrook."""
    data = {
        "participant_id": participant_id,
        "role": "ect",
        "school_urn": FENBROOK.urn,
        "leaving_on": "2026-03-31",
    }
    return event("participant.leaving_reported", LATER, **data | members)


def induction(participant_id: Any = IMOGEN, **members: Any) -> Event:
    """Make the event of an induction."""
    data = {
        "induction_id": known("induction"),
        "participant_id": participant_id,
        "appropriate_body": "Fenland Teaching Hub",
        "started_on": "2025-09-03",
    }
    return event("induction.put", LATER, **data | members)


def assigned(**members: Any) -> Event:
    """Make the event of Tobiah becoming Imogen's mentor."""
    data = {
        "ect_participant_id": IMOGEN,
        "mentor_participant_id": TOBIAH,
        "started_on": "2025-09-01",
    }
    return event("mentor.assigned", LATER, **data | members)


MERGED = event(
    "participants.merged", LATER, from_participant_id=STRANGER, into_participant_id=IMOGEN
)
RETIRED: list[Event] = [
    ect(),
    ect("nobody knows", started_on="2024-09-01", school_urn=SALTMARSH.urn),
    leaving(STRANGER, school_urn=SALTMARSH.urn, leaving_on="2025-08-31"),
    MERGED,
]


@pytest.mark.parametrize(
    ("before", "refused", "expected"),
    [
        pytest.param(
            [],
            event("cohort.put", year=2019, started_on="soon", payments_frozen_at="2025-01-01"),
            [
                ("invalid_member", "/data/year"),
                ("invalid_member", "/data/started_on"),
                ("missing_member", "/data/finished_on"),
                ("missing_member", "/data/enabled"),
                ("invalid_member", "/data/payments_frozen_at"),
                ("missing_member", "/data/uplift_fees_enabled"),
                ("missing_member", "/data/mentor_funding_enabled"),
                ("missing_member", "/data/detailed_evidence_types_enabled"),
            ],
            id="cohort: shape",
        ),
        pytest.param(
            [],
            cohort(finished_on="2027-05-31"),
            [("invalid_member", "/data/finished_on")],
            id="cohort: ends before it starts",
        ),
        pytest.param(
            [],
            cohort(started_on="2027-05-31"),
            [("overlap", "/data/started_on")],
            id="cohort: overlap by a day",
        ),
        pytest.param(
            [],
            event(
                "lead_provider.put",
                lead_provider_id=STRANGER,
                name="OTTERBURN learning",
                cohorts=[2025, 2031],
            ),
            [("name_taken", "/data/name"), ("unknown_reference", "/data/cohorts/1")],
            id="lead provider: name taken, unknown cohort",
        ),
        pytest.param(
            [partnership()],
            event(
                "lead_provider.put",
                lead_provider_id=LARKFIELD,
                name="Larkfield",
                cohorts=[2024],
            ),
            [("pairing_in_use", "/data/cohorts")],
            id="lead provider: leaves a cohort with partnerships",
        ),
        pytest.param(
            [],
            event(
                "delivery_partner.put",
                delivery_partner_id=STRANGER,
                name="fenland teaching hub",
                pairings=[
                    {"lead_provider_id": str(STRANGER), "cohort": 2025},
                    {"lead_provider_id": str(LARKFIELD), "cohort": 2031},
                    {"lead_provider_id": str(LARKFIELD), "cohort": 2026},
                ],
            ),
            [
                ("name_taken", "/data/name"),
                ("unknown_reference", "/data/pairings/0/lead_provider_id"),
                ("unknown_reference", "/data/pairings/1/cohort"),
                ("not_active", "/data/pairings/2/cohort"),
            ],
            id="delivery partner: name taken, unknown and inactive",
        ),
        pytest.param(
            [],
            event(
                "delivery_partner.put",
                delivery_partner_id=STRANGER,
                name="Coastal",
                pairings=[{"lead_provider_id": "x", "cohort": 2025, "since": 2}],
            ),
            [
                ("invalid_member", "/data/pairings/0/lead_provider_id"),
                ("unknown_member", "/data/pairings/0/since"),
            ],
            id="delivery partner: shape of a pairing",
        ),
        pytest.param(
            [partnership()],
            event(
                "delivery_partner.put",
                delivery_partner_id=DELIVERY_PARTNER,
                name="Fenland Teaching Hub",
                pairings=[{"lead_provider_id": str(LARKFIELD), "cohort": 2024}],
            ),
            [("pairing_in_use", "/data/pairings")],
            id="delivery partner: pairing in use",
        ),
        pytest.param(
            [], school(urn=FENBROOK.urn), [("urn_taken", "/data/urn")], id="school: URN taken"
        ),
        pytest.param(
            [],
            school(urn="12a", induction_tutor_email="tutor", name=" "),
            [
                ("invalid_member", "/data/urn"),
                ("invalid_member", "/data/name"),
                ("invalid_member", "/data/induction_tutor_email"),
            ],
            id="school: shape",
        ),
        pytest.param(
            [],
            event(
                "uplift.put", school_urn="900998", cohort=2031, pupil_premium=True, sparsity=False
            ),
            [("unknown_reference", "/data/school_urn"), ("unknown_reference", "/data/cohort")],
            id="uplift: unknown",
        ),
        pytest.param(
            [],
            partnership(STRANGER, school_urn="900998", delivery_partner_id=STRANGER, cohort=2031),
            [
                ("unknown_reference", "/data/school_urn"),
                ("unknown_reference", "/data/lead_provider_id"),
                ("unknown_reference", "/data/delivery_partner_id"),
                ("unknown_reference", "/data/cohort"),
            ],
            id="partnership: unknown",
        ),
        pytest.param(
            [],
            partnership(cohort=2026),
            [("no_pairing", "/data/delivery_partner_id")],
            id="partnership: not paired",
        ),
        pytest.param(
            [partnership()],
            partnership(
                OTTERBURN,
                partnership_id=partnership()["data"]["partnership_id"],
                school_urn=SALTMARSH.urn,
                cohort=2024,
            ),
            [
                ("not_allowed_now", "/data/school_urn"),
                ("not_allowed_now", "/data/lead_provider_id"),
                ("not_allowed_now", "/data/cohort"),
            ],
            id="partnership: of others",
        ),
        pytest.param(
            [partnership()],
            partnership(partnership_id=STRANGER),
            [("not_allowed_now", "/data/delivery_partner_id")],
            id="partnership: the same again",
        ),
        pytest.param(
            [],
            event(
                "partnership.rolled_over",
                partnership_id=STRANGER,
                school_urn=FENBROOK.urn,
                lead_provider_id=LARKFIELD,
                from_cohort=2024,
                to_cohort=2025,
            ),
            [("no_earlier_partnership", "/data/from_cohort")],
            id="rollover: nothing to roll over",
        ),
        pytest.param(
            [partnership()],
            event(
                "partnership.rolled_over",
                partnership_id=partnership()["data"]["partnership_id"],
                school_urn=FENBROOK.urn,
                lead_provider_id=LARKFIELD,
                from_cohort=2025,
                to_cohort=2026,
            ),
            [
                ("not_allowed_now", "/data/partnership_id"),
                ("not_active", "/data/lead_provider_id"),
                ("no_pairing", "/data/to_cohort"),
            ],
            id="rollover: id taken, not active, not paired",
        ),
        pytest.param(
            [],
            without("lead_provider_id", ect(email="nowhere", started_on="2025-9-1", trn="12")),
            [
                ("invalid_member", "/data/trn"),
                ("invalid_member", "/data/email"),
                ("invalid_member", "/data/started_on"),
                ("missing_member", "/data/lead_provider_id"),
            ],
            id="ECT: shape",
        ),
        pytest.param(
            [],
            ect(programme="school_led", lead_provider_id=LARKFIELD, working_pattern="half"),
            [
                ("invalid_member", "/data/working_pattern"),
                ("invalid_member", "/data/lead_provider_id"),
            ],
            id="ECT: school-led with a lead provider",
        ),
        pytest.param(
            [],
            ect(schedule_identifier="ecf-replacement-april"),
            [("invalid_member", "/data/schedule_identifier")],
            id="ECT: schedule of mentors",
        ),
        pytest.param(
            [],
            mentor(schedule_identifier="ecf-reduced-april"),
            [("invalid_member", "/data/schedule_identifier")],
            id="mentor: schedule of ECTs",
        ),
        pytest.param(
            [ect(trn="4471902")],
            ect(
                "Somebody Else",
                trn="4471902",
                school_urn="900998",
                lead_provider_id=STRANGER,
                cohort=2031,
            ),
            [
                ("trn_taken", "/data/trn"),
                ("unknown_reference", "/data/school_urn"),
                ("unknown_reference", "/data/lead_provider_id"),
                ("unknown_reference", "/data/cohort"),
            ],
            id="ECT: TRN taken, everything else unknown",
        ),
        pytest.param(
            [ect(trn="4471902"), ect("Somebody Else", school_urn=SALTMARSH.urn)],
            ect("Somebody Else", trn="4471902", school_urn=SALTMARSH.urn, cohort=2026),
            [
                ("trn_taken", "/data/trn"),
                ("same_school", "/data/school_urn"),
                ("not_active", "/data/lead_provider_id"),
            ],
            id="ECT: TRN taken, same school, not active",
        ),
        pytest.param(
            [ect(trn="4471902")],
            ect(trn="4471903", school_urn=SALTMARSH.urn, started_on="2025-08-31"),
            [("not_allowed_now", "/data/trn"), ("overlap", "/data/started_on")],
            id="ECT: another TRN, before the stay",
        ),
        pytest.param(
            [ect(ect_training_record_id=known("record"))],
            mentor(ect_training_record_id=known("record"), mentor_training_record_id=STRANGER),
            [("record_id_taken", "/data/ect_training_record_id")],
            id="mentor: record id of somebody else",
        ),
        pytest.param(
            [ect()],
            ect(
                school_urn=SALTMARSH.urn,
                started_on="2026-01-05",
                mentor_training_record_id=STRANGER,
            ),
            [("record_id_taken", "/data/mentor_training_record_id")],
            id="ECT: another record id",
        ),
        pytest.param(
            [],
            ect(started_on="2027-06-01"),
            [("unknown_reference", "/data/cohort")],
            id="ECT: no cohort for the day",
        ),
        pytest.param(
            RETIRED,
            ect("nobody knows"),
            [("retired_participant", "/data/participant_id")],
            id="ECT: retired",
        ),
        pytest.param(
            [ect()],
            assigned(),
            [("unknown_reference", "/data/mentor_participant_id")],
            id="assigned: unknown mentor",
        ),
        pytest.param(
            RETIRED,
            assigned(ect_participant_id=STRANGER, mentor_participant_id=STRANGER),
            [
                ("retired_participant", "/data/ect_participant_id"),
                ("retired_participant", "/data/mentor_participant_id"),
            ],
            id="assigned: retired",
        ),
        pytest.param(
            [ect(), mentor()],
            assigned(ect_participant_id=TOBIAH, mentor_participant_id=IMOGEN),
            [
                ("wrong_role", "/data/ect_participant_id"),
                ("wrong_role", "/data/mentor_participant_id"),
            ],
            id="assigned: the wrong way round",
        ),
        pytest.param(
            [ect(), mentor()],
            assigned(mentor_participant_id=IMOGEN),
            [("invalid_member", "/data/mentor_participant_id")],
            id="assigned: their own mentor",
        ),
        pytest.param(
            [ect(), mentor(), assigned()],
            assigned(),
            [("overlap", "/data/started_on")],
            id="assigned: twice from one day",
        ),
        pytest.param(
            [ect(), mentor()],
            event("mentor.unassigned", LATER, ect_participant_id=IMOGEN, finished_on="2025-09-02"),
            [("not_allowed_now", "/data/finished_on")],
            id="unassigned: no mentor",
        ),
        pytest.param(
            [ect()],
            event("participant.details_changed", LATER, participant_id=IMOGEN, role="mentor"),
            [("wrong_role", "/data/role")],
            id="details: wrong role",
        ),
        pytest.param(
            [ect()],
            event(
                "participant.details_changed",
                LATER,
                participant_id=IMOGEN,
                role="ect",
                school_urn=SALTMARSH.urn,
            ),
            [("wrong_role", "/data/school_urn")],
            id="details: not at that school",
        ),
        pytest.param(
            [mentor()],
            event(
                "participant.details_changed",
                LATER,
                participant_id=TOBIAH,
                role="mentor",
                working_pattern="part_time",
            ),
            [("invalid_member", "/data/working_pattern")],
            id="details: working pattern of a mentor",
        ),
        pytest.param(
            [],
            leaving(school_urn="900998"),
            [
                ("unknown_reference", "/data/participant_id"),
                ("unknown_reference", "/data/school_urn"),
            ],
            id="leaving: unknown",
        ),
        pytest.param(
            [ect()], leaving(role="mentor"), [("wrong_role", "/data/role")], id="leaving: role"
        ),
        pytest.param(
            [ect()],
            leaving(leaving_on="2025-08-31"),
            [("not_allowed_now", "/data/leaving_on")],
            id="leaving: before the stay",
        ),
        pytest.param(
            [ect()],
            without("leaving_on", leaving() | {"type": "participant.leaving_cancelled"}),
            [("not_allowed_now", "/data/school_urn")],
            id="leaving cancelled: never reported",
        ),
        pytest.param(
            [ect()],
            induction(started_on="2025-09-11", outcome="pass"),
            [("not_allowed_now", "/data/started_on"), ("not_allowed_now", "/data/outcome")],
            id="induction: tomorrow, with an outcome",
        ),
        pytest.param(
            [ect(), mentor(), induction(TOBIAH)],
            induction(finished_on="2025-09-02"),
            [("record_id_taken", "/data/induction_id"), ("invalid_member", "/data/finished_on")],
            id="induction: of somebody else, ends before it starts",
        ),
        pytest.param(
            [ect(), induction()],
            induction(induction_id=STRANGER, started_on="2025-09-05"),
            [("overlap", "/data/started_on")],
            id="induction: overlap",
        ),
        pytest.param(
            [
                ect(),
                induction(),
                event("induction.removed", LATER, induction_id=known("induction")),
            ],
            event("induction.removed", LATER, induction_id=known("induction")),
            [("unknown_reference", "/data/induction_id")],
            id="induction: removed before",
        ),
        pytest.param(
            [ect(trn="4471902"), mentor()],
            event("national_record.put", LATER, participant_id=TOBIAH, trn="4471902"),
            [("trn_taken", "/data/trn")],
            id="national record: TRN taken",
        ),
        pytest.param(
            [ect()],
            event(
                "national_record.put",
                LATER,
                participant_id=IMOGEN,
                first_name=None,
                induction_status="exempt",
            ),
            [
                ("invalid_member", "/data/first_name"),
                ("invalid_member", "/data/induction_status"),
            ],
            id="national record: shape",
        ),
        pytest.param(
            [ect()],
            event(
                "participants.merged",
                LATER,
                from_participant_id=IMOGEN,
                into_participant_id=IMOGEN,
            ),
            [("merge_conflict", "/data/into_participant_id")],
            id="merged: with themselves",
        ),
        pytest.param(
            [ect(), ect("Twin", school_urn=SALTMARSH.urn)],
            event(
                "participants.merged",
                LATER,
                from_participant_id=known("Twin"),
                into_participant_id=IMOGEN,
            ),
            [("merge_conflict", "/data/from_participant_id")],
            id="merged: in two places at once",
        ),
        pytest.param(
            RETIRED,
            MERGED | {"event_id": str(known("again"))},
            [("retired_participant", "/data/from_participant_id")],
            id="merged: before",
        ),
    ],
)
async def test_what_the_feed_refuses(
    registry: Registry, before: list[Event], refused: Event, expected: Refusals
) -> None:
    assert sorted(await refusals(registry, before, refused)) == sorted(expected)


async def test_whoever_was_merged_away_is_named_with_the_last_survivor(registry: Registry) -> None:
    third = "Third Person"
    await registry.apply(
        *RETIRED,
        ect(third, started_on="2023-09-01", school_urn=SALTMARSH.urn),
        leaving(known(third), school_urn=SALTMARSH.urn, leaving_on="2024-08-31"),
        event(
            "participants.merged",
            LATER,
            from_participant_id=IMOGEN,
            into_participant_id=known(third),
        ),
    )
    (result,) = await registry.feed(leaving(STRANGER))
    (error,) = result["errors"]
    assert error["code"] == "retired_participant"
    assert str(known(third)) in error["message"]


async def test_a_day_before_london_had_days_is_refused(registry: Registry) -> None:
    (result,) = await registry.feed(ect(at="0001-01-01T00:00:00Z"))
    assert [(one["code"], one["pointer"]) for one in result["errors"]] == [
        ("invalid_member", "/occurred_at")
    ]
