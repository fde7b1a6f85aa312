"""Requests for lists of trainees, and the same as bare SQL."""

from collections.abc import Callable
from random import Random

from tests.bench.client import get
from tests.bench.pgbench import Script
from tests.bench.statements import statement_with
from tests.bench.trainee_data import TraineeData
from tests.bench.trainee_writes import PATH
from tests.bench.training_providers import READING

_STATEMENTS = ("trainees_service.storage", "trainee_lists.sql")


def list_requests(data: TraineeData, size: int) -> Callable[[], bytes]:
    """Ask for pages at random out of all lists."""
    rng = Random(3)
    requests = [
        list_request(data, token, page=page, size=size)
        for token in data.reading_tokens
        for page in range(1, pages(data, size) + 1)
    ]
    return lambda: rng.choice(requests)


def list_request(data: TraineeData, token: str, *, page: int, size: int) -> bytes:
    """Ask for a page of a list."""
    return get(f"{PATH}?academic_cycle={data.cycle}&page={page}&per_page={size}", token)


def pages(data: TraineeData, size: int) -> int:
    """Return how many full pages every list has."""
    return max(1, data.listed_each // size)


def list_script(data: TraineeData, size: int) -> Script:
    """Read a page at random with the service's statement."""
    statement = statement_with(
        *_STATEMENTS,
        "select_page",
        {
            "provider_id": f"('{{{','.join(map(str, READING))}}}'::uuid[])[:provider::integer]",
            "start_cycle": str(data.cycle),
            "since": "'-infinity'::timestamptz",
            "has_trn": "NULL",
            "started": "NULL",
            "not_started": "NULL",
            "today": "current_date",
            "size": str(size),
            "offset": f":page::integer * {size}",
        },
    )
    return Script(
        text=f"\\set provider random(1, {len(READING)})\n"
        f"\\set page random(0, {pages(data, size) - 1})\n"
        f"{statement}\n"
    )
