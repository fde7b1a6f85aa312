"""The funding of a mentor ends."""

from typing import Any

import pytest

from participants_service.domain.errors import WrongRoleError
from participants_service.domain.mentor_funding import end_mentor_funding
from participants_service.domain.teachers import (
    MentorFundingEnd,
    MentorIneligibilityReason,
    Role,
    Teacher,
)
from tests.participants.acting import deferred, make_trained
from tests.participants.domain.seeing import status_for
from tests.participants.facts import days, span
from tests.participants.people import LARKFIELD, day, make_teacher, make_training, moment

TODAY = "2025-10-15"
REASON = MentorIneligibilityReason.STARTED_NOT_COMPLETED


def ended(teacher: Teacher, on: str, today: str = TODAY) -> Teacher:
    """End a mentor's funding on a day."""
    end = MentorFundingEnd(ended_on=day(on), reason=REASON)
    return end_mentor_funding(teacher, end, day(today))


@pytest.mark.parametrize(
    ("training", "on", "left"),
    [
        pytest.param(("2025-09-01", None), "2025-10-01", ("2025-09-01", "2025-10-01"), id="runs"),
        pytest.param(
            ("2025-09-01", None), "2025-08-31", ("2025-09-01", "2025-09-02"), id="before its start"
        ),
        pytest.param(
            ("2025-09-01", None), "2025-09-01", ("2025-09-01", "2025-09-02"), id="on its first day"
        ),
        pytest.param(
            ("2025-09-01", None), "2025-09-02", ("2025-09-01", "2025-09-02"), id="on its second day"
        ),
        pytest.param(
            ("2025-09-01", None), "2025-09-03", ("2025-09-01", "2025-09-03"), id="on its third day"
        ),
        pytest.param((TODAY, None), "2025-10-01", (TODAY, "2025-10-16"), id="begins today"),
        pytest.param(("2025-10-16", None), "2025-10-01", None, id="begins tomorrow"),
        pytest.param(
            ("2025-09-01", "2026-03-31"),
            "2025-10-01",
            ("2025-09-01", "2025-10-01"),
            id="ends later",
        ),
        pytest.param(
            ("2025-09-01", TODAY), "2025-10-01", ("2025-09-01", "2025-10-01"), id="ends today"
        ),
        pytest.param(
            ("2025-09-01", "2025-10-14"),
            "2025-10-01",
            ("2025-09-01", "2025-10-14"),
            id="ended yesterday",
        ),
        pytest.param(
            ("2025-09-01", "2026-03-31"),
            "2026-07-31",
            ("2025-09-01", "2026-03-31"),
            id="ends before the funding will",
        ),
        pytest.param(
            ("2025-09-01", None), "2026-07-31", ("2025-09-01", "2026-07-31"), id="will end"
        ),
    ],
)
def test_training_ends_with_the_funding(
    training: tuple[str, str | None], on: str, left: tuple[str, str] | None
) -> None:
    after = ended(make_trained(*training, role=Role.MENTOR), on)
    assert [span(one) for one in after.training_periods] == ([] if left is None else [days(*left)])
    assert after.mentor_funding_end == MentorFundingEnd(ended_on=day(on), reason=REASON)


@pytest.mark.parametrize(
    ("started_on", "status"),
    [("2025-09-01", "active"), ("2025-10-16", None)],
    ids=["in training", "before training"],
)
def test_who_is_in_training_stays_active_and_who_is_not_yet_is_not_seen(
    started_on: str, status: str | None
) -> None:
    after = ended(make_trained(started_on, role=Role.MENTOR), "2021-04-19")
    for today in (TODAY, "2027-01-01"):
        assert status_for(after, LARKFIELD, today, Role.MENTOR) == status


def test_who_was_eligible_stays_so() -> None:
    eligible_at = moment("2025-07-02T09:15:44")
    mentor = make_trained(role=Role.MENTOR, mentor_first_eligible_at=eligible_at)
    assert ended(mentor, "2025-10-01").mentor_first_eligible_at == eligible_at


def test_training_that_was_given_up_stays_as_it_is() -> None:
    mentor = deferred(make_trained(role=Role.MENTOR), TODAY, role=Role.MENTOR)
    assert ended(mentor, "2025-10-01").training_periods == mentor.training_periods


def test_training_as_an_ect_goes_on() -> None:
    as_ect = make_training("as an ECT")
    mentor = make_trained(role=Role.MENTOR, others=[as_ect])
    assert as_ect in ended(mentor, "2025-10-01").training_periods


def test_the_department_may_correct_itself() -> None:
    mentor = ended(ended(make_trained(role=Role.MENTOR), "2025-10-01"), "2025-09-12", "2025-10-16")
    assert mentor.mentor_funding_end is not None
    assert mentor.mentor_funding_end.ended_on == day("2025-09-12")
    assert [span(one) for one in mentor.training_periods] == [days("2025-09-01", "2025-10-01")]


@pytest.mark.parametrize("overrides", [{}, {"school_periods": (), "training_periods": ()}])
def test_only_mentors_are_funded_as_mentors(overrides: dict[str, Any]) -> None:
    with pytest.raises(WrongRoleError) as refused:
        ended(make_teacher(**overrides), "2025-10-01")
    assert refused.value.member == "participant_id"
