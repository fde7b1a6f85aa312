"""A Redis server for the tests of what several processes share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redis.server import RedisServer, redis_server


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server
