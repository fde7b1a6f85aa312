"""Registrations in any number, for load tests: valid, distinct, and cheap to make."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count as count_from
from itertools import islice
from typing import Any

from trainees_service.demo.names import FIRST_NAMES, LAST_NAMES, plain_letters
from trainees_service.demo.trainees import demo_trainees

_TEMPLATES = 60
_DAYS = 9_000
_YOUNGEST = 25


def trainee_payloads(
    count: int | None = None, *, today: date, seed: int = 1, first: int = 0
) -> Iterator[dict[str, Any]]:
    """Yield bodies for POST /trainees, all different people; without a count there is no end.

    Courses, degrees and placements repeat after a while, people do not: no body is a duplicate of
    another one, whichever provider sends it.
    """
    numbers = count_from(first)
    templates = [t.body["data"] for t in demo_trainees(today=today, seed=seed, trainees=_TEMPLATES)]
    wanted = numbers if count is None else islice(numbers, count)
    return (_payload(number, templates[number % len(templates)], today, seed) for number in wanted)


def _payload(number: int, template: dict[str, Any], today: date, seed: int) -> dict[str, Any]:
    # Two people of the same birthday have another last name, up to some two million of them; then
    # first names and addresses, which a duplicate would have to share, tell them apart.
    born_on = date(today.year - _YOUNGEST, 1, 1) - timedelta(days=number % _DAYS)
    last_name = LAST_NAMES[number // _DAYS % len(LAST_NAMES)]
    first_name = FIRST_NAMES[(number + number // (_DAYS * len(LAST_NAMES))) % len(FIRST_NAMES)]
    address = f"{plain_letters(first_name)}.{seed}.{number}@load-test.example"
    return {
        "data": template
        | {
            "provider_trainee_id": f"LT/{seed}/{number}",
            "first_names": first_name,
            "last_name": last_name,
            "date_of_birth": born_on.isoformat(),
            "email": address,
            "hesa_id": f"{today.year % 100:02d}1{seed % 10**8:08d}{number:06d}",
        }
    }
