"""Every code that is listed is accepted by the rules, no other code is, and messages agree."""

from collections.abc import Iterator
from functools import cache

import pytest
from marshmallow import fields

from shared.schemas import Coded
from trainees_service.domain.code_tables import list_codes
from trainees_service.domain.reference_fields import REFERENCE_FIELDS
from trainees_service.domain.withdrawals import WithdrawalTrigger
from trainees_service.schemas.degrees import DegreeAttributesSchema
from trainees_service.schemas.registrations import RegistrationSchema

from .accepting import (
    DEGREE_FIELDS,
    TRAINEE_FIELDS,
    WITHDRAWAL_FIELDS,
    acceptance,
    codes,
    problems,
    withdrawal_problems,
)
from .payloads import make_degree, problems_with

# Codes of the sources, of other years and of other lists that this API does not take, names that
# are not codes, and numbers between those that are.
LEFT_OUT = {
    "sex": ("1", "2", "3", "13", "90", "97", "98", "female"),
    "nationality": (
        *("AA", "AS", "EH", "GS", "MP", "QN", "QO", "XC", "XL", "XM", "XN", "XO", "ZZ"),
        *("XF", "XG", "XH", "XI", "UK", "GBR", "AX", "YU", "british"),
    ),
    "ethnicity": ("10", "15", "31", "90", "98", "110", "150", "900", "990", "995", "996"),
    "disability1": ("00", "08", "52", "60", "94", "97"),
    "training_route": (
        *("01", "04", "05", "08", "13", "15", "16", "17", "18", "19", "20", "21", "99"),
        *("provider_led_postgrad", "assessment_only", "iqts"),
    ),
    "course_subject_one": ("100403 ", "100104", "100999", "101100", "999999", "mathematics"),
    "course_age_range": ("13910", "13920", "99801", "99803", "11 to 16", "0511"),
    "study_mode": ("03", "11", "12", "23", "24", "32", "35", "73", "74", "99", "full_time"),
    "itt_aim": ("200", "203", "020", "1", "2"),
    "itt_qualification_aim": ("005", "006", "009", "010", "022", "029", "030", "033", "BA"),
    "fund_code": ("1", "3", "4", "5", "8", "02", "07"),
    "funding_method": ("0", "1", "2", "3", "5", "A", "F", "G", "Z", "tier_one"),
    "training_initiative": (
        *("000", "002", "010", "012", "014", "017", "024", "027", "035", "037"),
        *("now_teach", "no_initiative", "troops_to_teachers", "future_teaching_scholars"),
        *("additional_itt_place_for_pe_with_a_priority_subject", "transition_to_teach"),
    ),
    "uk_degree": ("000", "004", "006", "008", "011", "015", "050", "219", "308", "403", "998"),
    "subject": ("000000", "100000", "100001", "100999", "101512", "999997", "Mathematics"),
    "institution": ("0005", "0093", "0094", "0327", "0407", "9999", "4901", "Durham University"),
    "grade": ("00", "15", "16", "97", "1", "Other", "First-class honours"),
    "country": ("GB", "UK", "AN", "YU", "XJ", "XM", "XN", "XO", "XY", "AA", "England"),
    "trigger": ("Provider", "department", "school", "trainees", "other"),
    "future_interest": ("Yes", "y", "true", "maybe", "not_known"),
    "reasons": (
        *("could_not_give_enough_time", "did_not_meet_entry_requirements", "another_reason"),
        *("teaching_placement_problems", "unknown", "course_was_not_suitable", "family_problems"),
        *("financial_problems", "got_a_job", "problems_with_their_health", "death", "exclusion"),
        *("unhappy_with_course_provider_or_employing_school", "did_not_pass_assessment"),
        *("did_not_pass_exams", "personal_reasons", "transferred_to_another_provider"),
        *("written_off_after_lapse_of_time", "financial_reasons", "gone_into_employment"),
        *("health_reasons", "for_another_reason", "safeguarding_concerns"),
    ),
}
# Long lists of which each code counts for itself; a part of them does for the other fields.
LONG_FIELDS = {"subject", "institution"}
# Nothing lists the codes of these in a message.
UNLISTED = {
    "subject": ("Subject can't be blank",),
    "institution": (),
    "grade": ("Grade can't be blank",),
    "trigger": ("Trigger is not included in the list",),
    "future_interest": ("Future interest is not included in the list",),
    "reasons": ("Reasons Reason(s) selected are not valid for this trigger",),
}
COURSE_DETAILS = {
    "course_age_range",
    "itt_aim",
    "itt_qualification_aim",
    "fund_code",
    "funding_method",
    "additional_training_initiative",
}


