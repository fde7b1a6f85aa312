"""The fields that take codes, and which codes each of them takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trainees_service.domain.code_tables import (
    COUNTRIES,
    COURSE_AGE_RANGES,
    COURSE_SUBJECTS,
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
    DISABILITIES,
    ETHNICITIES,
    FUND_CODES,
    FUNDING_METHODS,
    ITT_AIMS,
    ITT_QUALIFICATION_AIMS,
    NATIONALITIES,
    SEXES,
    STUDY_MODES,
    TRAINING_INITIATIVES,
    TRAINING_ROUTES,
)
from trainees_service.domain.coded_rows import Coded
from trainees_service.domain.diversity import DISABILITY_FIELDS
from trainees_service.domain.withdrawals import (
    PROVIDER_REASONS,
    REASON_LABELS,
    TRAINEE_REASONS,
    FutureInterest,
    WithdrawalTrigger,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCode:
    """A code and what it means; only a reason for withdrawal says with which `triggers` it goes."""

    code: str
    label: str
    triggers: tuple[WithdrawalTrigger, ...] | None = None


def _rows(table: Iterable[Coded]) -> tuple[ReferenceCode, ...]:
    return tuple([ReferenceCode(code=row.code, label=row.label) for row in table])


def _words(words: Iterable[str]) -> tuple[ReferenceCode, ...]:
    return tuple([ReferenceCode(code=word, label=word.capitalize()) for word in words])


def _reasons() -> tuple[ReferenceCode, ...]:
    fitting = {
        WithdrawalTrigger.PROVIDER: PROVIDER_REASONS,
        WithdrawalTrigger.TRAINEE: TRAINEE_REASONS,
    }
    return tuple(
        [
            ReferenceCode(
                code=reason,
                label=label,
                triggers=tuple([t for t, reasons in fitting.items() if reason in reasons]),
            )
            for reason, label in REASON_LABELS.items()
        ]
    )


# Fields under the names they have in requests, codes in the order in which messages list them.
REFERENCE_FIELDS: Mapping[str, tuple[ReferenceCode, ...]] = MappingProxyType(
    {
        "sex": _rows(SEXES),
        "nationality": _rows(NATIONALITIES),
        "ethnicity": _rows(ETHNICITIES),
        **dict.fromkeys(DISABILITY_FIELDS, _rows(DISABILITIES)),
        "training_route": _rows(TRAINING_ROUTES),
        "course_subject_one": _rows(COURSE_SUBJECTS),
        "course_subject_two": _rows(COURSE_SUBJECTS),
        "course_subject_three": _rows(COURSE_SUBJECTS),
        "course_age_range": _rows(COURSE_AGE_RANGES),
        "study_mode": _rows(STUDY_MODES),
        "itt_aim": _rows(ITT_AIMS),
        "itt_qualification_aim": _rows(ITT_QUALIFICATION_AIMS),
        "fund_code": _rows(FUND_CODES),
        "funding_method": _rows(FUNDING_METHODS),
        "training_initiative": _rows(TRAINING_INITIATIVES),
        "additional_training_initiative": _rows(TRAINING_INITIATIVES),
        "uk_degree": _rows(DEGREE_TYPES),
        "non_uk_degree": _rows(DEGREE_TYPES),
        "subject": _rows(DEGREE_SUBJECTS),
        "institution": _rows(DEGREE_INSTITUTIONS),
        "grade": _rows(DEGREE_GRADES),
        "country": _rows(COUNTRIES),
        "trigger": _words(WithdrawalTrigger),
        "future_interest": _words(FutureInterest),
        "reasons": _reasons(),
    }
)
