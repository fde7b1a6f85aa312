"""The lag of a replica, as notes and looks make it."""

from math import inf

import pytest

from shared.database.replica_lag import Lag


def test_before_the_first_look_the_lag_is_without_end() -> None:
    assert Lag().at(100.0) == inf


def test_a_replica_that_has_replayed_everything_is_as_old_as_the_look() -> None:
    lag = Lag()
    lag.note(5_000, at=10.0)
    lag.catch_up(5_000)
    assert lag.at(10.25) == 0.25


def test_an_idle_primary_makes_nobody_late() -> None:
    lag = Lag()
    for second in range(100):
        lag.note(5_000, at=float(second))
        lag.catch_up(5_000)
    assert lag.at(99.5) == 0.5


def test_a_replica_that_is_cut_off_gets_later_and_later() -> None:
    lag = Lag()
    for second in range(100):
        lag.note(5_000 + second, at=float(second))
        lag.catch_up(5_003)
    assert lag.at(99.0) == 96.0


def test_a_replica_that_comes_after_is_as_late_as_the_last_note_it_has_passed() -> None:
    lag = Lag()
    for second in range(10):
        lag.note(1_000 * second, at=float(second))
    lag.catch_up(6_999)
    assert lag.at(10.0) == 4.0
    lag.catch_up(9_500)
    assert lag.at(10.0) == 1.0


def test_a_write_that_is_not_replayed_makes_a_lag_even_if_it_is_the_last_for_long() -> None:
    lag = Lag()
    lag.note(5_000, at=0.0)
    lag.catch_up(5_000)
    for second in range(1, 50):
        lag.note(5_001, at=float(second))
        lag.catch_up(5_000)
    assert lag.at(50.0) == 50.0
    lag.catch_up(5_001)
    assert lag.at(50.0) == 1.0


def test_a_primary_that_was_put_back_is_followed_from_where_it_is() -> None:
    lag = Lag()
    lag.note(9_000, at=1.0)
    lag.note(4_000, at=2.0)
    lag.catch_up(4_000)
    assert lag.at(2.0) == 0.0


@pytest.mark.parametrize("looks", [10_001, 25_000])
def test_what_is_too_old_to_matter_is_forgotten(looks: int) -> None:
    lag = Lag()
    for second in range(looks):
        lag.note(second, at=float(second))
    lag.catch_up(looks - 10_001)
    assert lag.at(0.0) == inf
    lag.catch_up(looks - 10_000)
    assert lag.at(float(looks)) == 10_000.0
