"""What the actions have in common: which training is meant, and whether it is too early to act."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from participants_service.domain.actions.circumstances import ActionName, Circumstances
from participants_service.domain.actions.problems import Problem
from participants_service.domain.teachers import Role, TrainingPeriod

NO_COURSE = Problem(title="course_identifier", detail="Enter a '#/course_identifier'.")
OTHER_COURSE = Problem(
    title="course_identifier",
    detail="The entered '#/course_identifier' is not recognised for the given participant. "
    "Check details and try again.",
)
ALREADY_DEFERRED = Problem(
    title="participant_id", detail="The '#/participant_id' is already deferred."
)
ALREADY_WITHDRAWN = Problem(
    title="participant_id", detail="The '#/participant_id' is already withdrawn."
)
CHANGED_TODAY = Problem(
    title="participant_id",
    detail="You cannot defer or withdraw this participant today. You need to try again tomorrow "
    "as the training was recently changed for this participant.",
)
NO_REASON = Problem(title="reason", detail="Enter a '#/reason'.")
OTHER_REASON = Problem(
    title="reason",
    detail="The entered '#/reason' is not recognised for the given participant. Check details "
    "and try again.",
)


class NothingToActOnError(LookupError):
    """An action that was refused is carried out nevertheless: that is a mistake of ours."""


def course_problems(role: Role | None, training: TrainingPeriod | None) -> Iterator[Problem]:
    """Say whether an enrolment is named, and whether the person has it with the lead provider."""
    if role is None:
        yield NO_COURSE
    elif training is None:
        yield OTHER_COURSE


def not_yet_trained(action: ActionName) -> Problem:
    """Return what is told to a lead provider that gives up training before it begins."""
    return Problem(
        title="participant_id",
        detail=f"You cannot {action} #/participant_id. This is because they have not been "
        "training with you for at least one day.",
    )


def too_early(action: ActionName, training: TrainingPeriod, today: date) -> Problem | None:
    """Return why training cannot be given up yet: it takes a day of training first."""
    if training.started_on > today:
        return not_yet_trained(action)
    return CHANGED_TODAY if training.started_on == today else None


def training_meant(circumstances: Circumstances, role: Role | None) -> TrainingPeriod:
    """Return the training that an action is about, which the rules have found to be there."""
    training = circumstances.training(role)
    if training is None:
        raise NothingToActOnError(role)
    return training


def given_up(training: TrainingPeriod, today: date) -> TrainingPeriod:
    """Return training that ends today, unless it ended before."""
    if training.finished_on is not None and training.finished_on <= today:
        return training
    return replace(training, finished_on=today, cut_by_leaving=None)
