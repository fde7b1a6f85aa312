"""Degrees to be added: all degrees of a trainee differ, and no record gets too many."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import orjson

from tests.bench.client import post
from tests.bench.trainee_data import WrittenTrainee
from tests.bench.trainee_writes import PATH
from trainees_service.domain.code_tables import DEGREE_INSTITUTIONS, DEGREE_SUBJECTS

# A record has room for a hundred, and two may be there from the beginning.
MOST_EACH = 90
# Nobody is registered with one of these types, so only added degrees could be equal.
_TYPES = ("200", "205", "306")
_GRADES = ("01", "02", "03", "05", "14")
_COUNTRIES = ("AU", "CA", "DE", "FR", "IE", "IN", "US")


def added_degrees(trainees: Sequence[WrittenTrainee], *, first: int = 0) -> Iterator[bytes]:
    """Add a degree to each trainee in turn, then another one to each, as long as there is room.

    `first` is how many degrees were added to each trainee before.
    """
    today = datetime.now(UTC).date()
    for turn, (number, trainee) in product(range(first, MOST_EACH), enumerate(trainees)):
        data = degree(number, turn=turn, today=today)
        yield post(
            f"{PATH}/{trainee.trainee_id}/degrees", trainee.token, orjson.dumps({"data": data})
        )


def degree(number: int, *, turn: int, today: date) -> dict[str, Any]:
    """Return a degree that differs in its subject from those of the trainee's other turns."""
    either = {
        "subject": DEGREE_SUBJECTS.codes[(number + turn) % len(DEGREE_SUBJECTS)],
        "graduation_year": str(today.year - number % 20),
    }
    kind = _TYPES[number % len(_TYPES)]
    if number % 5 == 4:
        return {"non_uk_degree": kind, "country": _COUNTRIES[number % len(_COUNTRIES)], **either}
    return {
        "uk_degree": kind,
        "institution": DEGREE_INSTITUTIONS.codes[number % len(DEGREE_INSTITUTIONS)],
        "grade": _GRADES[number % len(_GRADES)],
        **either,
    }
