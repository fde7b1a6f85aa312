"""Eligibility for funding, frozen cohorts and uplifts."""

from typing import Any

import pytest

from participants_service.domain.cohorts import CohortYear, Uplift
from participants_service.domain.funding_eligibility import (
    changed_cohort_after_payments_frozen,
    is_eligible_for_funding,
    mentor_funding_ended_on,
)
from participants_service.domain.teachers import (
    MentorFundingEnd,
    MentorIneligibilityReason,
    Role,
)
from participants_service.domain.uplifts import uplift_of
from tests.participants.people import day, make_facts, make_teacher, moment

AT = moment("2025-09-12T14:00:00")
EARLY_ROLL_OUT = MentorFundingEnd(
    ended_on=day("2021-04-19"), reason=MentorIneligibilityReason.COMPLETED_DURING_EARLY_ROLL_OUT
)


@pytest.mark.parametrize(
    ("members", "as_ect", "as_mentor"),
    [
        pytest.param({}, False, False, id="never"),
        pytest.param({"ect_first_eligible_at": AT}, True, False, id="as ECT"),
        pytest.param({"mentor_first_eligible_at": AT}, False, True, id="as mentor"),
        pytest.param(
            {"ect_first_eligible_at": AT, "ect_ineligible_on": day("2025-09-12")},
            True,
            False,
            id="exempt later",
        ),
        pytest.param(
            {"mentor_first_eligible_at": AT, "mentor_funding_end": EARLY_ROLL_OUT},
            False,
            True,
            id="end of funding became known later",
        ),
        pytest.param(
            {"mentor_funding_end": EARLY_ROLL_OUT}, False, False, id="funding ended before"
        ),
    ],
)
def test_once_eligible_always_eligible(
    members: dict[str, Any], as_ect: bool, as_mentor: bool
) -> None:
    teacher = make_teacher(**members)
    assert is_eligible_for_funding(teacher, Role.ECT) is as_ect
    assert is_eligible_for_funding(teacher, Role.MENTOR) is as_mentor


def test_the_frozen_cohort_belongs_to_one_role() -> None:
    ect = make_teacher(ect_frozen_cohort=CohortYear(2022))
    mentor = make_teacher(mentor_frozen_cohort=CohortYear(2021))
    assert [changed_cohort_after_payments_frozen(ect, role) for role in Role] == [True, False]
    assert [changed_cohort_after_payments_frozen(mentor, role) for role in Role] == [False, True]


def test_the_end_of_mentor_funding() -> None:
    assert mentor_funding_ended_on(make_teacher()) is None
    ended = make_teacher(mentor_funding_end=EARLY_ROLL_OUT)
    assert mentor_funding_ended_on(ended) == day("2021-04-19")


@pytest.mark.parametrize(
    ("school_urn", "cohort", "uplift"),
    [
        pytest.param("900417", 2024, (True, False), id="listed"),
        pytest.param("900417", 2023, (False, True), id="listed otherwise in another cohort"),
        pytest.param("900417", 2022, (False, False), id="cohort not listed"),
        pytest.param("900533", 2024, (False, False), id="school not listed"),
        pytest.param("900417", 2025, (False, False), id="cohort without uplifts"),
        pytest.param("900417", 1999, (False, False), id="unknown cohort"),
    ],
)
def test_uplift(school_urn: str, cohort: int, uplift: tuple[bool, bool]) -> None:
    both = Uplift(pupil_premium=True, sparsity=True)
    facts = make_facts(
        uplifts={
            ("900417", CohortYear(2023)): Uplift(pupil_premium=False, sparsity=True),
            ("900417", CohortYear(2024)): Uplift(pupil_premium=True, sparsity=False),
            ("900417", CohortYear(2025)): both,
            ("900417", CohortYear(1999)): both,
        }
    )
    found = uplift_of(facts, school_urn=school_urn, cohort=CohortYear(cohort))
    assert (found.pupil_premium, found.sparsity) == uplift
