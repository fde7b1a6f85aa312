"""The mentor shown: current, else next, else nobody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants_service.domain.mentors import mentor_flips_on, mentor_of
from participants_service.domain.teachers import Mentorship, MentorshipId, SchoolPeriodId
from tests.participants.people import day, known, make_mentorship, make_teacher, make_training

TODAY = day("2025-10-15")


def mentorship(mentor: str, started_on: str, finished_on: str | None = None) -> Mentorship:
    return make_mentorship(
        mentor, started_on=day(started_on), finished_on=day(finished_on) if finished_on else None
    )


@pytest.mark.parametrize(
    ("mentorships", "mentor", "flips_on"),
    [
        pytest.param((), None, None, id="nobody"),
        pytest.param((mentorship("Ada", "2025-09-01"),), "Ada", None, id="current, open"),
        pytest.param(
            (mentorship("Ada", "2025-09-01", "2025-10-14"),), None, None, id="ended yesterday"
        ),
        pytest.param(
            (mentorship("Ada", "2025-09-01", "2025-10-15"),), "Ada", "2025-10-16", id="ends today"
        ),
        pytest.param(
            (mentorship("Ada", "2025-09-01", "2025-10-16"),),
            "Ada",
            "2025-10-17",
            id="ends tomorrow",
        ),
        pytest.param((mentorship("Ben", "2025-10-16"),), "Ben", None, id="the next one alone"),
        pytest.param(
            (mentorship("Ben", "2025-11-01"), mentorship("Ada", "2025-09-01", "2025-10-31")),
            "Ada",
            "2025-11-01",
            id="current before next",
        ),
        pytest.param(
            (mentorship("Ben", "2026-01-05"), mentorship("Ada", "2025-09-01", "2025-10-31")),
            "Ada",
            "2025-11-01",
            id="next is shown as soon as the current one ended",
        ),
        pytest.param(
            (mentorship("Ada", "2025-09-01", "2025-10-14"), mentorship("Ben", "2025-11-01")),
            "Ben",
            None,
            id="between two",
        ),
    ],
)
def test_the_mentor_shown(
    mentorships: tuple[Mentorship, ...], mentor: str | None, flips_on: str | None
) -> None:
    teacher = make_teacher(mentorships=mentorships)
    assert mentor_of(teacher, make_training(), today=TODAY) == (known(mentor) if mentor else None)
    assert mentor_flips_on(teacher, make_training(), today=TODAY) == (
        day(flips_on) if flips_on else None
    )


def test_the_same_mentor_again_is_no_change() -> None:
    again = make_mentorship("Ada", id=MentorshipId(known("again")), started_on=day("2025-11-01"))
    teacher = make_teacher(mentorships=(mentorship("Ada", "2025-09-01", "2025-10-31"), again))
    assert mentor_flips_on(teacher, make_training(), today=TODAY) is None


def test_a_mentor_at_another_school_is_not_shown() -> None:
    elsewhere = make_mentorship("Ada", ect_school_period_id=SchoolPeriodId(known("elsewhere")))
    teacher = make_teacher(mentorships=(elsewhere,))
    assert mentor_of(teacher, make_training(), today=TODAY) is None
    assert mentor_flips_on(teacher, make_training(), today=TODAY) is None


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


@given(mentorships=st.lists(MENTORSHIPS, max_size=4), today=DAYS)
def test_the_flip_is_the_first_day_with_another_mentor(
    mentorships: list[Mentorship], today: date
) -> None:
    teacher = make_teacher(mentorships=tuple(mentorships))
    shown = [
        mentor_of(teacher, make_training(), today=today + timedelta(days=ahead))
        for ahead in range(30)
    ]
    changes = [ahead for ahead, mentor in enumerate(shown) if mentor != shown[0]]
    assert mentor_flips_on(teacher, make_training(), today=today) == (
        today + timedelta(days=changes[0]) if changes else None
    )
