"""PUT …/defer: what may be said, when it is refused, and what it does."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

from fastapi import HTTPException
from peer.participants.models import ProviderAction, TrainingPeriod, Visibility
from peer.participants.rules import Role, latest_training, training_status
from peer.participants.schemas import TrainingStatus
from pydantic import BaseModel

ROLES: dict[object, Role] = {"ecf-induction": "ect", "ecf-mentor": "mentor"}
REASONS = ("bereavement", "long-term-sickness", "parental-leave", "career-break", "other")
NOT_RECOGNISED = (
    "The entered '#/{}' is not recognised for the given participant. Check details and try again."
)
NOT_YET_TRAINED = (
    "You cannot defer #/participant_id. This is because they have not been training with you for "
    "at least one day."
)
CHANGED_TODAY = (
    "You cannot defer or withdraw this participant today. You need to try again tomorrow as the "
    "training was recently changed for this participant."
)


class Attributes(BaseModel):
    """Which enrolment is paused, and why; the rules refuse values in words of their own."""

    course_identifier: str | None = None
    reason: str | None = None


class Data(BaseModel):
    """The attributes of an action."""

    type: Literal["participant-defer"] = "participant-defer"
    attributes: Attributes


class DeferRequest(BaseModel):
    """The body of the request."""

    data: Data


def defer(visibility: Visibility, wish: Attributes, now: datetime, today: date) -> ProviderAction:
    """Pause the training, and return the record of that; refuse with all that is wrong."""
    role = ROLES.get(wish.course_identifier)
    training = None if role is None else latest_training(visibility, role)
    if problems := list(problems_with(wish, role, training, today)):
        errors = [{"title": title, "detail": detail} for title, detail in problems]
        raise HTTPException(422, {"errors": errors})
    if training is None or wish.reason is None:
        raise LookupError(wish)
    before = {"finished_on": training.finished_on, "deferral_reason": training.deferral_reason}
    training.finished_on = min(training.finished_on or today, today)
    training.deferred_at = now
    training.deferral_reason = wish.reason
    visibility.updated_at = now
    return ProviderAction(
        participant_id=visibility.participant_id,
        id=uuid4(),
        lead_provider_id=visibility.lead_provider_id,
        action="defer",
        request=wish.model_dump(),
        changes=changes(training, before),
        acted_at=now,
        recorded_at=now,
    )


def problems_with(
    wish: Attributes, role: Role | None, training: TrainingPeriod | None, today: date
) -> Iterator[tuple[str, str]]:
    """Yield the attributes that stand in the way of a pause, and why."""
    if role is None:
        yield "course_identifier", "Enter a '#/course_identifier'."
    elif training is None:
        yield "course_identifier", NOT_RECOGNISED.format("course_identifier")
    if not (wish.reason or "").strip():
        yield "reason", "Enter a '#/reason'."
    elif wish.reason not in REASONS:
        yield "reason", NOT_RECOGNISED.format("reason")
    if training is not None:
        match training_status(training):
            case TrainingStatus.DEFERRED:
                yield "participant_id", "The '#/participant_id' is already deferred."
            case TrainingStatus.WITHDRAWN:
                yield "participant_id", "The '#/participant_id' is already withdrawn."
            case TrainingStatus.ACTIVE if training.started_on > today:
                yield "participant_id", NOT_YET_TRAINED
            case TrainingStatus.ACTIVE if training.started_on == today:
                yield "participant_id", CHANGED_TODAY


def changes(training: TrainingPeriod, before: dict[str, Any]) -> dict[str, Any]:
    """Return what is different, from what to what, as it is recorded."""
    return {
        "training_periods": {
            str(training.id): {
                name: {"from": old and str(old), "to": str(getattr(training, name))}
                for name, old in before.items()
                if old != getattr(training, name)
            }
        }
    }
