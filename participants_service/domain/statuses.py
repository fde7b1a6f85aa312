"""The two statuses of an enrolment, and the day on which the calendar changes one of them."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from participants_service.domain.calendar import day_after
from participants_service.domain.teachers import TrainingPeriod


class TrainingStatus(StrEnum):
    """What the lead provider last did with the training."""

    ACTIVE = "active"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class ParticipantStatus(StrEnum):
    """Where somebody stands with a lead provider on a given day."""

    JOINING = "joining"
    ACTIVE = "active"
    LEAVING = "leaving"
    LEFT = "left"


def training_status(training: TrainingPeriod) -> TrainingStatus:
    """Return the status that the lead provider's actions gave the training; no date changes it."""
    if training.withdrawal is None:
        return TrainingStatus.ACTIVE if training.deferral is None else TrainingStatus.DEFERRED
    if (
        training.deferral is not None
        and training.deferral.deferred_at > training.withdrawal.withdrawn_at
    ):
        return TrainingStatus.DEFERRED
    return TrainingStatus.WITHDRAWN


def participant_status(
    training: TrainingPeriod, *, completed_on: date | None, today: date
) -> ParticipantStatus:
    """Return the status on a day; the order of the questions is part of the rule.

    `completed_on` is the day on which an ECT's induction or a mentor's funding ended. Who
    completes while in training stays active for good; who completes after the training ended
    had left before.
    """
    finished_on = training.finished_on
    if training.withdrawal is not None or training.deferral is not None:
        # Actions end the training at once. Only records from before that rule end later.
        if finished_on is not None and finished_on > today:
            return ParticipantStatus.LEAVING
        return ParticipantStatus.LEFT
    if completed_on is not None and (finished_on is None or completed_on <= finished_on):
        return ParticipantStatus.ACTIVE
    if finished_on is not None:
        # The last day still belongs to the training.
        return ParticipantStatus.LEAVING if finished_on >= today else ParticipantStatus.LEFT
    if training.started_on > today:
        return ParticipantStatus.JOINING
    return ParticipantStatus.ACTIVE


def status_flips_on(
    training: TrainingPeriod, *, completed_on: date | None, today: date
) -> date | None:
    """Return the first day after today on which the participant status is another one."""
    now = participant_status(training, completed_on=completed_on, today=today)
    for day in sorted(_turning_days(training)):
        if day > today and (
            participant_status(training, completed_on=completed_on, today=day) is not now
        ):
            return day
    return None


def _turning_days(training: TrainingPeriod) -> Iterator[date]:
    """Yield every day on which the comparisons of `participant_status` may come out differently."""
    yield training.started_on
    if training.finished_on is not None:
        yield training.finished_on
        if (day := day_after(training.finished_on)) is not None:
            yield day
