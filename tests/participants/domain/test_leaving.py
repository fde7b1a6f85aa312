"""Leaving a school: reported, reported anew, taken back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.errors import (
    DomainError,
    NotAllowedNowError,
    OverlapError,
    WrongRoleError,
)
from participants_service.domain.leaving import cancel_leaving, report_leaving
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    LeavingCut,
    Mentorship,
    ParticipantId,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
)
from tests.participants.facts import days, span
from tests.participants.people import (
    FENBROOK,
    SALTMARSH,
    day,
    known,
    make_mentorship,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

MENTOR_STAY = known("school period of Tobiah Wrenfield")
MENTORED = make_mentorship("Tobiah Wrenfield", mentor_school_period_id=MENTOR_STAY)


def make_mentor(**overrides: Any) -> Teacher:
    """Make the mentor at Fenbrook."""
    members: dict[str, Any] = {
        "school_periods": (
            make_school_period("school period of Tobiah Wrenfield", role=Role.MENTOR),
        ),
        "training_periods": (
            make_training("mentor training", role=Role.MENTOR, school_period_id=MENTOR_STAY),
        ),
    }
    return make_teacher("Tobiah Wrenfield", **members | overrides)


MENTOR = make_mentor()
ECT = make_teacher(mentorships=(MENTORED,))


def leave(
    teacher: Teacher, leaving_on: str, *others: Teacher, role: Role = Role.ECT
) -> tuple[Teacher, ...]:
    """Report that somebody leaves Fenbrook."""
    return report_leaving(
        teacher,
        role,
        FENBROOK.id,
        day(leaving_on),
        counterparts={one.id: one for one in others},
    )


def come_back(teacher: Teacher, *others: Teacher, role: Role = Role.ECT) -> tuple[Teacher, ...]:
    """Take back that somebody leaves Fenbrook."""
    return cancel_leaving(teacher, role, FENBROOK.id, counterparts={one.id: one for one in others})


def spans(
    periods: Sequence[SchoolPeriod | TrainingPeriod | Mentorship],
) -> list[tuple[Any, Any]]:
    """Return the ends of periods."""
    return [span(one) for one in periods]


@pytest.mark.parametrize(
    ("training", "left"),
    [
        pytest.param(("2026-03-30", None), ("2026-03-30", "2026-03-31"), id="began the day before"),
        pytest.param(("2026-03-31", None), None, id="begins that day"),
        pytest.param(("2026-04-01", None), None, id="begins the day after"),
        pytest.param(("2025-09-01", "2026-03-30"), ("2025-09-01", "2026-03-30"), id="ends before"),
        pytest.param(("2025-09-01", "2026-03-31"), ("2025-09-01", "2026-03-31"), id="ends then"),
        pytest.param(("2025-09-01", "2026-04-01"), ("2025-09-01", "2026-03-31"), id="ends after"),
    ],
)
def test_what_began_ends_with_the_stay_and_what_did_not_goes(
    training: tuple[str, str | None], left: tuple[str, str] | None
) -> None:
    started_on, finished_on = days(*training)
    teacher = make_teacher(
        training_periods=(make_training(started_on=started_on, finished_on=finished_on),),
        mentorships=(replace(MENTORED, started_on=started_on, finished_on=finished_on),),
    )
    leaver, *_ = leave(teacher, "2026-03-31", MENTOR)
    expected = [] if left is None else [days(*left)]
    assert spans(leaver.school_periods) == [days("2025-09-01", "2026-03-31")]
    assert spans(leaver.training_periods) == expected
    assert spans(leaver.mentorships) == expected


def test_a_stay_may_end_on_its_first_day_and_then_nobody_trained() -> None:
    leaver, *_ = leave(ECT, "2025-09-01", MENTOR)
    assert spans(leaver.school_periods) == [days("2025-09-01", "2025-09-01")]
    assert (leaver.training_periods, leaver.mentorships) == ((), ())


@pytest.mark.parametrize(
    ("second", "ends_on"),
    [
        pytest.param("2026-03-30", "2026-03-30", id="a day earlier"),
        pytest.param("2026-03-31", "2026-03-31", id="the same day"),
        pytest.param("2026-04-01", "2026-04-01", id="a day later"),
    ],
)
def test_a_second_report_replaces_the_first(second: str, ends_on: str) -> None:
    leaver, *_ = leave(ECT, "2026-03-31", MENTOR)
    leaver, *_ = leave(leaver, second, MENTOR)
    for periods in (leaver.school_periods, leaver.training_periods, leaver.mentorships):
        assert spans(periods) == [days("2025-09-01", ends_on)]
        assert [one.cut_by_leaving for one in periods] == [LeavingCut()]


def test_a_second_report_gives_back_an_end_that_comes_before_it() -> None:
    training = make_training(finished_on=day("2026-04-30"))
    leaver, *_ = leave(make_teacher(training_periods=(training,)), "2026-03-31")
    (cut,) = leaver.training_periods
    assert (cut.finished_on, cut.cut_by_leaving) == (
        day("2026-03-31"),
        LeavingCut(finished_on=day("2026-04-30")),
    )
    leaver, *_ = leave(leaver, "2026-05-31")
    assert leaver.training_periods == (training,)


def test_taken_back_everything_is_as_before() -> None:
    leaver, *_ = leave(ECT, "2026-03-31", MENTOR)
    assert come_back(leaver, MENTOR) == (ECT,)


def test_what_a_report_deleted_stays_deleted() -> None:
    teacher = make_teacher(training_periods=(make_training(started_on=day("2026-04-01")),))
    leaver, *_ = leave(teacher, "2026-03-31")
    back, *_ = come_back(leaver)
    assert spans(back.school_periods) == [days("2025-09-01", None)]
    assert back.training_periods == ()


def test_training_that_a_lead_provider_paused_stays_paused() -> None:
    leaver, *_ = leave(make_teacher(), "2026-03-31")
    (training,) = leaver.training_periods
    deferral = Deferral(
        reason=DeferralReason.PARENTAL_LEAVE, deferred_at=moment("2026-04-02T10:00:00")
    )
    paused = replace(leaver, training_periods=(replace(training, deferral=deferral),))
    back, *_ = come_back(paused)
    assert spans(back.training_periods) == [days("2025-09-01", "2026-03-31")]
    assert back.training_periods[0].deferral == deferral


def test_a_mentor_who_leaves_parts_from_all_mentees() -> None:
    other = replace(ECT, id=ParticipantId(known("another ECT")))
    left, *mentees = leave(MENTOR, "2026-03-31", ECT, other, role=Role.MENTOR)
    assert spans(left.training_periods) == [days("2025-09-01", "2026-03-31")]
    assert [spans(one.mentorships) for one in mentees] == [[days("2025-09-01", "2026-03-31")]] * 2
    assert [spans(one.training_periods) for one in mentees] == [[days("2025-09-01", None)]] * 2
    assert come_back(left, *mentees, role=Role.MENTOR) == (MENTOR, ECT, other)


def test_a_mentor_who_comes_back_does_not_displace_the_next_one() -> None:
    left, mentee = leave(MENTOR, "2026-03-31", ECT, role=Role.MENTOR)
    next_one = make_mentorship("next", started_on=day("2026-04-10"))
    mentee = replace(mentee, mentorships=(*mentee.mentorships, next_one))
    _, mentee = come_back(left, mentee, role=Role.MENTOR)
    assert spans(mentee.mentorships) == [
        days("2025-09-01", "2026-04-09"),
        days("2026-04-10", None),
    ]
    assert mentee.mentorships[0].cut_by_leaving is None


def test_when_both_leave_both_have_to_come_back() -> None:
    ect, *_ = leave(ECT, "2026-03-31", MENTOR)
    mentor, ect = leave(MENTOR, "2026-02-27", ect, role=Role.MENTOR)
    assert spans(ect.mentorships) == [days("2025-09-01", "2026-02-27")]
    ect, *_ = come_back(ect, mentor)
    assert spans(ect.mentorships) == [days("2025-09-01", "2026-02-27")]
    assert spans(ect.training_periods) == [days("2025-09-01", None)]
    mentor, ect = come_back(mentor, ect, role=Role.MENTOR)
    assert (mentor, ect) == (MENTOR, ECT)


def test_the_one_who_stays_away_longer_keeps_them_apart() -> None:
    ect, *_ = leave(ECT, "2026-02-27", MENTOR)
    mentor, ect = leave(MENTOR, "2026-03-31", ect, role=Role.MENTOR)
    ect, *_ = come_back(ect, mentor)
    assert spans(ect.mentorships) == [days("2025-09-01", "2026-03-31")]
    assert come_back(mentor, ect, role=Role.MENTOR) == (MENTOR, ECT)


def test_of_two_stays_the_one_meant_is_the_last_that_had_begun() -> None:
    first = make_school_period("first", finished_on=day("2025-12-19"))
    second = make_school_period("second", started_on=day("2026-04-01"))
    leaver, *_ = leave(
        make_teacher(school_periods=(first, second), training_periods=()), "2026-04-30"
    )
    assert spans(leaver.school_periods) == [
        days("2025-09-01", "2025-12-19"),
        days("2026-04-01", "2026-04-30"),
    ]


ELSEWHERE = make_school_period("elsewhere", school=SALTMARSH, started_on=day("2026-04-01"))
MOVED = make_teacher(
    school_periods=(make_school_period(finished_on=day("2026-03-31")), ELSEWHERE),
    training_periods=(make_training(finished_on=day("2026-03-31")),),
)


@pytest.mark.parametrize(
    ("teacher", "role", "leaving_on", "refusal"),
    [
        pytest.param(ECT, Role.MENTOR, "2026-03-31", (WrongRoleError, "role"), id="no mentor"),
        pytest.param(
            make_teacher(school_periods=(ELSEWHERE,), training_periods=()),
            Role.ECT,
            "2026-04-30",
            (WrongRoleError, "school_urn"),
            id="not at that school",
        ),
        pytest.param(
            ECT, Role.ECT, "2025-08-31", (NotAllowedNowError, "leaving_on"), id="before the stay"
        ),
        pytest.param(
            MOVED, Role.ECT, "2026-04-01", (OverlapError, "leaving_on"), id="elsewhere by then"
        ),
        pytest.param(
            make_teacher(school_periods=(make_school_period(finished_on=day("2026-03-31")),)),
            Role.ECT,
            "2026-04-01",
            (NotAllowedNowError, "leaving_on"),
            id="ended for another reason",
        ),
    ],
)
def test_what_cannot_be_reported(
    teacher: Teacher, role: Role, leaving_on: str, refusal: tuple[type[DomainError], str]
) -> None:
    with pytest.raises(DomainError) as refused:
        leave(teacher, leaving_on, MENTOR, role=role)
    assert (type(refused.value), refused.value.member) == refusal


def test_a_school_that_somebody_moved_from_may_report_an_earlier_day() -> None:
    leaver, *_ = leave(MOVED, "2026-03-30")
    assert spans(leaver.school_periods)[0] == days("2025-09-01", "2026-03-30")
    assert spans(leaver.training_periods) == [days("2025-09-01", "2026-03-30")]


def test_a_mentor_trained_elsewhere_since_cannot_leave_later_than_that() -> None:
    left, *_ = leave(MENTOR, "2026-03-31", role=Role.MENTOR)
    elsewhere = replace(ELSEWHERE, role=Role.MENTOR, working_pattern=None)
    training = make_training(
        "elsewhere training",
        role=Role.MENTOR,
        school_period_id=elsewhere.id,
        started_on=day("2026-04-01"),
    )
    left = replace(
        left,
        school_periods=(*left.school_periods, elsewhere),
        training_periods=(*left.training_periods, training),
    )
    with pytest.raises(OverlapError):
        leave(left, "2026-04-01", role=Role.MENTOR)


def test_nothing_reported_cannot_be_taken_back() -> None:
    with pytest.raises(NotAllowedNowError):
        come_back(ECT, MENTOR)


def test_somebody_at_another_school_since_cannot_come_back() -> None:
    leaver, *_ = leave(make_teacher(), "2026-03-31")
    moved = replace(leaver, school_periods=(*leaver.school_periods, ELSEWHERE))
    with pytest.raises(NotAllowedNowError) as refused:
        come_back(moved)
    assert refused.value.member == "school_urn"


def test_a_stay_before_this_one_does_not_keep_anybody_from_coming_back() -> None:
    earlier = make_school_period(
        "earlier", school=SALTMARSH, started_on=day("2024-09-01"), finished_on=day("2025-08-31")
    )
    teacher = make_teacher(school_periods=(earlier, make_school_period()))
    leaver, *_ = leave(teacher, "2026-03-31")
    assert come_back(leaver) == (teacher,)
