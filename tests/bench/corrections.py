"""Corrections: small ones of each kind in turn, and none that leaves a record as it was."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import orjson

from tests.bench.client import put
from tests.bench.trainee_data import WrittenTrainee
from tests.bench.trainee_writes import PATH
from trainees_service.demo.names import FIRST_NAMES, LAST_NAMES
from trainees_service.demo.registers import LEAD_PARTNERS, SCHOOLS
from trainees_service.domain.code_tables import (
    DISABILITIES,
    ETHNICITIES,
    NATIONALITIES,
    STUDY_MODES,
    TRAINING_INITIATIVES,
)

_PARTNER_URNS = [partner.urn for partner in LEAD_PARTNERS if partner.urn is not None]
_SCHOOL_URNS = [school.urn for school in SCHOOLS]


def corrections(trainees: Sequence[WrittenTrainee], *, first: int = 0) -> Iterator[bytes]:
    """Correct each trainee in turn, every time in another way."""
    today = datetime.now(UTC).date()
    for number in count(first):
        trainee = trainees[number % len(trainees)]
        data = correction(number, turn=number // len(trainees), today=today)
        yield put(f"{PATH}/{trainee.trainee_id}", trainee.token, orjson.dumps({"data": data}))


def correction(number: int, *, turn: int, today: date) -> dict[str, Any]:
    """Return members that any record can take, one of them as no other correction has it."""
    kind = _KINDS[(number + turn) % len(_KINDS)]
    return {"provider_trainee_id": f"LT/corrected/{number}", **kind(number, today)}


def _address(number: int, today: date) -> dict[str, Any]:
    return {
        "email": f"corrected.{number}@load-test.example",
        "ni_number": f"QQ{number % 10**6:06d}C",
    }


def _name(number: int, today: date) -> dict[str, Any]:
    # Nobody is registered with two last names, so nobody's registration is about the same person.
    last_name = f"{_one_of(LAST_NAMES, number)}-{_one_of(LAST_NAMES, number // 2)}"
    return {
        "first_names": _one_of(FIRST_NAMES, number),
        "middle_names": _one_of(FIRST_NAMES, number // 2),
        "last_name": last_name,
        "previous_last_name": _one_of(LAST_NAMES, number // 3),
        "email": f"renamed.{number}@load-test.example",
    }


def _course(number: int, today: date) -> dict[str, Any]:
    # After the start of any course, and not too late for any.
    ends_on = date(today.year + 4, 7, 1 + number % 28)
    return {
        "itt_end_date": ends_on.isoformat(),
        "course_year": str(1 + number % 3),
        "study_mode": _one_of(STUDY_MODES.codes, number),
    }


def _partners(number: int, today: date) -> dict[str, Any]:
    return {
        "lead_partner_urn": _one_of(_PARTNER_URNS, number),
        "employing_school_urn": _one_of(_SCHOOL_URNS, number),
        "training_initiative": _one_of(TRAINING_INITIATIVES.codes, number),
    }


def _diversity(number: int, today: date) -> dict[str, Any]:
    return {
        "nationality": _one_of(NATIONALITIES.codes, number),
        "ethnicity": _one_of(ETHNICITIES.codes, number),
        "disability1": _one_of(DISABILITIES.codes, number),
        # Or else it might be the same as the first.
        "disability2": None,
    }


_KINDS: Sequence[Callable[[int, date], dict[str, Any]]] = (
    _address,
    _name,
    _course,
    _partners,
    _diversity,
)


def _one_of(values: Sequence[str], number: int) -> str:
    return values[number % len(values)]