def near_misses(code: str) -> Iterator[str]:
    """Yield what somebody may take for the code."""
    yield from (code.lower(), code.upper(), code.swapcase(), code.lstrip("0"), f"0{code}")
    yield from (f" {code}", f"{code} ", f"{code}\n", f"{code}\0", f"'{code}'", code[:-1], code * 2)
    yield chr(ord(code[-1]) + 1).join((code[:-1], ""))
    if code.isdigit():
        yield from (str(int(code) + step).zfill(len(code)) for step in (-1, 1))
        # Digits, but not those of ASCII.
        yield "".join([chr(ord("\N{FULLWIDTH DIGIT ZERO}") + int(digit)) for digit in code])


@cache
def codes_of_all_fields() -> frozenset[str]:
    """Return what some field takes, what it means there, and what none takes."""
    found = {code for left_out in LEFT_OUT.values() for code in left_out}
    for field, rows in REFERENCE_FIELDS.items():
        for row in rows[: 50 if field in LONG_FIELDS else None]:
            found |= {row.code, row.label}
    return frozenset(found)


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_every_code_that_is_listed_is_accepted(field: str) -> None:
    accepts = acceptance(field)
    assert [code for code in codes(field) if not accepts(field, code)] == []


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_no_other_code_is_accepted(field: str) -> None:
    accepts, listed = acceptance(field), set(codes(field))
    misses = {miss for code in listed for miss in near_misses(code)}
    # A blank says that nothing was sent.
    others = {code for code in (codes_of_all_fields() | misses) - listed if code.strip()}
    assert len(others) > 1000
    assert sorted(code for code in others if accepts(field, code)) == []


@pytest.mark.parametrize("field", LEFT_OUT)
def test_what_is_left_out_is_not_listed(field: str) -> None:
    assert set(LEFT_OUT[field]).isdisjoint(codes(field))


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_messages_list_the_same_codes_in_the_same_order(field: str) -> None:
    found = problems(field, "?")
    if field in UNLISTED:
        assert found == UNLISTED[field]
        return
    prefix = "Hesa trainee detail attributes " if field in COURSE_DETAILS else ""
    title = field.replace("_", " ").capitalize()
    (message,) = found
    assert message == (
        f"{prefix}{title} has invalid reference data value of '?'. "
        f"Valid values are {list_codes(codes(field))}."
    )


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_a_code_is_listed_once(field: str) -> None:
    assert len(set(codes(field))) == len(codes(field)) > 0


@pytest.mark.parametrize("place", ["one", "two", "three"])
def test_a_primary_course_takes_the_same_subjects_though_it_rearranges_them(place: str) -> None:
    field = f"course_subject_{place}"

    def found(code: str) -> tuple[str, ...]:
        return problems_with(course_age_range="13914", **{field: code})

    assert [code for code in codes(field) if found(code)] == []
    for code in ("?", "100104", "physics"):
        (problem,) = found(code)
        assert problem.startswith(f"Course subject {place} has invalid reference data value")


def test_one_route_is_listed_though_courses_of_earlier_years_cannot_have_it() -> None:
    refused = [
        code
        for code in codes("training_route")
        if problems_with(training_route=code, itt_start_date="2021-09-01")
    ]
    assert refused == ["12"]


def test_an_unknown_institution_is_accepted_and_an_unknown_subject_or_grade_counts_as_none() -> (
    None
):
    def found(**members: object) -> tuple[str, ...]:
        return problems_with(degrees_attributes=[make_degree(**members)])

    assert found(institution="0327") == found(institution=None) == ()
    assert (
        found(subject="?") == found(subject=None) == ("Degrees attributes Subject can't be blank",)
    )
    assert found(grade="?") == found(grade=None) == ("Degrees attributes Grade can't be blank",)


def test_reasons_go_with_the_triggers_they_name_and_no_other() -> None:
    assert sum(len(row.triggers or ()) for row in REFERENCE_FIELDS["reasons"]) == 18
    for row in REFERENCE_FIELDS["reasons"]:
        fitting = tuple(
            trigger
            for trigger in WithdrawalTrigger
            if withdrawal_problems("reasons", row.code, trigger=trigger.value) == ()
        )
        assert row.triggers == fitting, row.code


def test_only_reasons_name_triggers() -> None:
    for field in set(REFERENCE_FIELDS) - {"reasons"}:
        assert all(row.triggers is None for row in REFERENCE_FIELDS[field]), field


def test_every_field_of_a_request_that_takes_codes_is_there_and_documented_with_them() -> None:
    for schema, expected in (
        (RegistrationSchema, TRAINEE_FIELDS),
        (DegreeAttributesSchema, DEGREE_FIELDS),
    ):
        coded: dict[str, fields.Field[str]] = {
            name: field for name, field in schema().fields.items() if isinstance(field, Coded)
        }
        assert set(coded) == expected
        for name, field in coded.items():
            assert isinstance(field, Coded)
            listed = {row.code: row.label for row in REFERENCE_FIELDS[name]}
            assert list(field.table.labels.items()) == list(listed.items()), name
    assert set(REFERENCE_FIELDS) == TRAINEE_FIELDS | DEGREE_FIELDS | WITHDRAWAL_FIELDS
