"""Whether validation accepts a code in a field, whatever rules the field belongs to."""

from collections.abc import Callable, Mapping

from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import DegreeId
from trainees_service.domain.reference_fields import REFERENCE_FIELDS
from trainees_service.domain.withdrawing import WithdrawalRequest

from .payloads import make_degree, problems_with
from .records import NOW, make_trainee

DEGREE_FIELDS = {"uk_degree", "non_uk_degree", "subject", "institution", "grade", "country"}
WITHDRAWAL_FIELDS = {"trigger", "future_interest", "reasons"}
TRAINEE_FIELDS = set(REFERENCE_FIELDS) - DEGREE_FIELDS - WITHDRAWAL_FIELDS

TRAINEE = make_trainee()


def codes(field: str) -> list[str]:
    return [row.code for row in REFERENCE_FIELDS[field]]


def degree_with(field: str, code: str) -> DegreeDraft:
    if field in {"non_uk_degree", "country"}:
        # Both kinds of type, so that a degree from a country of the UK has one too.
        sent = make_degree(institution=None, non_uk_degree="051")
        return DegreeDraft.read({**sent, "country": "FR", field: code})
    return DegreeDraft.read(make_degree(**{field: code}))


def withdrawal_problems(field: str, code: str, **others: object) -> tuple[str, ...]:
    sent: Mapping[str, object] = {
        "withdraw_date": "2026-11-20",
        "trigger": "trainee",
        "future_interest": "no",
        # Goes with either trigger.
        "reasons": ["did_not_make_progress"],
        "another_reason": "x",
        **others,
        field: [code] if field == "reasons" else code,
    }
    return WithdrawalRequest.read(sent).problems(TRAINEE)


def problems(field: str, code: str) -> tuple[str, ...]:
    """Return what is wrong with an otherwise valid request that has the code in the field."""
    if field in DEGREE_FIELDS:
        return tuple(degree_with(field, code).problems())
    if field in WITHDRAWAL_FIELDS:
        return withdrawal_problems(field, code)
    return problems_with(**{field: code})


def _degree_accepts(field: str, code: str) -> bool:
    draft = degree_with(field, code)
    if list(draft.problems()):
        return False
    degree: Degree = draft.degree(DegreeId("x"), position=1, at=NOW)
    # An unknown institution is not refused, but counts as one that has no code.
    return field != "institution" or degree.answered_institution is not None


def _reason_accepted(field: str, code: str) -> bool:
    triggers = ("trainee", "provider")
    return any(not withdrawal_problems(field, code, trigger=trigger) for trigger in triggers)


def acceptance(field: str) -> Callable[[str, str], bool]:
    """Return what tells whether the field takes a code."""
    if field in DEGREE_FIELDS:
        return _degree_accepts
    if field == "reasons":
        return _reason_accepted
    return lambda field, code: problems(field, code) == ()
