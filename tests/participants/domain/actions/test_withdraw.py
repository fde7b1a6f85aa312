"""Ending training: what is refused and what becomes of the training."""

import pytest

from participants_service.domain.actions.circumstances import UNRECOGNISED
from participants_service.domain.actions.withdrawing import Withdraw, withdrawal_reasons
from participants_service.domain.statuses import ParticipantStatus, TrainingStatus
from participants_service.domain.teachers import Role, Teacher, WithdrawalReason
from tests.participants import refusals
from tests.participants.acting import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    acted,
    deferred,
    make_circumstances,
    make_trained,
    seen,
    told,
    training_of,
    withdrawn,
)
from tests.participants.facts import days, span
from tests.participants.people import moment
from tests.participants.refusals import Told

WITHDRAW = Withdraw(role=Role.ECT, reason=WithdrawalReason.MOVED_SCHOOL)
OF_MENTORS = WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR


@pytest.mark.parametrize(
    ("teacher", "problems"),
    [
        pytest.param(make_trained(YESTERDAY), [], id="started yesterday"),
        pytest.param(make_trained(TODAY), [refusals.TOMORROW], id="starts today"),
        pytest.param(make_trained(TOMORROW), [refusals.NOT_YET_WITHDRAW], id="starts tomorrow"),
        pytest.param(make_trained("2025-09-01", TOMORROW), [], id="leaves tomorrow"),
        pytest.param(make_trained("2025-09-01", YESTERDAY), [], id="left yesterday"),
        pytest.param(deferred(make_trained(), TODAY), [], id="deferred today"),
        pytest.param(deferred(make_trained(), YESTERDAY), [], id="deferred yesterday"),
        pytest.param(withdrawn(make_trained()), [refusals.ALREADY_WITHDRAWN], id="withdrawn"),
    ],
)
def test_what_stands_in_the_way(teacher: Teacher, problems: list[Told]) -> None:
    assert told(WITHDRAW, make_circumstances(teacher)) == problems


@pytest.mark.parametrize(
    ("role", "reason", "started_on", "problems"),
    [
        (None, None, YESTERDAY, [refusals.NO_COURSE, refusals.NO_REASON]),
        (None, UNRECOGNISED, YESTERDAY, [refusals.NO_COURSE, refusals.OTHER_REASON]),
        (None, OF_MENTORS, YESTERDAY, [refusals.NO_COURSE]),
        (Role.MENTOR, OF_MENTORS, YESTERDAY, [refusals.OTHER_COURSE]),
        (Role.ECT, OF_MENTORS, YESTERDAY, [refusals.NOT_A_MENTOR]),
        (Role.ECT, OF_MENTORS, TODAY, [refusals.TOMORROW]),
        (Role.ECT, OF_MENTORS, TOMORROW, [refusals.NOT_YET_WITHDRAW]),
        (Role.ECT, None, TOMORROW, [refusals.NO_REASON, refusals.NOT_YET_WITHDRAW]),
        (Role.ECT, UNRECOGNISED, TODAY, [refusals.OTHER_REASON, refusals.TOMORROW]),
    ],
)
def test_several_problems_are_told_in_their_order(
    role: Role | None, reason: WithdrawalReason, started_on: str, problems: list[Told]
) -> None:
    action = Withdraw(role=role, reason=reason)
    assert told(action, make_circumstances(make_trained(started_on))) == problems


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("reason", WithdrawalReason)
def test_one_reason_is_for_mentors_only(role: Role, reason: WithdrawalReason) -> None:
    action = Withdraw(role=role, reason=reason)
    is_allowed = told(action, make_circumstances(make_trained(role=role))) == []
    assert is_allowed is (role is Role.MENTOR or reason is not OF_MENTORS)
    assert is_allowed is (reason in withdrawal_reasons(role))


@pytest.mark.parametrize(
    ("teacher", "ends_on"),
    [
        pytest.param(make_trained(), TODAY, id="open"),
        pytest.param(make_trained("2025-09-01", TOMORROW), TODAY, id="would end tomorrow"),
        pytest.param(make_trained("2025-09-01", "2025-10-01"), "2025-10-01", id="ended before"),
        pytest.param(deferred(make_trained(), "2025-10-02"), "2025-10-02", id="deferred"),
    ],
)
def test_training_ends_today_unless_it_ended_before(teacher: Teacher, ends_on: str) -> None:
    training = training_of(acted(WITHDRAW, make_circumstances(teacher)))
    assert span(training) == days("2025-09-01", ends_on)
    assert training.withdrawal is not None
    assert training.withdrawal.reason is WithdrawalReason.MOVED_SCHOOL
    assert training.withdrawal.withdrawn_at == moment("2025-10-15T12:00:00")


@pytest.mark.parametrize("teacher", [make_trained(), deferred(make_trained(), TODAY)])
def test_the_person_is_withdrawn_and_no_longer_deferred(teacher: Teacher) -> None:
    enrolment = seen(acted(WITHDRAW, make_circumstances(teacher)))
    assert enrolment.training_status is TrainingStatus.WITHDRAWN
    assert enrolment.participant_status is ParticipantStatus.LEFT
    assert enrolment.deferral is None
