"""The server of counts as compose.yaml starts it, and with it Kubernetes, which a test compares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from shared.http.rate_limit.policy import RatePolicy
from shared.http.rate_limit.shared_budgets import SharedBudgets
from shared.metrics import Metrics
from tests.redis.server import RedisServer, redis_server
from tests.shared.http.rate_limit.spending import spending

COMMAND = yaml.safe_load(Path("deploy/compose.yaml").read_text())["services"]["valkey"]["command"]
PATIENT = 20.0


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path, options=COMMAND[1:]) as server:
        yield server


def test_it_counts_and_keeps_nothing(deployed: RedisServer, tmp_path: Path) -> None:
    policy = RatePolicy(requests=2, seconds=10)
    budgets = SharedBudgets(
        policy, deployed.url, name="trainees", metrics=Metrics(), answers_within=PATIENT
    )
    with spending(budgets) as spender:
        try:
            assert [spender.spend().is_within for _ in range(3)] == [True, True, False]
        finally:
            spender.runner.run(budgets.close())
    assert deployed.setting("save") == ""
    assert deployed.setting("appendonly") == "no"
    assert deployed.process is not None
    deployed.process.terminate()
    deployed.process.wait(20)
    assert not list(tmp_path.iterdir())


def test_it_stays_within_its_memory_and_forgets_the_oldest(deployed: RedisServer) -> None:
    assert deployed.setting("maxmemory") == str(64 * 1024 * 1024)
    assert deployed.setting("maxmemory-policy") == "allkeys-lru"


def test_the_command_is_the_servers() -> None:
    assert COMMAND[0] == "valkey-server"
