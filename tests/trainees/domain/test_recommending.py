from dataclasses import replace
from datetime import date

import pytest

from trainees_service.domain.recommending import Recommendation, recommended
from trainees_service.domain.states import TraineeState

from .payloads import ABSENT, TODAY
from .records import LATER, make_trainee

FIELD = "qts_standards_met_date"
BLANK = f"{FIELD} can't be blank"
INVALID = f"{FIELD} is invalid"
FUTURE = f"{FIELD} must not be in the future"
EARLY = f"{FIELD} must be after itt_start_date"
DEGREE = f"degree_id must be completed before {FIELD}"
STATE = "state must be selected as trn_received"


@pytest.mark.parametrize(
    ("met_on", "problems"),
    [
        (None, (BLANK,)),
        ("", (BLANK,)),
        ("soon", (INVALID,)),
        ("2026-02-30", (INVALID,)),
        (20261120, (INVALID,)),
        ("2026-11-23", ()),
        ("2026-11-24", ()),
        ("2026-11-24T23:59:59Z", ()),
        ("2026-11-25", (FUTURE,)),
        ("2026-08-31", (EARLY,)),
        ("2026-09-01", ()),
        ("2026-09-02", ()),
    ],
)
def test_the_day_lies_between_the_start_and_today(met_on: object, problems: tuple[str]) -> None:
    trainee = make_trainee(TraineeState.TRN_RECEIVED)
    assert Recommendation.read({FIELD: met_on}).problems(trainee, today=TODAY) == problems


def test_before_the_course_begins_a_day_can_be_wrong_in_both_ways() -> None:
    trainee = make_trainee(TraineeState.TRN_RECEIVED, itt_start_date="2026-12-01")
    found = Recommendation.read({FIELD: "2026-11-25"}).problems(trainee, today=TODAY)
    assert found == (FUTURE, EARLY)


@pytest.mark.parametrize("state", TraineeState)
def test_only_who_has_a_trn_can_be_recommended(state: TraineeState) -> None:
    found = Recommendation.read({FIELD: "2026-11-20"}).problems(make_trainee(state), today=TODAY)
    assert found == (() if state is TraineeState.TRN_RECEIVED else (STATE,))


@pytest.mark.parametrize(
    ("route", "problems"),
    [("02", (DEGREE,)), ("12", (DEGREE,)), ("09", ()), ("11", ()), ("14", ())],
)
def test_a_postgraduate_needs_a_degree(route: str, problems: tuple[str, ...]) -> None:
    trainee = replace(make_trainee(TraineeState.TRN_RECEIVED, training_route=route), degrees=())
    found = Recommendation.read({FIELD: "2026-11-20"}).problems(trainee, today=TODAY)
    assert found == problems


def test_every_check_is_made() -> None:
    trainee = replace(make_trainee(), degrees=())
    assert Recommendation.read({}).problems(trainee, today=TODAY) == (BLANK, DEGREE, STATE)
    undergraduate = make_trainee(training_route="11", degrees_attributes=ABSENT)
    found = Recommendation.read({FIELD: "x"}).problems(undergraduate, today=TODAY)
    assert found == (INVALID, STATE)


def test_a_recommendation_sets_its_moment_and_the_day_of_the_outcome() -> None:
    recommendation = Recommendation.read({FIELD: "2026-11-20"})
    trainee = recommended(make_trainee(TraineeState.TRN_RECEIVED), recommendation, at=LATER)
    assert trainee.state is TraineeState.RECOMMENDED_FOR_AWARD
    assert (trainee.recommended_for_award_at, trainee.outcome_date) == (LATER, date(2026, 11, 20))
    assert trainee.awarded_at is None
