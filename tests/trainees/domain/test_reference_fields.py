"""Every code that is listed is accepted by the rules, and no other code is."""

from collections.abc import Callable, Iterator

import pytest

from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import DegreeId
from trainees_service.domain.reference_fields import REFERENCE_FIELDS
from trainees_service.domain.withdrawals import PROVIDER_REASONS, TRAINEE_REASONS
from trainees_service.domain.withdrawing import WithdrawalRequest

from .payloads import make_degree, problems_with
from .records import NOW, make_trainee

DEGREE_FIELDS = {"uk_degree", "non_uk_degree", "subject", "institution", "grade", "country"}
WITHDRAWAL_FIELDS = {"trigger", "future_interest", "reasons"}
TRAINEE_FIELDS = set(REFERENCE_FIELDS) - DEGREE_FIELDS - WITHDRAWAL_FIELDS
# Long lists of which each value counts for itself; a part of them does for the other fields.
LONG_FIELDS = {"subject", "institution"}


def codes(field: str) -> list[str]:
    return [row.code for row in REFERENCE_FIELDS[field]]


def candidates() -> Iterator[str]:
    """Yield codes of all fields, and what somebody may take for one."""
    for field in REFERENCE_FIELDS:
        for code in codes(field)[: 50 if field in LONG_FIELDS else None]:
            yield from (code, code.lower(), code.upper(), f" {code}", f"{code}\n", code.lstrip("0"))
    for row in (row for rows in REFERENCE_FIELDS.values() for row in rows[:30]):
        yield row.label
    for number in range(100):
        yield from (f"{number}", f"{number:02}", f"{number:03}")


# A blank says that nothing was sent.
CANDIDATES = sorted(code for code in set(candidates()) if code.strip())


def trainee_accepts(field: str, code: str) -> bool:
    return problems_with(**{field: code}) == ()


def degree_with(field: str, code: str) -> DegreeDraft:
    if field in {"non_uk_degree", "country"}:
        # Both kinds of type, so that a country of the UK has one too.
        sent = make_degree(institution=None, non_uk_degree="051")
        return DegreeDraft.read({**sent, "country": "FR", field: code})
    return DegreeDraft.read(make_degree(**{field: code}))


def degree_accepts(field: str, code: str) -> bool:
    draft = degree_with(field, code)
    if list(draft.problems()):
        return False
    degree: Degree = draft.degree(DegreeId("x"), position=1, at=NOW)
    # What is unknown about an institution is not refused, it counts as any other one.
    return field != "institution" or degree.answered_institution is not None


def withdrawal_accepts(field: str, code: str) -> bool:
    # A trigger needs a reason that goes with both.
    sent: dict[str, object] = {
        "withdraw_date": "2026-11-20",
        "trigger": "trainee",
        "future_interest": "no",
        "reasons": ["did_not_make_progress"],
        "another_reason": "x",
    }
    sent |= {field: [code] if field == "reasons" else code}
    triggers = ["trainee", "provider"] if field == "reasons" else [sent["trigger"]]
    return any(
        WithdrawalRequest.read({**sent, "trigger": trigger}).problems(make_trainee()) == ()
        for trigger in triggers
    )


def acceptance(field: str) -> Callable[[str, str], bool]:
    if field in DEGREE_FIELDS:
        return degree_accepts
    return withdrawal_accepts if field in WITHDRAWAL_FIELDS else trainee_accepts


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_every_code_that_is_listed_is_accepted(field: str) -> None:
    accepts = acceptance(field)
    assert [code for code in codes(field) if not accepts(field, code)] == []


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_no_other_code_is_accepted(field: str) -> None:
    accepts, listed = acceptance(field), set(codes(field))
    assert [c for c in CANDIDATES if c not in listed and accepts(field, c)] == []


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_a_code_is_listed_once_with_a_label(field: str) -> None:
    assert len(set(codes(field))) == len(codes(field)) > 0
    assert all(row.label.strip() for row in REFERENCE_FIELDS[field])


@pytest.mark.parametrize(
    ("field", "code", "label"),
    [
        ("sex", "10", "Female"),
        ("training_route", "02", "School Direct tuition fee"),
        ("course_age_range", "13914", "Ages 5 to 11"),
        ("disability9", "58", "Blind or have a visual impairment uncorrected by glasses"),
        ("country", "NA", "Namibia"),
        ("future_interest", "unknown", "Unknown"),
        ("reasons", "not_meeting_qts_standards", "Not meeting QTS standards"),
        ("reasons", "moved_to_different_itt_course", "Moved to different ITT course"),
    ],
)
def test_labels_say_what_codes_mean(field: str, code: str, label: str) -> None:
    assert {row.code: row.label for row in REFERENCE_FIELDS[field]}[code] == label


def test_reasons_say_with_which_trigger_they_go() -> None:
    for row in REFERENCE_FIELDS["reasons"]:
        assert ("provider" in row.triggers) == (row.code in PROVIDER_REASONS)
        assert ("trainee" in row.triggers) == (row.code in TRAINEE_REASONS)


def test_the_fields_are_those_of_requests() -> None:
    assert len(REFERENCE_FIELDS) == 33
    assert len(TRAINEE_FIELDS) == 24
