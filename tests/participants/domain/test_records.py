"""What the national record and schools correct: names, TRN, dates, details."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.details import change_details, details_during
from participants_service.domain.errors import InvalidMemberError
from participants_service.domain.national_record import (
    NationalInductionStatus,
    NationalRecord,
    put_national_record,
)
from participants_service.domain.stays import stay_meant
from participants_service.domain.teachers import Role, WorkingPattern
from tests.participants.facts import make_occasion
from tests.participants.people import day, make_school_period, make_teacher


def make_record(**overrides: Any) -> NationalRecord:
    """Make what the record says of Imogen."""
    members: dict[str, Any] = {
        "trn": "4471902",
        "first_name": "Imogen",
        "last_name": "Achterberg",
        "induction_status": None,
        "induction_started_on": None,
        "induction_completed_on": None,
    }
    return NationalRecord(**members | overrides)


def test_the_record_brings_names_trn_and_dates() -> None:
    record = make_record(
        trn=None,
        last_name="Ferris",
        induction_started_on=day("2025-09-03"),
        induction_completed_on=day("2026-07-17"),
    )
    teacher = put_national_record(make_teacher(), record, make_occasion())
    assert teacher == replace(
        make_teacher(),
        trn=None,
        last_name="Ferris",
        national_induction_started_on=day("2025-09-03"),
        national_induction_completed_on=day("2026-07-17"),
    )


@pytest.mark.parametrize("status", [None, *NationalInductionStatus])
def test_only_an_exemption_ends_funding_on_the_day_it_is_learnt(
    status: NationalInductionStatus | None,
) -> None:
    record = make_record(induction_status=status)
    teacher = put_national_record(make_teacher(), record, make_occasion("2025-10-15"))
    expected = day("2025-10-15") if status == "Exempt" else None
    assert teacher.ect_ineligible_on == expected
    later = put_national_record(teacher, record, make_occasion("2025-10-16"))
    assert later.ect_ineligible_on == expected


FIRST = make_school_period("first", finished_on=day("2025-12-19"))
SECOND = make_school_period("second", started_on=day("2026-01-05"), finished_on=day("2026-02-27"))
THIRD = make_school_period("third", started_on=day("2026-04-20"))


@pytest.mark.parametrize(
    ("today", "meant"),
    [
        pytest.param("2025-08-31", FIRST, id="before all"),
        pytest.param("2025-09-01", FIRST, id="first day"),
        pytest.param("2025-12-19", FIRST, id="last day"),
        pytest.param("2025-12-20", SECOND, id="between"),
        pytest.param("2026-02-28", THIRD, id="between again"),
        pytest.param("2026-04-20", THIRD, id="the last one"),
    ],
)
def test_the_stay_that_is_meant_is_the_current_or_the_next(today: str, meant: Any) -> None:
    assert stay_meant((THIRD, FIRST, SECOND), day(today)) == meant


def test_after_all_stays_the_last_is_meant() -> None:
    assert stay_meant((SECOND, FIRST), day("2026-03-01")) == SECOND


def test_of_two_current_stays_the_one_that_began_last_is_meant() -> None:
    one, other = (
        make_school_period(start, role=Role.MENTOR, started_on=day(start))
        for start in ("2025-09-01", "2025-10-01")
    )
    assert stay_meant((one, other), day("2025-10-15")) == other


def test_details_belong_to_one_stay_and_the_name_to_the_person() -> None:
    teacher = make_teacher(school_periods=(FIRST, SECOND))
    details = replace(
        details_during(teacher, SECOND),
        corrected_name="Imo A.",
        email="imo@fenbrook-academy.example",
        working_pattern=WorkingPattern.PART_TIME,
    )
    changed = change_details(teacher, SECOND, details)
    assert changed.corrected_name == "Imo A."
    assert changed.school_periods == (
        FIRST,
        replace(
            SECOND, email="imo@fenbrook-academy.example", working_pattern=WorkingPattern.PART_TIME
        ),
    )


def test_nothing_changed_is_nothing_changed() -> None:
    teacher = make_teacher()
    stay = teacher.school_periods[0]
    assert change_details(teacher, stay, details_during(teacher, stay)) == teacher


def test_a_mentor_has_no_working_pattern() -> None:
    stay = make_school_period(role=Role.MENTOR)
    teacher = make_teacher(school_periods=(stay,))
    details = replace(details_during(teacher, stay), working_pattern=WorkingPattern.FULL_TIME)
    with pytest.raises(InvalidMemberError) as refused:
        change_details(teacher, stay, details)
    assert refused.value.member == "working_pattern"
