"""Visibility: who sees a person, and through which training."""

from dataclasses import replace

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    Programme,
    Role,
)
from participants_service.domain.visibility import latest_training, lead_providers_of
from tests.participants.people import (
    LARKFIELD,
    OTTERBURN,
    day,
    make_partnership,
    make_teacher,
    make_training,
    moment,
)

OF_OTTERBURN = make_partnership(lead_provider_id=OTTERBURN)
WAITING = make_training(
    "waiting",
    partnership=None,
    expression_of_interest=ExpressionOfInterest(
        lead_provider_id=LARKFIELD, cohort=CohortYear(2025)
    ),
)
SCHOOL_LED = make_training(
    "school-led",
    programme=Programme.SCHOOL_LED,
    partnership=None,
    schedule=None,
    started_on=day("2026-01-05"),
)


@pytest.mark.parametrize(
    ("training_periods", "seen_by"),
    [
        pytest.param((), set(), id="no training"),
        pytest.param((WAITING,), set(), id="expression of interest alone"),
        pytest.param((SCHOOL_LED,), set(), id="school-led alone"),
        pytest.param((make_training(),), {LARKFIELD}, id="partnership"),
        pytest.param(
            (make_training(finished_on=day("2022-01-01"), started_on=day("2021-09-01")),),
            {LARKFIELD},
            id="long over",
        ),
        pytest.param(
            (make_training(), make_training("next", partnership=OF_OTTERBURN), SCHOOL_LED),
            {LARKFIELD, OTTERBURN},
            id="one after the other",
        ),
    ],
)
def test_a_person_is_seen_by_everybody_with_a_partnership_in_their_training(
    training_periods: tuple[object, ...], seen_by: set[object]
) -> None:
    assert lead_providers_of(make_teacher(training_periods=training_periods)) == seen_by


def test_the_latest_training_is_the_one_that_starts_last_even_in_the_future() -> None:
    running = make_training("running", finished_on=day("2027-08-31"))
    to_come = make_training("to come", started_on=day("2027-09-01"))
    teacher = make_teacher(training_periods=(to_come, running))
    assert latest_training(teacher, LARKFIELD, Role.ECT) is to_come


def test_school_led_and_unconfirmed_training_never_counts() -> None:
    confirmed = make_training("confirmed")
    later = replace(WAITING, started_on=day("2026-02-01"))
    teacher = make_teacher(training_periods=(confirmed, SCHOOL_LED, later))
    assert latest_training(teacher, LARKFIELD, Role.ECT) is confirmed


def test_training_of_another_role_or_lead_provider_never_counts() -> None:
    as_mentor = make_training("as mentor", role=Role.MENTOR, started_on=day("2026-02-01"))
    elsewhere = make_training("elsewhere", partnership=OF_OTTERBURN, started_on=day("2026-01-01"))
    here = make_training("here")
    teacher = make_teacher(training_periods=(here, elsewhere, as_mentor))
    assert latest_training(teacher, LARKFIELD, Role.ECT) is here
    assert latest_training(teacher, LARKFIELD, Role.MENTOR) is as_mentor
    assert latest_training(teacher, OTTERBURN, Role.ECT) is elsewhere
    assert latest_training(teacher, OTTERBURN, Role.MENTOR) is None


@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_that_start_together_the_one_created_last_is_the_latest(backwards: bool) -> None:
    first = make_training("first", created_at=moment("2025-07-01T08:00:00"))
    second = make_training("second", created_at=moment("2025-07-01T08:00:01"))
    periods = (second, first) if backwards else (first, second)
    teacher = make_teacher(training_periods=periods)
    assert latest_training(teacher, LARKFIELD, Role.ECT) is second


@pytest.mark.parametrize("backwards", [False, True])
def test_twins_are_told_apart_by_id_whatever_the_order(backwards: bool) -> None:
    low, high = sorted(
        (make_training("one"), make_training("other")), key=lambda training: training.id
    )
    periods = (high, low) if backwards else (low, high)
    teacher = make_teacher(training_periods=periods)
    assert latest_training(teacher, LARKFIELD, Role.ECT) is high
