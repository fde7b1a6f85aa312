"""Merging two records of one person."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import MergeConflictError
from participants_service.domain.merging import merge
from participants_service.domain.teachers import (
    IdChange,
    InductionOutcome,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Role,
    SchoolPeriod,
    Teacher,
)
from tests.participants.facts import make_occasion
from tests.participants.people import (
    FENBROOK,
    SALTMARSH,
    day,
    known,
    make_induction,
    make_mentorship,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

OCCASION = make_occasion("2026-02-02")


def make_source(**overrides: Any) -> Teacher:
    """Make a record of somebody who was an ECT at Saltmarsh a year before."""
    stay = make_school_period(
        "before",
        school=SALTMARSH,
        started_on=day("2024-09-01"),
        finished_on=day("2025-08-31"),
    )
    training = make_training(
        "before",
        school_period_id=stay.id,
        started_on=day("2024-09-01"),
        finished_on=day("2025-08-31"),
    )
    members = {"trn": None, "school_periods": (stay,), "training_periods": (training,)}
    return make_teacher("Ima Achterberg", **members | overrides)


def merged(source: Teacher, survivor: Teacher, *mentees: Teacher) -> tuple[Teacher, ...]:
    """Merge on 2 February 2026."""
    return merge(source, survivor, mentees=mentees, occasion=OCCASION)


def test_everything_moves_but_ids_and_names() -> None:
    source = make_source(
        inductions=(make_induction("early", finished_on=day("2025-01-31")),),
        mentorships=(make_mentorship("early", ect_school_period_id=known("before")),),
    )
    survivor, retired = merged(source, make_teacher())
    before = make_teacher()
    assert survivor.school_periods == (*source.school_periods, *before.school_periods)
    assert survivor.training_periods == (*source.training_periods, *before.training_periods)
    assert (survivor.inductions, survivor.mentorships) == (source.inductions, source.mentorships)
    assert (
        replace(
            survivor,
            school_periods=before.school_periods,
            training_periods=before.training_periods,
            inductions=(),
            mentorships=(),
            id_changes=(),
        )
        == before
    )
    assert retired == Teacher(
        id=source.id,
        ect_record_id=source.ect_record_id,
        mentor_record_id=source.mentor_record_id,
        created_at=source.created_at,
        merged_into=before.id,
    )


def test_a_chain_of_merges_is_told_by_the_last_survivor() -> None:
    first, second, third = make_source(), make_teacher(school_periods=()), make_teacher("Third")
    second = replace(second, training_periods=())
    third = replace(third, school_periods=(), training_periods=())
    second, _ = merged(first, second)
    third, _ = merged(second, third)
    assert third.id_changes == (
        IdChange(from_participant_id=first.id, to_participant_id=second.id, changed_at=OCCASION.at),
        IdChange(from_participant_id=second.id, to_participant_id=third.id, changed_at=OCCASION.at),
    )


EARLY, LATE = moment("2025-01-01T10:00:00"), moment("2025-02-01T10:00:00")
ENDED_EARLY, ENDED_LATE = (
    MentorFundingEnd(ended_on=day(ended_on), reason=reason)
    for ended_on, reason in (
        ("2021-04-19", MentorIneligibilityReason.COMPLETED_DURING_EARLY_ROLL_OUT),
        ("2024-01-31", MentorIneligibilityReason.STARTED_NOT_COMPLETED),
    )
)


@pytest.mark.parametrize(
    ("member", "early", "late"),
    [
        ("ect_first_eligible_at", EARLY, LATE),
        ("mentor_first_eligible_at", EARLY, LATE),
        ("ect_ineligible_on", day("2025-01-01"), day("2025-02-01")),
        ("mentor_funding_end", ENDED_EARLY, ENDED_LATE),
        ("ect_frozen_cohort", CohortYear(2021), CohortYear(2022)),
        ("mentor_frozen_cohort", CohortYear(2021), CohortYear(2022)),
        ("national_induction_started_on", day("2025-01-01"), day("2025-02-01")),
        ("national_induction_completed_on", day("2025-01-01"), day("2025-02-01")),
    ],
)
def test_the_earliest_of_what_both_know_is_kept(member: str, early: Any, late: Any) -> None:
    for source, survivor, expected in (
        (early, late, early),
        (late, early, early),
        (early, None, early),
        (None, late, late),
        (None, None, None),
    ):
        known_of_source: dict[str, Any] = {member: source}
        known_of_survivor: dict[str, Any] = {member: survivor}
        one, _ = merged(make_source(**known_of_source), make_teacher(**known_of_survivor))
        assert getattr(one, member) == expected


@pytest.mark.parametrize(
    ("survivor", "expected"),
    [
        pytest.param({}, ("4471902", "Imogen", "Achterberg", None), id="has names and TRN"),
        pytest.param({"trn": None}, ("7654321", "Imogen", "Achterberg", None), id="has no TRN"),
        pytest.param(
            {"first_name": None, "last_name": None},
            ("4471902", "Ima", "Achterberg", "Ima A."),
            id="has no names",
        ),
        pytest.param(
            {"first_name": None, "last_name": None, "corrected_name": "Imo A."},
            ("4471902", None, None, "Imo A."),
            id="has a corrected name",
        ),
    ],
)
def test_names_and_trn_come_only_where_there_are_none(
    survivor: dict[str, Any], expected: tuple[str | None, ...]
) -> None:
    source = make_source(trn="7654321", corrected_name="Ima A.")
    one, retired = merged(source, make_teacher(**survivor))
    assert (one.trn, one.first_name, one.last_name, one.corrected_name) == expected
    assert (retired.trn, retired.first_name, retired.corrected_name) == (None, None, None)


def test_mentees_follow_the_mentor() -> None:
    mentor = make_source()
    mentee = make_teacher(
        "Mentee", mentorships=(make_mentorship("Ima Achterberg"), make_mentorship("another"))
    )
    _, _, followed = merged(mentor, make_teacher(), mentee)
    assert [one.mentor_id for one in followed.mentorships] == [
        make_teacher().id,
        known("another"),
    ]


def test_a_stay_and_an_induction_that_come_together_make_eligible() -> None:
    inducted = make_source(school_periods=(), training_periods=(), inductions=(make_induction(),))
    survivor, _ = merged(inducted, make_teacher())
    assert survivor.ect_first_eligible_at == OCCASION.at


def ect_stay(start: str, end: str | None, school: Any = SALTMARSH) -> SchoolPeriod:
    """Make a stay as an ECT."""
    return make_school_period(
        f"{start} {end}",
        school=school,
        started_on=day(start),
        finished_on=None if end is None else day(end),
    )


@pytest.mark.parametrize(
    ("stay", "conflict"),
    [
        pytest.param(ect_stay("2024-09-01", "2025-08-31"), False, id="ended the day before"),
        pytest.param(ect_stay("2024-09-01", "2025-09-01"), True, id="ended that day"),
        pytest.param(ect_stay("2024-09-01", None), True, id="open"),
        pytest.param(ect_stay("2026-09-01", None, FENBROOK), True, id="later, at the same school"),
        pytest.param(
            make_school_period("m", role=Role.MENTOR, school=SALTMARSH), False, id="other role"
        ),
    ],
)
def test_nobody_is_an_ect_at_two_places_at_once(stay: SchoolPeriod, conflict: bool) -> None:
    source = make_source(school_periods=(stay,), training_periods=())
    assert in_conflict(source, make_teacher()) is conflict
    assert in_conflict(make_teacher(), source) is conflict


@pytest.mark.parametrize(
    ("school", "is_trained", "conflict"),
    [
        pytest.param(FENBROOK, False, True, id="the same school"),
        pytest.param(SALTMARSH, False, False, id="two schools"),
        pytest.param(SALTMARSH, True, True, id="two schools, trained at both"),
    ],
)
def test_a_mentor_may_be_at_two_schools_but_is_trained_at_one(
    school: Any, is_trained: bool, conflict: bool
) -> None:
    one, other = (
        make_teacher(
            name,
            school_periods=(make_school_period(name, role=Role.MENTOR, school=at),),
            training_periods=(
                (make_training(name, role=Role.MENTOR, school_period_id=known(name)),)
                if trained
                else ()
            ),
        )
        for name, at, trained in (("one", FENBROOK, True), ("other", school, is_trained))
    )
    assert in_conflict(one, other) is conflict


@pytest.mark.parametrize(
    ("source", "conflict"),
    [
        pytest.param(
            {"inductions": (make_induction("o", finished_on=day("2025-10-01")),)},
            True,
            id="overlap",
        ),
        pytest.param(
            {
                "inductions": (
                    make_induction(
                        "o", started_on=day("2025-01-01"), finished_on=day("2025-02-01")
                    ),
                )
            },
            False,
            id="one after the other",
        ),
        pytest.param(
            {
                "inductions": (
                    make_induction(
                        "o",
                        started_on=day("2025-01-01"),
                        finished_on=day("2025-02-01"),
                        outcome=InductionOutcome.FAILED,
                    ),
                )
            },
            True,
            id="two outcomes",
        ),
        pytest.param(
            {"mentorships": (make_mentorship("Imogen Achterberg"),)}, True, id="their mentor"
        ),
    ],
)
def test_inductions_and_mentorships_have_to_fit(source: dict[str, Any], conflict: bool) -> None:
    survivor = make_teacher(
        inductions=(make_induction(finished_on=day("2025-12-01"), outcome=InductionOutcome.PASSED),)
    )
    assert in_conflict(make_source(**source), survivor) is conflict


def in_conflict(source: Teacher, survivor: Teacher) -> bool:
    """Return whether two records cannot be merged."""
    try:
        merged(source, survivor)
    except MergeConflictError as error:
        return error.member == "from_participant_id"
    return False


def test_nobody_is_merged_with_themselves() -> None:
    with pytest.raises(MergeConflictError) as refused:
        merged(make_teacher(), make_teacher())
    assert refused.value.member == "into_participant_id"
