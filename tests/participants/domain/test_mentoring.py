"""Mentors assigned and taken away."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import (
    DomainError,
    InvalidMemberError,
    NotAllowedNowError,
    OverlapError,
    RefusedError,
    WrongRoleError,
)
from participants_service.domain.mentoring import (
    assign_mentor,
    lead_provider_to_share,
    stays_of_both,
    unassign_mentor,
)
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    LeavingCut,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Programme,
    Role,
    Teacher,
)
from participants_service.domain.training_offers import Offer
from tests.participants.facts import (
    days,
    make_calendar,
    make_lead_provider,
    make_occasion,
    make_offer,
    span,
)
from tests.participants.people import (
    LARKFIELD,
    SALTMARSH,
    day,
    known,
    make_mentorship,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)


def make_mentor(name: str = "Tobiah Wrenfield", **overrides: Any) -> Teacher:
    """Make a mentor at Fenbrook whom nobody has trained."""
    members: dict[str, Any] = {
        "school_periods": (
            make_school_period(
                f"school period of {name}", role=Role.MENTOR, started_on=day("2025-10-01")
            ),
        ),
        "training_periods": (),
    }
    return make_teacher(name, **members | overrides)


def assign(
    ect: Teacher,
    mentor: Teacher,
    started_on: str,
    *,
    today: str = "2025-10-15",
    offer: Offer | None = None,
) -> tuple[Teacher, Teacher]:
    """Assign a mentor."""
    return assign_mentor(
        ect,
        mentor,
        day(started_on),
        offer=offer,
        declared_days={},
        calendar=make_calendar(),
        occasion=make_occasion(today),
    )


def test_a_mentorship_lasts_as_long_as_both_stay() -> None:
    ect, mentor = assign(make_teacher(), make_mentor(), "2025-10-01")
    (mentorship,) = ect.mentorships
    assert (mentorship.mentor_id, mentorship.mentor_school_period_id) == (
        mentor.id,
        mentor.school_periods[0].id,
    )
    assert span(mentorship) == days("2025-10-01", None)


@pytest.mark.parametrize(
    ("ect_leaves", "mentor_leaves", "ends_on"),
    [
        pytest.param("2026-03-31", None, "2026-03-31", id="the ECT leaves"),
        pytest.param(None, "2026-02-27", "2026-02-27", id="the mentor leaves"),
        pytest.param("2026-03-31", "2026-02-27", "2026-02-27", id="both leave"),
    ],
)
def test_a_mentorship_ends_with_the_first_who_leaves(
    ect_leaves: str | None, mentor_leaves: str | None, ends_on: str
) -> None:
    ect, mentor = (
        replace(
            teacher,
            school_periods=tuple(
                replace(stay, finished_on=day(leaves), cut_by_leaving=LeavingCut())
                if leaves
                else stay
                for stay in teacher.school_periods
            ),
        )
        for teacher, leaves in ((make_teacher(), ect_leaves), (make_mentor(), mentor_leaves))
    )
    ect, _ = assign(ect, mentor, "2025-10-01")
    (mentorship,) = ect.mentorships
    assert mentorship.finished_on == day(ends_on)
    assert mentorship.cut_by_leaving == LeavingCut()


@pytest.mark.parametrize(
    ("started_on", "before"),
    [
        pytest.param("2025-10-02", ("2025-10-01", "2025-10-01"), id="after one day"),
        pytest.param("2026-01-05", ("2025-10-01", "2026-01-04"), id="in January"),
    ],
)
def test_the_next_mentor_takes_over_the_day_after(started_on: str, before: tuple[str, str]) -> None:
    ect, _ = assign(make_teacher(), make_mentor(), "2025-10-01")
    ect, _ = assign(ect, make_mentor("Nia Harcourt"), started_on, today="2025-10-16")
    assert [span(one) for one in ect.mentorships] == [days(*before), days(started_on, None)]


@pytest.mark.parametrize("started_on", ["2025-11-03", "2025-10-31"])
def test_nobody_takes_over_from_who_has_not_begun(started_on: str) -> None:
    ect, _ = assign(make_teacher(), make_mentor(), "2025-11-03")
    with pytest.raises(OverlapError) as refused:
        assign(ect, make_mentor("Nia Harcourt"), started_on)
    assert refused.value.member == "started_on"


def refused_members(ect: Teacher, mentor: Teacher, started_on: str) -> list[tuple[Any, str]]:
    """Return why a mentor cannot be assigned."""
    try:
        stays_of_both(ect, mentor, day(started_on))
    except DomainError as error:
        return [(type(error), error.member)]
    except RefusedError as error:
        return [(type(one), one.member) for one in error.errors]
    return []


@pytest.mark.parametrize(
    ("ect", "mentor", "started_on", "refusals"),
    [
        pytest.param(make_teacher(), make_mentor(), "2025-10-01", [], id="the first day of both"),
        pytest.param(
            make_teacher(),
            make_mentor(),
            "2025-09-30",
            [(NotAllowedNowError, "started_on")],
            id="the mentor is not there yet",
        ),
        pytest.param(
            make_teacher(school_periods=(make_school_period(finished_on=day("2025-12-19")),)),
            make_mentor(),
            "2025-12-20",
            [(NotAllowedNowError, "started_on")],
            id="the ECT has left",
        ),
        pytest.param(
            make_mentor(),
            make_teacher("Imogen Achterberg"),
            "2025-10-01",
            [(WrongRoleError, "ect_participant_id"), (WrongRoleError, "mentor_participant_id")],
            id="the wrong way round",
        ),
        pytest.param(
            make_teacher(),
            make_mentor(
                school_periods=(make_school_period("s", role=Role.MENTOR, school=SALTMARSH),)
            ),
            "2025-10-01",
            [(WrongRoleError, "mentor_participant_id")],
            id="at another school",
        ),
        pytest.param(
            make_teacher(),
            make_teacher(),
            "2025-10-01",
            [(InvalidMemberError, "mentor_participant_id")],
            id="their own mentor",
        ),
    ],
)
def test_both_have_to_be_at_the_school_on_the_first_day(
    ect: Teacher, mentor: Teacher, started_on: str, refusals: list[tuple[Any, str]]
) -> None:
    assert refused_members(ect, mentor, started_on) == refusals


FUNDING_END = MentorFundingEnd(
    ended_on=day("2024-01-31"), reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED
)
INTEREST = ExpressionOfInterest(lead_provider_id=LARKFIELD, cohort=CohortYear(2025))


@pytest.mark.parametrize(
    ("ect", "mentor", "shared"),
    [
        pytest.param(make_teacher(), make_mentor(), True, id="first training"),
        pytest.param(
            make_teacher(
                training_periods=(make_training(partnership=None, expression_of_interest=INTEREST),)
            ),
            make_mentor(),
            True,
            id="the ECT waits for a partnership",
        ),
        pytest.param(
            make_teacher(
                training_periods=(
                    make_training(programme=Programme.SCHOOL_LED, partnership=None, schedule=None),
                )
            ),
            make_mentor(),
            False,
            id="the ECT is trained by the school",
        ),
        pytest.param(make_teacher(training_periods=()), make_mentor(), False, id="not trained"),
        pytest.param(
            make_teacher(),
            make_mentor(mentor_funding_end=FUNDING_END),
            False,
            id="funding has ended",
        ),
        pytest.param(
            make_teacher(),
            make_mentor(
                training_periods=(make_training(role=Role.MENTOR, finished_on=day("2025-09-02")),)
            ),
            False,
            id="trained before",
        ),
        pytest.param(
            make_teacher(),
            make_mentor(training_periods=(make_training(finished_on=day("2025-09-02")),)),
            True,
            id="trained before as an ECT",
        ),
    ],
)
def test_a_mentor_is_trained_once_and_by_the_lead_provider_of_the_ect(
    ect: Teacher, mentor: Teacher, shared: bool
) -> None:
    lead_provider_id = lead_provider_to_share(ect, ect.school_periods[0], mentor)
    assert lead_provider_id == (LARKFIELD if shared else None)


@pytest.mark.parametrize(
    ("today", "starts_on"),
    [
        pytest.param("2025-09-30", "2025-10-01", id="before the mentor's first day"),
        pytest.param("2025-10-02", "2025-10-02", id="after it"),
    ],
)
def test_training_because_of_an_ect_starts_with_school_or_today(today: str, starts_on: str) -> None:
    _, mentor = assign(make_teacher(), make_mentor(), "2025-11-03", today=today, offer=make_offer())
    (training,) = mentor.training_periods
    assert (training.role, training.cohort) == (Role.MENTOR, 2025)
    assert span(training) == days(starts_on, None)
    assert mentor.mentor_first_eligible_at == moment(f"{today}T12:00:00")


def test_without_the_cohort_the_mentor_is_assigned_all_the_same() -> None:
    offer = replace(make_offer(), lead_provider=make_lead_provider(cohorts=range(2021, 2024)))
    ect, mentor = assign(make_teacher(), make_mentor(), "2025-10-01", offer=offer)
    assert len(ect.mentorships) == 1
    assert (mentor.training_periods, mentor.mentor_first_eligible_at) == ((), None)


def test_a_mentor_who_leaves_before_training_could_start_is_not_trained() -> None:
    stay = make_school_period(
        "short", role=Role.MENTOR, started_on=day("2025-10-01"), finished_on=day("2025-10-14")
    )
    _, mentor = assign(
        make_teacher(), make_mentor(school_periods=(stay,)), "2025-10-01", offer=make_offer()
    )
    assert mentor.training_periods == ()


@pytest.mark.parametrize(
    ("mentored", "finished_on", "left"),
    [
        pytest.param(("2025-10-01", None), "2025-10-01", ("2025-10-01", "2025-10-01"), id="first"),
        pytest.param(("2025-10-01", None), "2026-07-17", ("2025-10-01", "2026-07-17"), id="later"),
        pytest.param(
            ("2025-10-01", "2026-07-17"), "2026-07-17", ("2025-10-01", "2026-07-17"), id="last"
        ),
    ],
)
def test_a_mentor_is_taken_away_after_a_day(
    mentored: tuple[str, str | None], finished_on: str, left: tuple[str, str]
) -> None:
    start, end = days(*mentored)
    ect = make_teacher(mentorships=(make_mentorship(started_on=start, finished_on=end),))
    assert span(unassign_mentor(ect, day(finished_on)).mentorships[0]) == days(*left)


def test_taken_away_a_mentor_does_not_come_back_with_somebody_who_stays_after_all() -> None:
    cut = make_mentorship(finished_on=day("2026-03-31"), cut_by_leaving=LeavingCut())
    ect = unassign_mentor(make_teacher(mentorships=(cut,)), day("2026-03-30"))
    assert ect.mentorships[0].cut_by_leaving is None


@pytest.mark.parametrize("finished_on", ["2025-09-30", "2026-07-18"])
def test_a_day_without_a_mentor_is_no_day_to_take_one_away(finished_on: str) -> None:
    mentorship = make_mentorship(started_on=day("2025-10-01"), finished_on=day("2026-07-17"))
    with pytest.raises(NotAllowedNowError):
        unassign_mentor(make_teacher(mentorships=(mentorship,)), day(finished_on))


def test_only_an_ect_has_a_mentor_to_take_away() -> None:
    with pytest.raises(WrongRoleError):
        unassign_mentor(make_mentor(), day("2025-10-01"))


def test_the_id_of_a_mentorship_is_known_from_the_event() -> None:
    first, second = (assign(make_teacher(), make_mentor(), "2025-10-01")[0] for _ in range(2))
    assert first.mentorships == second.mentorships
    assert first.mentorships[0].id != known("mentorship of Tobiah Wrenfield")
