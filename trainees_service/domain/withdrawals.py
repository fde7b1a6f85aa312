"""Withdrawals from training: who triggered one, and the reasons that fit."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from trainees_service.domain.states import TraineeState
from trainees_service.reference_data import read_rows


class WithdrawalTrigger(StrEnum):
    """Who brought the withdrawal about."""

    PROVIDER = "provider"
    TRAINEE = "trainee"


class FutureInterest(StrEnum):
    """Whether the trainee would train to teach later."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


_ROWS = read_rows("withdrawal_reasons")

REASONS = tuple(row["reason"] for row in _ROWS)
REASON_LABELS = {row["reason"]: row["label"] for row in _ROWS}
PROVIDER_REASONS = tuple(row["reason"] for row in _ROWS if row["provider"] == "true")
TRAINEE_REASONS = tuple(row["reason"] for row in _ROWS if row["trainee"] == "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The withdrawal that holds now, and the state it can be undone to."""

    withdraw_date: date
    trigger: WithdrawalTrigger
    future_interest: FutureInterest
    reasons: tuple[str, ...]
    another_reason: str | None = None
    state_before: TraineeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """When and on what grounds a withdrawal ceased to hold."""

    at: datetime
    comment: str
