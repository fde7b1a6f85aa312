"""How many people a partnership trains on a day, and when that number changes by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from participants_service.domain.calendar import day_after, earliest


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSpan:
    """Training periods that share both ends, and how many there are; both days belong to them."""

    started_on: date
    finished_on: date | None
    periods: int


def currently_training(spans: Sequence[TrainingSpan], today: date) -> int:
    """Return how many training periods contain a day; somebody with two of them counts twice."""
    return sum(
        span.periods
        for span in spans
        if span.started_on <= today and (span.finished_on is None or today <= span.finished_on)
    )


def training_flips_on(spans: Sequence[TrainingSpan], today: date) -> date | None:
    """Return the first day after today on which the number is another one."""
    now = currently_training(spans, today)
    return earliest(
        day for day in _turning_days(spans) if day > today and currently_training(spans, day) != now
    )


def _turning_days(spans: Sequence[TrainingSpan]) -> Iterator[date]:
    for span in spans:
        yield span.started_on
        if span.finished_on is not None and (day := day_after(span.finished_on)) is not None:
            yield day
