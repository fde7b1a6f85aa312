"""Two processes of a service that count in one Redis, which fails in between."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from uuid import uuid4

import pytest
import requests

from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.database import Pool
from tests.conftest import TRAINEES
from tests.local.waiting import wait_until
from tests.redis.server import RedisServer
from tests.service_process import ServiceProcess, serving
from tests.shared.http.rate_limit.headers import says_nothing_of_limits, told

LIMIT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One of them, as a provider and as an operator see it."""

    served: ServiceProcess

    def get(self) -> requests.Response:
        """Ask for something with the token."""
        headers = {"Authorization": f"Bearer {self.served.token}"}
        return requests.get(f"{self.served.url}/api/v0.1/info", headers=headers, timeout=10)

    def refuses(self) -> bool:
        """Tell whether the token has used up its budget."""
        return self.get().status_code == 429

    def counts(self) -> bool:
        """Tell whether an answer says what is left."""
        return not says_nothing_of_limits(self.get().headers)

    def let_through_uncounted(self) -> float:
        """Return how many requests the process did not count."""
        text = requests.get(f"{self.served.internal_url}/metrics", timeout=10).text
        name = "rate_limit_unchecked_requests_total"
        return sum(float(line.split()[1]) for line in text.splitlines() if line.startswith(name))


@pytest.fixture
async def token(trainees_pool: Pool) -> str:
    async with trainees_pool.acquire() as conn:
        return await create_token(
            conn,
            prefix="trainees",
            provider_id=uuid4(),
            scopes=frozenset([Scope.PROVIDER]),
            description="",
            now=datetime.now(UTC),
            expires_at=None,
        )


@pytest.fixture
def processes(redis: RedisServer, trainees_url: str, token: str) -> Iterator[list[Process]]:
    settings = {
        "TRAINEES_RATE_LIMIT": f"{LIMIT}/hour",
        "TRAINEES_RATE_LIMIT_STORAGE": redis.url.replace("redis:", "valkey:"),
        "TRAINEES_TRN_ALLOCATOR": "feed",
    }
    with ExitStack() as stack:
        both = [
            stack.enter_context(serving(TRAINEES, trainees_url, token=token, settings=settings))
            for _ in range(2)
        ]
        yield [Process(served=one) for one in both]


def test_processes_share_a_budget_and_outlive_the_server(
    processes: list[Process], redis: RedisServer
) -> None:
    counted = 0
    for process in cycle(processes):
        answer = process.get()
        if answer.status_code == 429:
            break
        counted += not says_nothing_of_limits(answer.headers)
    # On a busy machine the server may have answered too late for some.
    late = sum(process.let_through_uncounted() for process in processes)
    assert LIMIT - late <= counted <= LIMIT
    for process in processes:
        wait_until(process.refuses, seconds=20, what="a refusal")

    redis.stop()
    for process in processes:
        before = process.let_through_uncounted()
        for _ in range(2 * LIMIT):
            answer = process.get()
            assert answer.status_code == 200
            assert says_nothing_of_limits(answer.headers)
        assert process.let_through_uncounted() == before + 2 * LIMIT

    redis.start()
    for process in processes:
        wait_until(process.counts, seconds=20, what="counting again")
    assert told(processes[0].get().headers).remaining < LIMIT
