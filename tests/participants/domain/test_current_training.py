from datetime import date, timedelta

import pytest

from participants_service.domain.current_training import (
    TrainingSpan,
    currently_training,
    training_flips_on,
)
from tests.participants.people import day

TODAY = day("2025-10-15")


def span(started_on: str, finished_on: str | None = None, periods: int = 1) -> TrainingSpan:
    return TrainingSpan(
        started_on=day(started_on),
        finished_on=None if finished_on is None else day(finished_on),
        periods=periods,
    )


@pytest.mark.parametrize(
    ("spans", "number", "flips_on"),
    [
        pytest.param([], 0, None, id="nobody"),
        pytest.param([span("2025-10-16")], 0, "2025-10-16", id="starts tomorrow"),
        pytest.param([span("2025-10-15")], 1, None, id="starts today"),
        pytest.param([span("2025-01-01", "2025-10-15")], 1, "2025-10-16", id="ends today"),
        pytest.param([span("2025-01-01", "2025-10-14")], 0, None, id="ended yesterday"),
        pytest.param([span("2025-10-15", "2025-10-15")], 1, "2025-10-16", id="one day"),
        pytest.param([span("2025-01-01", None, 3)], 3, None, id="three"),
        pytest.param(
            [span("2025-01-01", "2025-10-20", 2), span("2025-10-21", None, 2)],
            2,
            None,
            id="as many come as go",
        ),
        pytest.param(
            [span("2025-01-01", "2025-10-20", 2), span("2025-10-21", None, 1)],
            2,
            "2025-10-21",
            id="fewer come than go",
        ),
        pytest.param(
            [span("2025-11-01"), span("2025-10-17")], 0, "2025-10-17", id="the first of two starts"
        ),
        pytest.param([span("2025-01-01", date.max.isoformat())], 1, None, id="the last day of all"),
    ],
)
def test_the_number_and_when_it_changes(
    spans: list[TrainingSpan], number: int, flips_on: str | None
) -> None:
    assert currently_training(spans, TODAY) == number
    assert training_flips_on(spans, TODAY) == (None if flips_on is None else day(flips_on))


def test_nothing_changes_before_the_day_of_change() -> None:
    spans = [span("2025-10-16", "2025-10-18"), span("2025-10-19", "2025-10-30", 1)]
    today = TODAY
    seen = []
    while (flips_on := training_flips_on(spans, today)) is not None:
        number = currently_training(spans, today)
        days = (flips_on - today).days
        assert {currently_training(spans, today + timedelta(n)) for n in range(days)} == {number}
        assert currently_training(spans, flips_on) != number
        seen.append(flips_on)
        today = flips_on
    assert seen == [day("2025-10-16"), day("2025-10-31")]
