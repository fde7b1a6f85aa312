"""The statuses by which trainees are listed, which mix state and start of the course."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainees_service.domain.states import TraineeState


class ListStatus(StrEnum):
    """A status as requests name it."""

    COURSE_NOT_YET_STARTED = "course_not_yet_started"
    IN_TRAINING = "in_training"
    DEFERRED = "deferred"
    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCriterion:
    """A state, and the days between which the course must start, both included."""

    state: TraineeState
    starts_from: date = date.min
    starts_until: date = date.max

    def fits(self, *, state: TraineeState, itt_start_date: date) -> bool:
        """Whether a trainee in `state`, of a course that starts on that day, is meant."""
        return state is self.state and self.starts_from <= itt_start_date <= self.starts_until


_IN_TRAINING = (
    TraineeState.SUBMITTED_FOR_TRN,
    TraineeState.TRN_RECEIVED,
    TraineeState.RECOMMENDED_FOR_AWARD,
)
_BY_STATE = {
    ListStatus.DEFERRED: TraineeState.DEFERRED,
    ListStatus.AWARDED: TraineeState.AWARDED,
    ListStatus.WITHDRAWN: TraineeState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStates:
    """Statuses as states: one set for courses that have started by `today`, one for the others.

    All that a status asks of a course is whether it has started.
    """

    today: date
    started: tuple[TraineeState, ...]
    not_started: tuple[TraineeState, ...]


def listed_states(statuses: Iterable[ListStatus], *, today: date) -> ListedStates:
    """Return the states in which a trainee has one of the statuses."""
    criteria = status_criteria(statuses, today=today)
    tomorrow = today + timedelta(days=1)
    return ListedStates(
        today=today,
        started=_states_of(criteria, itt_start_date=today),
        not_started=_states_of(criteria, itt_start_date=tomorrow),
    )


def status_criteria(statuses: Iterable[ListStatus], *, today: date) -> tuple[StatusCriterion, ...]:
    """Return what a trainee has to fit one of to have one of the statuses."""
    return tuple(criterion for status in statuses for criterion in _criteria(status, today))


def _criteria(status: ListStatus, today: date) -> Iterable[StatusCriterion]:
    if status is ListStatus.IN_TRAINING:
        return [StatusCriterion(state=state, starts_until=today) for state in _IN_TRAINING]
    if status is ListStatus.COURSE_NOT_YET_STARTED:
        tomorrow = today + timedelta(days=1)
        return [
            StatusCriterion(state=state, starts_from=tomorrow)
            for state in (*_IN_TRAINING, TraineeState.AWARDED)
        ]
    return [StatusCriterion(state=_BY_STATE[status])]


def _states_of(
    criteria: Iterable[StatusCriterion], *, itt_start_date: date
) -> tuple[TraineeState, ...]:
    return tuple(
        state
        for state in TraineeState
        if any(each.fits(state=state, itt_start_date=itt_start_date) for each in criteria)
    )
