"""The invented department, before any database sees it."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest

from participants_service.demo.diary import HISTORY, Diary, Event
from participants_service.demo.events import demo_acts, demo_events
from participants_service.domain.actions.circumstances import ActionName
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.withdrawing import Withdraw
from participants_service.domain.teachers import DeferralReason, WithdrawalReason

TODAY = date(2026, 11, 24)
EVENT_TYPES = {
    "lead_provider.put",
    "delivery_partner.put",
    "school.put",
    "uplift.put",
    "partnership.put",
    "partnership.rolled_over",
    "ect.registered",
    "mentor.registered",
    "mentor.assigned",
    "mentor.unassigned",
    "participant.details_changed",
    "participant.leaving_reported",
    "participant.leaving_cancelled",
    "participant.lead_provider_changed",
    "participant.programme_changed",
    "participant.registered_in_error",
    "induction.put",
    "induction.removed",
    "national_record.put",
    "participants.merged",
    "mentor_funding.ended",
}

days = pytest.mark.parametrize(
    "today",
    [
        pytest.param(TODAY, id="in autumn"),
        pytest.param(date(2026, 6, 1), id="as a cohort begins"),
        pytest.param(date(2027, 2, 28), id="as the next cohort comes into sight"),
        pytest.param(date(2027, 6, 2), id="in a cohort that the reference data lack"),
        pytest.param(date(2028, 2, 29), id="on a leap day"),
    ],
)


def department(today: date = TODAY, **settings: int) -> list[Event]:
    return list(demo_events(today=today, **settings))


def registered(events: list[Event], *types: str) -> list[dict[str, Any]]:
    return [event["data"] for event in events if event["type"] in types]


@days
def test_the_same_seed_and_day_give_the_same_bytes(today: date) -> None:
    first, second = department(today), department(today)

    assert orjson.dumps(first) == orjson.dumps(second)


def test_another_seed_gives_other_people() -> None:
    ours = registered(department(), "ect.registered")
    others = registered(department(seed=2), "ect.registered")

    assert not {p["participant_id"] for p in ours} & {p["participant_id"] for p in others}


@days
def test_events_come_in_order_and_lie_before_today(today: date) -> None:
    moments = [datetime.fromisoformat(event["occurred_at"]) for event in department(today)]

    assert moments == sorted(moments)
    assert moments[-1] < datetime(today.year, today.month, today.day, tzinfo=UTC)


def test_the_first_event_tells_for_which_day_the_department_was_written() -> None:
    first = department()[0]

    assert datetime.fromisoformat(first["occurred_at"]).date() + HISTORY == TODAY


def test_the_first_event_has_the_same_id_on_every_day() -> None:
    assert department()[0]["event_id"] == department(date(2026, 12, 1))[0]["event_id"]


@days
def test_event_ids_are_unique(today: date) -> None:
    ids = Counter(event["event_id"] for event in department(today))

    assert ids.most_common(1)[0][1] == 1


def test_every_kind_of_event_occurs() -> None:
    assert {event["type"] for event in department()} == EVENT_TYPES


def test_cohorts_that_the_reference_data_lack_come_first() -> None:
    events = department(date(2027, 2, 28))

    assert (events[0]["type"], events[0]["data"]["year"]) == ("cohort.put", 2027)


@days
def test_a_trn_belongs_to_one_person(today: date) -> None:
    owners: dict[str, str] = {}
    for data in registered(
        department(today), "ect.registered", "mentor.registered", "national_record.put"
    ):
        if "trn" in data:
            assert len(data["trn"]) == 7
            assert owners.setdefault(data["trn"], data["participant_id"]) == data["participant_id"]


@days
def test_nobody_is_mentioned_before_they_are_known_or_after_they_were_merged(today: date) -> None:
    known: set[str] = set()
    merged: set[str] = set()
    for event in department(today):
        people = {value for name, value in event["data"].items() if name.endswith("participant_id")}
        assert not people & merged, event
        if event["type"] in {"ect.registered", "mentor.registered"}:
            known |= people
        assert people <= known, event
        if event["type"] == "participants.merged":
            merged.add(event["data"]["from_participant_id"])


@days
def test_a_lead_provider_is_active_in_the_cohort_of_a_partnership(today: date) -> None:
    events = department(today)
    cohorts = {
        data["lead_provider_id"]: data["cohorts"]
        for data in registered(events, "lead_provider.put")
    }

    for data in registered(events, "partnership.put"):
        assert data["cohort"] in cohorts[data["lead_provider_id"]]
    for data in registered(events, "partnership.rolled_over"):
        assert data["to_cohort"] in cohorts[data["lead_provider_id"]]


@pytest.mark.parametrize("people", [300, 400, 900])
def test_there_are_as_many_people_as_asked_for(people: int) -> None:
    registrations = registered(department(people=people), "ect.registered", "mentor.registered")

    # A person or two is invented only to lend somebody a name or a number.
    assert people - 5 <= len({r["participant_id"] for r in registrations}) <= people


def test_names_leave_ascii_and_addresses_do_not() -> None:
    people = registered(department(), "ect.registered", "mentor.registered")

    assert any(not person["last_name"].isascii() for person in people)
    assert all(person["email"].isascii() for person in people)
    assert all(person["email"].endswith(".example") for person in people)


@days
def test_lead_providers_act_for_every_reason_after_the_training_began(today: date) -> None:
    started_on = {
        data["participant_id"]: date.fromisoformat(data["started_on"])
        for data in registered(department(today), "ect.registered", "mentor.registered")
    }
    acts = demo_acts(today=today)

    reasons = {act.action.reason for act in acts if isinstance(act.action, Defer | Withdraw)}
    assert reasons == {*DeferralReason, *WithdrawalReason}
    assert {act.action.name for act in acts} == set(ActionName)
    for act in acts:
        assert started_on[str(act.participant_id)] < act.acted_at.date() < today


@days
def test_nobody_says_anything_of_whom_a_lead_provider_acted_on(today: date) -> None:
    acted_on = {str(act.participant_id): act.acted_at for act in demo_acts(today=today)}
    said = Counter(
        event["data"]["participant_id"]
        for event in department(today)
        if event["data"].get("participant_id") in acted_on
    )

    assert said == Counter(dict.fromkeys(acted_on, 1))


def test_nothing_is_entered_for_today() -> None:
    diary = Diary(seed=1, today=TODAY)
    diary.enter(TODAY - timedelta(days=1), "school.put", urn="900001")

    with pytest.raises(ValueError, match="not in the past"):
        diary.enter(TODAY, "school.put", urn="900002")
