"""Whom a lead provider sees as an unfunded mentor, and on which days that changes by itself."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants_service.domain.assignments import Assignment
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import (
    ParticipantId,
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.unfunded_mentors import (
    lead_providers_to_look_at,
    unfunded_mentor,
    unfunded_mentor_flips_on,
)
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    day,
    known,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

TODAY = day("2025-10-15")
NOW, LATER = "t.wrenfield@fenbrook-academy.example", "wrenfield@saltmarsh.example"
AT_FENBROOK, AT_SALTMARSH = SchoolPeriodId(known("Fenbrook")), SchoolPeriodId(known("Saltmarsh"))


def mentor_stays() -> tuple[SchoolPeriod, ...]:
    """Return two stays of a mentor at once, with an address for each."""
    return (
        make_school_period("Fenbrook", role=Role.MENTOR, school=FENBROOK, email=NOW),
        make_school_period(
            "Saltmarsh",
            role=Role.MENTOR,
            school=SALTMARSH,
            started_on=day("2025-09-15"),
            email=LATER,
        ),
    )


def make_mentor(*trainings: TrainingPeriod, **overrides: Any) -> Teacher:
    """Make a mentor at two schools, by default trained by nobody."""
    members: dict[str, Any] = {
        "trn": "3318840",
        "created_at": moment("2022-09-05T11:30:00"),
        "school_periods": mentor_stays(),
        "training_periods": trainings,
    }
    return make_teacher("Tobiah Wrenfield", **members | overrides)


def trained(
    by: LeadProviderId | None, role: Role = Role.MENTOR, finished_on: str | None = None
) -> TrainingPeriod:
    """Make training by a lead provider, or only with an interest in it."""
    return make_training(
        f"{role} {by}",
        role=role,
        school_period_id=AT_FENBROOK,
        partnership=None if by is None else make_partnership(lead_provider_id=by),
        finished_on=None if finished_on is None else day(finished_on),
    )


def assigned(
    ect: str = "Imogen",
    *,
    to: LeadProviderId = LARKFIELD,
    stay_id: SchoolPeriodId = AT_FENBROOK,
    since: date = date.min,
    until: date = date.max,
) -> Assignment:
    """Make an assignment, by default to an ECT of Larkfield, from ever and for ever."""
    return Assignment(
        ect_id=ParticipantId(known(ect)),
        lead_provider_id=to,
        mentor_id=ParticipantId(known("Tobiah Wrenfield")),
        mentor_school_period_id=stay_id,
        shown_from=since,
        shown_until=until,
    )


def is_seen(
    mentor: Teacher, *assignments: Assignment, by: LeadProviderId = LARKFIELD, today: date = TODAY
) -> bool:
    return unfunded_mentor(mentor, assignments, by, today) is not None


@pytest.mark.parametrize(
    ("trainings", "seen"),
    [
        pytest.param([], True, id="trained by nobody"),
        pytest.param([trained(OTTERBURN)], True, id="trained by another"),
        pytest.param([trained(OTTERBURN, finished_on="2025-01-31")], True, id="was by another"),
        pytest.param([trained(None)], True, id="only of interest to somebody"),
        pytest.param([trained(LARKFIELD)], False, id="trained by the one that looks"),
        pytest.param(
            [trained(LARKFIELD, finished_on="2025-01-31")], False, id="once trained by it"
        ),
        pytest.param([trained(LARKFIELD, Role.ECT)], False, id="once its ECT"),
        pytest.param([trained(LARKFIELD), trained(OTTERBURN)], False, id="trained by both"),
    ],
)
def test_whom_the_lead_provider_ever_trained_it_does_not_see_as_unfunded(
    trainings: list[TrainingPeriod], seen: bool
) -> None:
    assert is_seen(make_mentor(*trainings), assigned()) is seen


@pytest.mark.parametrize(
    ("assignments", "seen"),
    [
        pytest.param([], False, id="nobody to look after"),
        pytest.param([assigned()], True, id="an ECT of the lead provider"),
        pytest.param([assigned(to=OTTERBURN)], False, id="an ECT of another"),
        pytest.param([assigned(to=OTTERBURN), assigned("Ivy")], True, id="one of each"),
        pytest.param([assigned(until=day("2025-10-14"))], False, id="ended yesterday"),
        pytest.param([assigned(until=day("2025-10-15"))], True, id="ends today"),
        pytest.param([assigned(until=day("2025-10-16"))], True, id="ends tomorrow"),
        pytest.param([assigned(since=day("2025-10-14"))], True, id="since yesterday"),
        pytest.param([assigned(since=day("2025-10-15"))], True, id="since today"),
        pytest.param([assigned(since=day("2025-10-16"))], False, id="from tomorrow on"),
        pytest.param(
            [assigned(until=day("2025-10-14")), assigned("Ivy")], True, id="another one is left"
        ),
    ],
)
def test_the_mentor_is_seen_as_long_as_one_ect_of_the_lead_provider_is_left(
    assignments: list[Assignment], seen: bool
) -> None:
    assert is_seen(make_mentor(), *assignments) is seen


def test_what_is_seen() -> None:
    mentor = make_mentor(corrected_name="Tobiah Wren")
    seen = unfunded_mentor(mentor, [assigned()], LARKFIELD, TODAY)
    assert seen is not None
    assert (seen.id, seen.full_name, seen.trn) == (mentor.id, "Tobiah Wren", "3318840")
    assert (seen.email, seen.created_at) == (NOW, moment("2022-09-05T11:30:00"))


@pytest.mark.parametrize(
    ("assignments", "email"),
    [
        pytest.param([assigned()], NOW, id="at the first school"),
        pytest.param([assigned(stay_id=AT_SALTMARSH)], LATER, id="at the second school"),
        pytest.param(
            [assigned("Ivy", stay_id=AT_SALTMARSH), assigned()], LATER, id="the stay begun last"
        ),
        pytest.param(
            [assigned(), assigned("Ivy", stay_id=AT_SALTMARSH, to=OTTERBURN)],
            NOW,
            id="another's ECT does not count",
        ),
        pytest.param(
            [assigned(), assigned("Ivy", stay_id=AT_SALTMARSH, since=day("2025-10-16"))],
            NOW,
            id="nor does one to come",
        ),
    ],
)
def test_the_address_is_that_of_the_stay_through_which_the_mentor_is_assigned(
    assignments: list[Assignment], email: str
) -> None:
    seen = unfunded_mentor(make_mentor(), assignments, LARKFIELD, TODAY)
    assert seen is not None
    assert seen.email == email


@pytest.mark.parametrize(
    ("assignments", "flips_on"),
    [
        pytest.param([assigned()], None, id="for good"),
        pytest.param([assigned(until=day("2025-10-31"))], "2025-11-01", id="ends"),
        pytest.param(
            [assigned(until=day("2025-10-31")), assigned("Ivy")], None, id="another one is left"
        ),
        pytest.param([assigned(since=day("2025-11-03"))], "2025-11-03", id="comes"),
        pytest.param(
            [assigned(), assigned("Ivy", stay_id=AT_SALTMARSH, since=day("2025-11-03"))],
            "2025-11-03",
            id="another address",
        ),
        pytest.param(
            [assigned(), assigned("Ivy", since=day("2025-11-03"))], None, id="the same address"
        ),
        pytest.param([assigned(to=OTTERBURN, until=day("2025-10-31"))], None, id="another's"),
    ],
)
def test_the_day_on_which_something_else_is_seen(
    assignments: list[Assignment], flips_on: str | None
) -> None:
    assert unfunded_mentor_flips_on(make_mentor(), assignments, LARKFIELD, TODAY) == (
        None if flips_on is None else day(flips_on)
    )


def test_nothing_ever_changes_for_a_lead_provider_that_trains_the_mentor() -> None:
    mentor = make_mentor(trained(LARKFIELD))
    ending = [assigned(until=day("2025-10-31"))]
    assert unfunded_mentor_flips_on(mentor, ending, LARKFIELD, TODAY) is None


def test_only_lead_providers_of_mentees_who_do_not_train_the_mentor_are_looked_at() -> None:
    both = [assigned(until=day("2020-01-01")), assigned(to=OTTERBURN)]
    assert lead_providers_to_look_at(make_mentor(), both) == {LARKFIELD, OTTERBURN}
    assert lead_providers_to_look_at(make_mentor(trained(OTTERBURN)), both) == {LARKFIELD}
    assert lead_providers_to_look_at(make_mentor(), []) == frozenset()


DAYS = st.integers(0, 20).map(lambda count: day("2025-10-01") + timedelta(days=count))
ASSIGNMENTS = st.builds(
    assigned,
    st.sampled_from(["Imogen", "Ivy", "Ian"]),
    to=st.sampled_from([LARKFIELD, LARKFIELD, OTTERBURN]),
    stay_id=st.sampled_from([AT_FENBROOK, AT_SALTMARSH]),
    since=st.just(date.min) | DAYS,
    until=st.just(date.max) | DAYS,
)


@given(assignments=st.lists(ASSIGNMENTS, max_size=4), today=DAYS)
def test_the_flip_is_the_first_day_on_which_something_else_is_seen(
    assignments: Sequence[Assignment], today: date
) -> None:
    mentor = make_mentor()
    shown = [
        unfunded_mentor(mentor, assignments, LARKFIELD, today + timedelta(days=ahead))
        for ahead in range(30)
    ]
    changes = [ahead for ahead, seen in enumerate(shown) if seen != shown[0]]
    assert unfunded_mentor_flips_on(mentor, assignments, LARKFIELD, today) == (
        today + timedelta(days=changes[0]) if changes else None
    )
