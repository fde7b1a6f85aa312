"""Registrations for load tests."""

from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import islice

import orjson
import pytest

from participants_service.demo.registrations import (
    RegistrationPlaces,
    place_events,
    registrations,
)

PLACES = RegistrationPlaces(today=date(2026, 11, 24), schools=40)


def test_registrations_are_all_different() -> None:
    events = list(registrations(5_000, places=PLACES))

    for member in ("participant_id", "trn", "email"):
        assert len({event["data"][member] for event in events}) == 5_000
    assert len({event["event_id"] for event in events}) == 5_000


def test_registrations_are_spread_evenly_over_lead_providers() -> None:
    lead_providers = Counter(
        event["data"]["lead_provider_id"] for event in registrations(1_000, places=PLACES)
    )

    assert set(lead_providers.values()) == {100}


def test_registrations_name_the_partner_of_their_school_in_their_cohort() -> None:
    events = list(place_events(PLACES))
    partnerships = {
        (data["school_urn"], data["lead_provider_id"], data["cohort"])
        for event in events
        if event["type"] == "partnership.put"
        for data in [event["data"]]
    }

    for event in registrations(300, places=PLACES):
        data = event["data"]
        cohort = int(data["started_on"][:4])
        assert (data["school_urn"], data["lead_provider_id"], cohort) in partnerships


def test_registrations_without_a_count_do_not_end() -> None:
    assert len(list(islice(registrations(places=PLACES), 10_001))) == 10_001


def test_registrations_can_go_on_where_others_stopped() -> None:
    whole = list(registrations(20, places=PLACES))
    parts = [
        *registrations(12, places=PLACES),
        *registrations(8, places=PLACES, first=12),
    ]

    assert orjson.dumps(parts) == orjson.dumps(whole)


def test_another_seed_gives_other_ids_for_everything() -> None:
    other = PLACES._replace(seed=2)
    ours = {
        event["event_id"] for event in [*place_events(PLACES), *registrations(9, places=PLACES)]
    }
    theirs = {
        event["event_id"] for event in [*place_events(other), *registrations(9, places=other)]
    }

    assert not ours & theirs


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2026, 6, 1), id="the day a cohort begins"),
        pytest.param(date(2026, 6, 2), id="the day after"),
        pytest.param(date(2026, 7, 6), id="the day of registration"),
        pytest.param(date(2026, 12, 31), id="at the end of the year"),
    ],
)
def test_registrations_lie_in_the_past(today: date) -> None:
    midnight = datetime.combine(today, time(), UTC)

    for event in registrations(30, places=PLACES._replace(today=today, schools=4)):
        assert datetime.fromisoformat(event["occurred_at"]) < midnight
