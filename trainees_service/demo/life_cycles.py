"""What becomes of the trainees of the demo: somebody stands in each state."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

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


def life_of(trainee: DemoTrainee, *, number: int, now: datetime) -> list[DemoStep]:
    """Return what has happened to a trainee until now, in order.

    Who finished the course is awarded, mostly; of the others a few were deferred, came back or
    left. Somebody whose course has not begun waits for a TRN.
    """
    data = trainee.body["data"]
    starts_on = date.fromisoformat(data["itt_start_date"])
    ends_on = date.fromisoformat(data["itt_end_date"])
    left_at = _midday(starts_on + _LEAVES_AFTER)
    trn = DemoStep(
        fact=Fact.TRN,
        happened_at=trainee.registered_at + _TRN_AFTER,
        data={"trn": _trn(data["hesa_id"])},
    )
    if ends_on < now.date():
        steps = [trn, *_after_the_course(number, ends_on)]
    elif number % 16 == 5:
        # Left before the number came.
        steps = [_withdrawal(number, left_at)]
    elif number % 16 == 9:
        steps = [trn, _deferral(left_at), _reinstatement(left_at + timedelta(days=30))]
    else:
        steps = [trn, *_during_the_course(number, left_at)]
    return [step for step in steps if step.happened_at <= now]


def _after_the_course(number: int, ends_on: date) -> list[DemoStep]:
    if number % 10 == 3:
        return [_deferral(_midday(ends_on - timedelta(days=40)))]
    if number % 10 == 7:
        return [_withdrawal(number, _midday(ends_on - timedelta(days=20)))]
    met = DemoStep(
        fact=Fact.RECOMMENDATION,
        happened_at=_midday(ends_on),
        data={"qts_standards_met_date": (ends_on - timedelta(days=2)).isoformat()},
    )
    if number % 10 == 1:
        return [met]
    awarded_at = met.happened_at + _AWARDED_AFTER
    return [
        met,
        DemoStep(
            fact=Fact.AWARD,
            happened_at=awarded_at,
            data={"awarded_at": awarded_at.date().isoformat()},
        ),
    ]


def _during_the_course(number: int, left_at: datetime) -> list[DemoStep]:
    if number % 16 == 1:
        return [_deferral(left_at)]
    if number % 16 == 13:
        return [_withdrawal(number, left_at)]
    return []


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


def _withdrawal(number: int, at: datetime) -> DemoStep:
    by_provider = number % 2 == 0
    reasons = (
        ["unacceptable_behaviour"] if by_provider else ["trainee_chose_to_withdraw_another_reason"]
    )
    return DemoStep(
        fact=Fact.WITHDRAWAL,
        happened_at=at,
        data={
            "withdraw_date": at.date().isoformat(),
            "trigger": "provider" if by_provider else "trainee",
            "future_interest": ("yes", "no", "unknown")[number % 3],
            "reasons": reasons,
            "another_reason": None if by_provider else "Moved abroad with the family.",
        },
    )


def _trn(hesa_id: str) -> str:
    """Return a number of seven digits that a person has in every demo."""
    digest = hashlib.blake2b(hesa_id.encode(), digest_size=4).digest()
    return str(1_000_000 + int.from_bytes(digest) % 9_000_000)


def _midday(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
