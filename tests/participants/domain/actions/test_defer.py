"""Pausing training: what is refused and what becomes of the training."""

from dataclasses import replace

import pytest

from participants_service.domain.actions.circumstances import UNRECOGNISED
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.leaving import report_leaving
from participants_service.domain.statuses import ParticipantStatus, TrainingStatus
from participants_service.domain.teachers import DeferralReason, Role, Teacher
from tests.participants import refusals
from tests.participants.acting import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    acted,
    deferred,
    make_circumstances,
    make_other_training,
    make_trained,
    seen,
    told,
    training_of,
    withdrawn,
)
from tests.participants.facts import days, span
from tests.participants.people import FENBROOK, OTTERBURN, day, make_teacher, moment
from tests.participants.refusals import Told

DEFER = Defer(role=Role.ECT, reason=DeferralReason.LONG_TERM_SICKNESS)


@pytest.mark.parametrize(
    ("teacher", "problems"),
    [
        pytest.param(make_trained(YESTERDAY), [], id="started yesterday"),
        pytest.param(make_trained(TODAY), [refusals.TOMORROW], id="starts today"),
        pytest.param(make_trained(TOMORROW), [refusals.NOT_YET_DEFER], id="starts tomorrow"),
        pytest.param(make_trained("2025-09-01", TOMORROW), [], id="leaves tomorrow"),
        pytest.param(make_trained("2025-09-01", TODAY), [], id="leaves today"),
        pytest.param(make_trained("2025-09-01", YESTERDAY), [], id="left yesterday"),
        pytest.param(deferred(make_trained()), [refusals.ALREADY_DEFERRED], id="deferred"),
        pytest.param(withdrawn(make_trained()), [refusals.ALREADY_WITHDRAWN], id="withdrawn"),
        pytest.param(
            withdrawn(deferred(make_trained(), YESTERDAY), TODAY),
            [refusals.ALREADY_WITHDRAWN],
            id="withdrawn after a deferral",
        ),
        pytest.param(
            deferred(withdrawn(make_trained(), YESTERDAY), TODAY),
            [refusals.ALREADY_DEFERRED],
            id="deferred after a withdrawal",
        ),
    ],
)
def test_what_stands_in_the_way(teacher: Teacher, problems: list[Told]) -> None:
    assert told(DEFER, make_circumstances(teacher)) == problems


@pytest.mark.parametrize(
    ("action", "problems"),
    [
        pytest.param(
            Defer(role=None, reason=None), [refusals.NO_COURSE, refusals.NO_REASON], id="nothing"
        ),
        pytest.param(
            Defer(role=None, reason=UNRECOGNISED),
            [refusals.NO_COURSE, refusals.OTHER_REASON],
            id="an unknown reason",
        ),
        pytest.param(
            Defer(role=None, reason=DeferralReason.OTHER), [refusals.NO_COURSE], id="no course"
        ),
        pytest.param(
            Defer(role=Role.MENTOR, reason=None),
            [refusals.OTHER_COURSE, refusals.NO_REASON],
            id="not as a mentor",
        ),
        pytest.param(
            Defer(role=Role.ECT, reason=None),
            [refusals.NO_REASON, refusals.NOT_YET_DEFER],
            id="reason and person",
        ),
        pytest.param(
            Defer(role=Role.ECT, reason=UNRECOGNISED),
            [refusals.OTHER_REASON, refusals.NOT_YET_DEFER],
            id="unknown reason and person",
        ),
    ],
)
def test_several_problems_are_told_in_their_order(action: Defer, problems: list[Told]) -> None:
    assert told(action, make_circumstances(make_trained(TOMORROW))) == problems


@pytest.mark.parametrize(
    ("finished_on", "ends_on"),
    [
        pytest.param(None, TODAY, id="open"),
        pytest.param(TOMORROW, TODAY, id="would end tomorrow"),
        pytest.param(TODAY, TODAY, id="ends today"),
        pytest.param("2025-10-01", "2025-10-01", id="ended before"),
    ],
)
def test_training_ends_today_unless_it_ended_before(finished_on: str | None, ends_on: str) -> None:
    teacher = make_trained("2025-09-01", finished_on)
    training = training_of(acted(DEFER, make_circumstances(teacher)))
    assert span(training) == days("2025-09-01", ends_on)
    assert training.deferral is not None
    assert training.deferral.reason is DeferralReason.LONG_TERM_SICKNESS
    assert training.deferral.deferred_at == moment("2025-10-15T12:00:00")


def test_the_person_is_deferred_and_left_but_stays_at_the_school() -> None:
    teacher = make_trained()
    after = acted(DEFER, make_circumstances(teacher))
    enrolment = seen(after)
    assert enrolment.training_status is TrainingStatus.DEFERRED
    assert enrolment.participant_status is ParticipantStatus.LEFT
    assert enrolment.withdrawal is None
    assert replace(after, training_periods=teacher.training_periods) == teacher


def test_a_reported_leaving_later_on_no_longer_ends_the_training() -> None:
    (leaving,) = report_leaving(
        make_trained(), Role.ECT, FENBROOK.id, day("2025-12-01"), counterparts={}
    )
    assert training_of(leaving).cut_by_leaving is not None
    training = training_of(acted(DEFER, make_circumstances(leaving)))
    assert (training.finished_on, training.cut_by_leaving) == (day(TODAY), None)


def test_each_lead_provider_acts_on_its_own_training() -> None:
    other = make_other_training("2025-10-10")
    teacher = make_trained("2025-09-01", "2025-10-09", others=[other])
    assert told(DEFER, make_circumstances(make_trained(), by=OTTERBURN)) == [refusals.OTHER_COURSE]
    after = acted(DEFER, make_circumstances(teacher))
    assert other in after.training_periods
    after = acted(DEFER, make_circumstances(teacher, by=OTTERBURN))
    assert teacher.training_periods[0] in after.training_periods
    assert seen(after, by=OTTERBURN).training_status is TrainingStatus.DEFERRED
    assert seen(after).training_status is TrainingStatus.ACTIVE


def test_whom_nobody_trains_has_no_course() -> None:
    nobody = make_teacher(training_periods=())
    assert told(DEFER, make_circumstances(nobody)) == [refusals.OTHER_COURSE]
