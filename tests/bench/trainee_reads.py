"""Requests for lists of trainees, and the same as bare SQL."""

from collections.abc import Callable
from random import Random
from string import Template

from tests.bench.client import get
from tests.bench.pgbench import Script
from tests.bench.trainee_data import TraineeData
from tests.bench.trainee_writes import PATH
from tests.bench.training_providers import READING

_LISTED = Template(
    "FROM trainee_views AS v "
    "WHERE v.provider_id = ('{$providers}'::uuid[])[:provider::integer] AND v.start_cycle = $cycle"
)
_PAGE = Template(
    "SELECT (SELECT count(*) $listed), "
    "string_agg(p.body, ',' ORDER BY p.updated_at DESC, p.trainee_id DESC) "
    "FROM (SELECT v.body, v.updated_at, v.trainee_id $listed "
    "ORDER BY v.updated_at DESC, v.trainee_id DESC LIMIT $size OFFSET :page::integer * $size) AS p;"
)


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
    """Read a page at random, and how many trainees there are in its list."""
    listed = _LISTED.substitute(providers=",".join(map(str, READING)), cycle=data.cycle)
    return Script(
        text=f"\\set provider random(1, {len(READING)})\n"
        f"\\set page random(0, {pages(data, size) - 1})\n"
        f"{_PAGE.substitute(listed=listed, size=size)}\n"
    )
