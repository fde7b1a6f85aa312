"""Mentors who take over from a mentor whose training was declared."""

from collections.abc import Mapping
from typing import Any

import pytest

from participants_service.domain.mentoring import assign_mentor
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    MentorFundingEnd,
    MentorIneligibilityReason,
    ParticipantId,
    Role,
    Teacher,
)
from tests.participants.facts import make_calendar, make_occasion, make_offer
from tests.participants.people import (
    day,
    known,
    make_mentorship,
    make_school_period,
    make_teacher,
    make_training,
)

NIA_BEFORE = make_mentorship("Nia", started_on=day("2025-09-10"))


def make_mentor(name: str = "Tobiah Wrenfield", **overrides: Any) -> Teacher:
    """Make a mentor at Fenbrook whom nobody has trained."""
    stay = make_school_period(f"school period of {name}", role=Role.MENTOR)
    members: dict[str, Any] = {"school_periods": (stay,), "training_periods": ()}
    return make_teacher(name, **members | overrides)


def schedules(
    mentor: Teacher, declared: Mapping[str, str], *mentorships: Any, today: str = "2025-11-14"
) -> list[ScheduleIdentifier | None]:
    """Return the schedules of a mentor who becomes that of an ECT today."""
    _, assigned = assign_mentor(
        make_teacher(mentorships=mentorships or (NIA_BEFORE,)),
        mentor,
        day(today),
        offer=make_offer(),
        declared_days={
            ParticipantId(known(name)): [day(declared_on)] for name, declared_on in declared.items()
        },
        calendar=make_calendar(),
        occasion=make_occasion(today),
    )
    return [one.schedule for one in assigned.training_periods]


@pytest.mark.parametrize(
    ("declared", "schedule"),
    [
        pytest.param({}, "ecf-standard-january", id="nothing declared"),
        pytest.param({"Nia": "2025-09-09"}, "ecf-standard-january", id="before they were mentor"),
        pytest.param({"Nia": "2025-09-10"}, "ecf-replacement-january", id="on the first day"),
        pytest.param({"Nia": "2025-11-13"}, "ecf-replacement-january", id="on the last day"),
        pytest.param({"Nia": "2025-11-14"}, "ecf-standard-january", id="once somebody took over"),
        pytest.param({"Ola": "2025-10-01"}, "ecf-standard-january", id="of somebody else"),
    ],
)
def test_an_earlier_mentor_has_to_be_declared_while_looking_after_the_ect(
    declared: Mapping[str, str], schedule: str
) -> None:
    assert schedules(make_mentor(), declared) == [schedule]


def test_any_earlier_mentor_counts() -> None:
    first = make_mentorship("Ola", finished_on=day("2025-09-09"))
    assert schedules(make_mentor(), {"Ola": "2025-09-05"}, first, NIA_BEFORE) == [
        "ecf-replacement-january"
    ]


def test_nobody_replaces_themselves() -> None:
    own = make_mentorship(
        "Tobiah Wrenfield",
        mentor_school_period_id=known("school period of Tobiah Wrenfield"),
        finished_on=day("2025-10-31"),
    )
    assert schedules(make_mentor(), {"Tobiah Wrenfield": "2025-10-01"}, own) == [
        "ecf-standard-january"
    ]


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param(
            {
                "training_periods": (
                    make_training(role=Role.MENTOR, schedule=ScheduleIdentifier.STANDARD_SEPTEMBER),
                )
            },
            ["ecf-standard-september"],
            id="in training already",
        ),
        pytest.param(
            {
                "mentor_funding_end": MentorFundingEnd(
                    ended_on=day("2024-01-31"),
                    reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED,
                )
            },
            [],
            id="not funded any more",
        ),
    ],
)
def test_only_a_first_funded_training_has_a_replacement_schedule(
    overrides: dict[str, Any], expected: list[str]
) -> None:
    assert schedules(make_mentor(**overrides), {"Nia": "2025-10-01"}) == expected
