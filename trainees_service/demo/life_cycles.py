"""What becomes of the trainees of the demo: somebody stands in each state."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from trainees_service.demo.trainees import DemoTrainee

_TRN_AFTER = timedelta(days=3)
_LEAVES_AFTER = timedelta(days=70)
_AWARDED_AFTER = timedelta(days=9)


class Fact(StrEnum):
    """Something that happens to a trainee, by a provider's action or as the registry reports it."""

    TRN = "trn.assigned"
    DEFERRAL = "defer"
    REINSTATEMENT = "trainee.reinstated"
    WITHDRAWAL = "withdraw"
    RECOMMENDATION = "recommend-for-qts"
    AWARD = "award.confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStep:
    """A fact, when it happened, and what was said; the registry is also told of whom."""

    fact: Fact
    happened_at: datetime
    data: dict[str, Any]


def demo_lives(trainees: Iterable[DemoTrainee], *, now: datetime) -> Iterator[list[DemoStep]]:
    """Yield what has happened to each of the trainees until now, in order.

    With every provider lots are drawn in turn: most of those who finished the course are awarded,
    of the others a few were deferred, came back or left. Whoever has just been registered waits.
    """
    lots: Counter[tuple[UUID, bool]] = Counter()
    for trainee in trainees:
        ends_on = date.fromisoformat(trainee.body["data"]["itt_end_date"])
        has_ended = ends_on < now.date()
        lot = lots[trainee.provider_id, has_ended]
        lots[trainee.provider_id, has_ended] += 1
        if has_ended:
            steps = [_trn(trainee), *_after_the_course(lot, ends_on)]
        else:
            steps = _during_the_course(lot, trainee)
        yield [step for step in steps if step.happened_at <= now]


def _after_the_course(lot: int, ends_on: date) -> list[DemoStep]:
    if lot % 8 == 3:
        return [_deferral(_midday(ends_on - timedelta(days=40)))]
    if lot % 8 == 5:
        return [_withdrawal(lot, _midday(ends_on - timedelta(days=20)))]
    met_on = ends_on - timedelta(days=2)
    recommendation = DemoStep(
        fact=Fact.RECOMMENDATION,
        happened_at=_midday(ends_on),
        data={"qts_standards_met_date": met_on.isoformat()},
    )
    if lot % 8 == 1:
        return [recommendation]
    awarded_at = recommendation.happened_at + _AWARDED_AFTER
    award = DemoStep(
        fact=Fact.AWARD, happened_at=awarded_at, data={"awarded_at": awarded_at.isoformat()}
    )
    return [recommendation, award]


def _during_the_course(lot: int, trainee: DemoTrainee) -> list[DemoStep]:
    starts_on = date.fromisoformat(trainee.body["data"]["itt_start_date"])
    left_at = _midday(starts_on + _LEAVES_AFTER)
    if lot % 9 == 7:
        # Gone before the number came.
        return [_withdrawal(lot, left_at)]
    steps = [_trn(trainee)]
    if lot % 9 == 1:
        steps.append(_deferral(left_at))
    elif lot % 9 == 3:
        steps.append(_withdrawal(lot, left_at))
    elif lot % 9 == 5:
        steps += [_deferral(left_at), _reinstatement(left_at + timedelta(days=30))]
    return steps


def _trn(trainee: DemoTrainee) -> DemoStep:
    """Assign a number of seven digits that the person has in every demo."""
    person = trainee.body["data"]["hesa_id"].encode()
    digest = hashlib.blake2b(person, digest_size=4).digest()
    return DemoStep(
        fact=Fact.TRN,
        happened_at=trainee.registered_at + _TRN_AFTER,
        data={"trn": str(1_000_000 + int.from_bytes(digest) % 9_000_000)},
    )


def _deferral(at: datetime) -> DemoStep:
    return DemoStep(
        fact=Fact.DEFERRAL,
        happened_at=at,
        data={"defer_date": at.date().isoformat(), "defer_reason": "Parental leave"},
    )


def _reinstatement(at: datetime) -> DemoStep:
    return DemoStep(
        fact=Fact.REINSTATEMENT, happened_at=at, data={"reinstated_on": at.date().isoformat()}
    )


def _withdrawal(lot: int, at: datetime) -> DemoStep:
    by_provider = lot % 4 == 1
    reasons = (
        ["unacceptable_behaviour"] if by_provider else ["trainee_chose_to_withdraw_another_reason"]
    )
    return DemoStep(
        fact=Fact.WITHDRAWAL,
        happened_at=at,
        data={
            "withdraw_date": at.date().isoformat(),
            "trigger": "provider" if by_provider else "trainee",
            "future_interest": ("yes", "no", "unknown")[lot % 3],
            "reasons": reasons,
            "another_reason": None if by_provider else "Moved abroad with the family.",
        },
    )


def _midday(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
