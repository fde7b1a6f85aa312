"""Statuses: every row of the rule, the day before, the day and the day after."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants_service.domain.statuses import (
    participant_status,
    status_flips_on,
    training_status,
)
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    Role,
    TrainingPeriod,
    Withdrawal,
    WithdrawalReason,
)
from tests.participants.people import day, make_training, moment

TODAY = day("2025-10-15")
YESTERDAY = day("2025-10-14")
TOMORROW = day("2025-10-16")

DEFERRED = Deferral(reason=DeferralReason.PARENTAL_LEAVE, deferred_at=moment("2025-10-01T10:00:00"))
DEFERRED_LATER = Deferral(
    reason=DeferralReason.CAREER_BREAK, deferred_at=moment("2025-10-01T10:00:01")
)
WITHDRAWN = Withdrawal(reason=WithdrawalReason.OTHER, withdrawn_at=moment("2025-10-01T10:00:00"))


@pytest.mark.parametrize(
    ("withdrawal", "deferral", "status"),
    [
        pytest.param(None, None, "active", id="nothing was done"),
        pytest.param(WITHDRAWN, None, "withdrawn", id="withdrawn"),
        pytest.param(None, DEFERRED, "deferred", id="deferred"),
        pytest.param(WITHDRAWN, DEFERRED, "withdrawn", id="both at the same moment"),
        pytest.param(WITHDRAWN, DEFERRED_LATER, "deferred", id="deferred after the withdrawal"),
    ],
)
def test_training_status_is_what_the_lead_provider_did_last(
    withdrawal: Withdrawal | None, deferral: Deferral | None, status: str
) -> None:
    training = make_training(withdrawal=withdrawal, deferral=deferral)
    assert training_status(training) == status


@pytest.mark.parametrize(
    ("started_on", "finished_on", "status", "flips_on"),
    [
        pytest.param("2025-10-16", None, "joining", "2025-10-16", id="starts tomorrow"),
        pytest.param("2025-10-15", None, "active", None, id="starts today"),
        pytest.param("2025-10-14", None, "active", None, id="started yesterday"),
        pytest.param("2025-09-01", "2025-10-16", "leaving", "2025-10-17", id="leaves tomorrow"),
        pytest.param("2025-09-01", "2025-10-15", "leaving", "2025-10-16", id="leaves today"),
        pytest.param("2025-09-01", "2025-10-14", "left", None, id="left yesterday"),
        pytest.param("2025-10-20", "2025-12-14", "leaving", "2025-12-15", id="both to come"),
        pytest.param("2025-10-15", "2025-10-15", "leaving", "2025-10-16", id="a single day"),
    ],
)
def test_status_by_the_dates_of_the_training(
    started_on: str, finished_on: str | None, status: str, flips_on: str | None
) -> None:
    training = _training(started_on, finished_on)
    assert participant_status(training, completed_on=None, today=TODAY) == status
    assert status_flips_on(training, completed_on=None, today=TODAY) == (
        day(flips_on) if flips_on else None
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("started_on", "finished_on", "completed_on", "status", "flips_on"),
    [
        pytest.param("2025-09-01", None, "2025-10-05", "active", None, id="training goes on"),
        pytest.param("2025-10-20", None, "2025-10-05", "active", None, id="training to come"),
        pytest.param(
            "2025-09-01", "2025-10-05", "2025-10-05", "active", None, id="completed on the last day"
        ),
        pytest.param(
            "2025-09-01", "2025-10-05", "2025-10-04", "active", None, id="completed the day before"
        ),
        pytest.param(
            "2025-09-01", "2025-10-05", "2025-10-06", "left", None, id="completed the day after"
        ),
        pytest.param(
            "2025-09-01", "2025-10-14", "2025-10-15", "left", None, id="completed after it ended"
        ),
        pytest.param(
            "2025-09-01",
            "2025-10-20",
            "2025-10-21",
            "leaving",
            "2025-10-21",
            id="will complete late",
        ),
    ],
)
def test_completion_within_the_training_keeps_the_status_active(
    *,
    role: Role,
    started_on: str,
    finished_on: str | None,
    completed_on: str,
    status: str,
    flips_on: str | None,
) -> None:
    training = _training(started_on, finished_on, role=role)
    assert participant_status(training, completed_on=day(completed_on), today=TODAY) == status
    assert status_flips_on(training, completed_on=day(completed_on), today=TODAY) == (
        day(flips_on) if flips_on else None
    )


@pytest.mark.parametrize(
    "done",
    [
        pytest.param({"deferral": DEFERRED}, id="deferred"),
        pytest.param({"withdrawal": WITHDRAWN}, id="withdrawn"),
        pytest.param({"withdrawal": WITHDRAWN, "deferral": DEFERRED_LATER}, id="both"),
    ],
)
@pytest.mark.parametrize(
    ("finished_on", "status", "flips_on"),
    [
        pytest.param(TOMORROW, "leaving", TOMORROW, id="ends tomorrow"),
        pytest.param(TODAY, "left", None, id="ends today"),
        pytest.param(YESTERDAY, "left", None, id="ended yesterday"),
        pytest.param(None, "left", None, id="never ended"),
    ],
)
@pytest.mark.parametrize("completed_on", [None, day("2025-10-01")])
def test_who_was_deferred_or_withdrawn_has_left_on_the_last_day(
    done: dict[str, Any],
    finished_on: date | None,
    status: str,
    flips_on: date | None,
    completed_on: date | None,
) -> None:
    training = make_training(finished_on=finished_on, **done)
    assert participant_status(training, completed_on=completed_on, today=TODAY) == status
    assert status_flips_on(training, completed_on=completed_on, today=TODAY) == flips_on


def test_a_status_on_the_last_day_of_the_calendar_does_not_flip() -> None:
    training = _training("2025-09-01", "9999-12-31")
    assert status_flips_on(training, completed_on=None, today=TODAY) is None


DAYS = st.integers(0, 20).map(lambda count: day("2025-10-01") + timedelta(days=count))


@given(
    started_on=DAYS,
    finished_on=st.none() | DAYS,
    completed_on=st.none() | DAYS,
    deferral=st.none() | st.just(DEFERRED),
    today=DAYS,
)
def test_the_flip_is_the_first_day_with_another_status(
    started_on: date,
    finished_on: date | None,
    completed_on: date | None,
    deferral: Deferral | None,
    today: date,
) -> None:
    training = make_training(started_on=started_on, finished_on=finished_on, deferral=deferral)
    statuses = [
        participant_status(training, completed_on=completed_on, today=today + timedelta(days=ahead))
        for ahead in range(30)
    ]
    changes = [ahead for ahead, status in enumerate(statuses) if status != statuses[0]]
    assert status_flips_on(training, completed_on=completed_on, today=today) == (
        today + timedelta(days=changes[0]) if changes else None
    )


def _training(started_on: str, finished_on: str | None, role: Role = Role.ECT) -> TrainingPeriod:
    return make_training(
        role=role,
        started_on=day(started_on),
        finished_on=day(finished_on) if finished_on else None,
    )
