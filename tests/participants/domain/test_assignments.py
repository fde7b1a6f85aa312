"""Which mentors the lead providers of an ECT are shown, and who is affected when that changes."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from participants_service.domain.assignments import Assignment, assignments_of, reassigned
from participants_service.domain.mentors import mentor_of
from participants_service.domain.teachers import (
    Mentorship,
    MentorshipId,
    Role,
    SchoolPeriodId,
    Teacher,
)
from participants_service.domain.visibility import latest_training, lead_providers_of
from tests.participants.people import (
    LARKFIELD,
    OTTERBURN,
    day,
    known,
    make_mentorship,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
)


def mentorship(
    mentor: str, started_on: str, finished_on: str | None = None, **overrides: Any
) -> Mentorship:
    members: dict[str, Any] = {
        "started_on": day(started_on),
        "finished_on": None if finished_on is None else day(finished_on),
    }
    return make_mentorship(mentor, **members | overrides)


def shown(ect: Teacher) -> set[tuple[object, object, str, str]]:
    return {
        (one.lead_provider_id, one.mentor_id, str(one.shown_from), str(one.shown_until))
        for one in assignments_of(ect)
    }


BEGINNING, END = str(date.min), str(date.max)


def test_nobody_is_assigned_without_a_mentorship_or_a_partnership() -> None:
    assert assignments_of(make_teacher()) == frozenset()
    untrained = make_teacher(
        training_periods=(make_training(partnership=None),),
        mentorships=(mentorship("Ada", "2025-09-01"),),
    )
    assert assignments_of(untrained) == frozenset()


def test_a_mentor_is_shown_until_the_mentorship_ends_and_the_next_one_from_then_on() -> None:
    ect = make_teacher(
        mentorships=(
            mentorship("Ada", "2025-09-01", "2025-10-31"),
            mentorship("Ben", "2026-01-05", "2026-02-01"),
            mentorship("Cai", "2026-03-01"),
        )
    )
    assert shown(ect) == {
        (LARKFIELD, known("Ada"), BEGINNING, "2025-10-31"),
        (LARKFIELD, known("Ben"), "2025-11-01", "2026-02-01"),
        (LARKFIELD, known("Cai"), "2026-02-02", END),
    }


def test_each_lead_provider_is_shown_the_mentors_of_its_own_latest_training() -> None:
    elsewhere = SchoolPeriodId(known("elsewhere"))
    ect = make_teacher(
        school_periods=(make_school_period(), make_school_period("elsewhere")),
        training_periods=(
            make_training(finished_on=day("2025-10-10")),
            make_training(
                "elsewhere",
                started_on=day("2025-10-11"),
                school_period_id=elsewhere,
                partnership=make_partnership(lead_provider_id=OTTERBURN),
            ),
        ),
        mentorships=(
            mentorship("Ada", "2025-09-01", "2025-10-10"),
            mentorship("Ben", "2025-10-11", ect_school_period_id=elsewhere),
        ),
    )
    assert shown(ect) == {
        (LARKFIELD, known("Ada"), BEGINNING, "2025-10-10"),
        (OTTERBURN, known("Ben"), BEGINNING, END),
    }


DAYS = st.integers(0, 20).map(lambda count: day("2025-10-01") + timedelta(days=count))
MENTORSHIPS = st.builds(
    lambda number, mentor, started_on, finished_on: make_mentorship(
        mentor,
        id=MentorshipId(known(str(number))),
        started_on=started_on,
        finished_on=finished_on,
    ),
    st.integers(0, 9),
    st.sampled_from(["Ada", "Ben", "Cai"]),
    DAYS,
    st.none() | DAYS,
)
ECTS = st.lists(MENTORSHIPS, max_size=4).map(lambda all_: make_teacher(mentorships=tuple(all_)))


@given(ect=ECTS, today=DAYS)
def test_on_every_day_the_mentor_is_the_one_whom_participants_show(
    ect: Teacher, today: date
) -> None:
    training = latest_training(ect, LARKFIELD, Role.ECT)
    assert training is not None
    mentor = mentor_of(ect, training, today=today)
    assert [one.mentor_id for one in assignments_of(ect) if one.is_shown_on(today)] == (
        [] if mentor is None else [mentor]
    )


@given(before=ECTS, after=ECTS)
def test_whoever_is_shown_otherwise_on_any_day_has_been_reassigned(
    before: Teacher, after: Teacher
) -> None:
    """A mentor may count as reassigned without being so, but nobody may be forgotten."""
    affected = reassigned({before.id: before}, [after])
    for ahead in range(40):
        today = day("2025-09-25") + timedelta(days=ahead)
        here = {_place(one) for one in assignments_of(before) if one.is_shown_on(today)}
        there = {_place(one) for one in assignments_of(after) if one.is_shown_on(today)}
        assert {mentor_id for _, mentor_id, _ in here ^ there} <= affected
    assert reassigned({before.id: before}, [before]) == set()


def test_the_mentors_of_somebody_new_and_of_somebody_newly_seen_are_reassigned() -> None:
    ect = make_teacher(mentorships=(mentorship("Ada", "2025-09-01"),))
    unseen = make_teacher(
        training_periods=(make_training(partnership=None),), mentorships=ect.mentorships
    )
    assert lead_providers_of(unseen) == frozenset()
    assert reassigned({}, [ect]) == {known("Ada")}
    assert reassigned({ect.id: unseen}, [ect]) == {known("Ada")}
    assert reassigned({ect.id: ect}, [unseen]) == {known("Ada")}


def test_a_mentor_whose_mentee_moves_on_in_training_at_the_same_school_is_where_they_were() -> None:
    ect = make_teacher(mentorships=(mentorship("Ada", "2025-09-01"),))
    rescheduled = make_teacher(
        training_periods=(
            make_training(finished_on=day("2025-10-14")),
            make_training("from now on", started_on=day("2025-10-15")),
        ),
        mentorships=ect.mentorships,
    )
    assert reassigned({ect.id: ect}, [rescheduled]) == set()


def _place(assignment: Assignment) -> tuple[object, object, object]:
    return (
        assignment.lead_provider_id,
        assignment.mentor_id,
        assignment.mentor_school_period_id,
    )
