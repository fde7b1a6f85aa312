"""Departures from schools: since when they are complete."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants_service.domain.teachers import SchoolPeriod, TrainingPeriod
from participants_service.domain.transfers import (
    Move,
    TransferStatus,
    transfer_flips_on,
    transfer_status,
    transfers_flip_on,
)
from tests.participants.domain.test_transfers import only_move, person, stay, training
from tests.participants.people import FENBROOK, SALTMARSH, day

TODAY = day("2025-10-15")


@pytest.mark.parametrize(
    ("leaves_on", "joins_on", "status", "flips_on"),
    [
        pytest.param("2025-10-14", None, "complete", None, id="left yesterday"),
        pytest.param("2025-10-15", None, "complete", None, id="leaves today"),
        pytest.param("2025-10-16", None, "incomplete", "2025-10-16", id="leaves tomorrow"),
        pytest.param("2025-10-10", "2025-10-14", "complete", None, id="joined yesterday"),
        pytest.param("2025-10-10", "2025-10-15", "complete", None, id="joins today"),
        pytest.param("2025-10-10", "2025-10-16", "incomplete", "2025-10-16", id="joins tomorrow"),
        pytest.param("2025-10-16", "2025-10-17", "incomplete", "2025-10-17", id="both to come"),
        pytest.param(
            "2025-10-20", "2025-10-17", "incomplete", "2025-10-20", id="joins before leaving"
        ),
    ],
)
def test_the_status_turns_on_the_later_of_the_two_days(
    leaves_on: str, joins_on: str | None, status: str, flips_on: str | None
) -> None:
    move = _move(leaves_on, joins_on)
    assert transfer_status(move, TODAY) == status
    assert transfer_flips_on(move, TODAY) == (None if flips_on is None else day(flips_on))


def test_of_several_moves_the_next_one_to_be_completed_counts() -> None:
    moves = [_move("2025-10-01"), _move("2026-03-31"), _move("2025-12-31")]
    assert transfers_flip_on(moves, TODAY) == day("2025-12-31")
    assert transfers_flip_on(moves[:1], TODAY) is None
    assert transfers_flip_on([], TODAY) is None


DAYS = st.integers(0, 20).map(lambda count: day("2025-10-01") + timedelta(days=count))


@given(leaves_on=DAYS, joins_on=st.none() | DAYS, today=DAYS)
def test_the_flip_is_the_first_day_with_another_status(
    leaves_on: date, joins_on: date | None, today: date
) -> None:
    move = _move(leaves_on.isoformat(), None if joins_on is None else joins_on.isoformat())
    shown = [transfer_status(move, today + timedelta(days=ahead)) for ahead in range(25)]
    changes = [ahead for ahead, status in enumerate(shown) if status is not shown[0]]
    assert transfer_flips_on(move, today) == (
        today + timedelta(days=changes[0]) if changes else None
    )
    assert shown[-1] is TransferStatus.COMPLETE


def _move(leaves_on: str, joins_on: str | None = None) -> Move:
    periods: list[SchoolPeriod | TrainingPeriod] = [
        stay(FENBROOK, "2024-09-01", leaves_on),
        training(FENBROOK, "2024-09-01", leaves_on),
    ]
    if joins_on is not None:
        periods += [stay(SALTMARSH, joins_on), training(SALTMARSH, joins_on)]
    return only_move(person(*periods))
