"""Recommendations for qualified teacher status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from trainees_service.domain.code_tables import TRAINING_ROUTES
from trainees_service.domain.sent import Day, Misfit, read_day, settled
from trainees_service.domain.states import Action, TraineeState, allowed
from trainees_service.domain.trainees import Trainee

_FIELD = "qts_standards_met_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A recommendation as sent."""

    qts_standards_met_date: Day

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        return cls(qts_standards_met_date=read_day(data.get(_FIELD)))

    def problems(self, trainee: Trainee, *, today: date) -> tuple[str, ...]:
        """Return what is wrong with what was sent, with the record and with the state."""
        return (*self._date_problems(trainee, today), *_trainee_problems(trainee))

    def _date_problems(self, trainee: Trainee, today: date) -> Iterator[str]:
        met_on = self.qts_standards_met_date
        if met_on is None:
            yield f"{_FIELD} can't be blank"
        elif isinstance(met_on, Misfit):
            yield f"{_FIELD} is invalid"
        else:
            if met_on > today:
                yield f"{_FIELD} must not be in the future"
            if met_on < trainee.itt_start_date:
                yield f"{_FIELD} must be after itt_start_date"


def recommended(trainee: Trainee, recommendation: Recommendation, *, at: datetime) -> Trainee:
    """Return the trainee after a recommendation without problems."""
    return replace(
        trainee,
        state=TraineeState.RECOMMENDED_FOR_AWARD,
        recommended_for_award_at=at,
        outcome_date=settled(recommendation.qts_standards_met_date),
    )


def _trainee_problems(trainee: Trainee) -> Iterator[str]:
    if TRAINING_ROUTES[trainee.training_route].needs_degree and not trainee.degrees:
        yield f"degree_id must be completed before {_FIELD}"
    if not allowed(Action.RECOMMEND, trainee.state):
        yield "state must be selected as trn_received"
