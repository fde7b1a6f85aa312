import asyncio
import os
import sys
from typing import NamedTuple

import asyncpg
import orjson
import pytest

from tests.conftest import TRAINEES
from tests.pooler import way_to


class Finished(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class CommandLine:
    """`trainees-service`, run as its users run it."""

    def __init__(self, url: str) -> None:
        self._environment = {**os.environ, **way_to(url, TRAINEES).environment(TRAINEES)}

    async def run(self, *arguments: str, **environment: str) -> Finished:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "trainees_service",
            *arguments,
            env=self._environment | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Finished(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
def command_line(trainees_url: str) -> CommandLine:
    return CommandLine(trainees_url)


async def test_the_demo_is_loaded_once_and_its_views_are_true(
    command_line: CommandLine, trainees_url: str
) -> None:
    loaded = await command_line.run("demo", "load", "--json")
    assert loaded.code == 0, loaded.err
    providers = orjson.loads(loaded.out)["providers"]
    assert [set(provider) for provider in providers] == [{"id", "name"}] * 4
    assert (await command_line.run("demo", "load", "--json")).out == loaded.out
    checked = await command_line.run("views", "rebuild", "--check")
    assert (checked.code, checked.out) == (0, "")

    conn = await asyncpg.connect(trainees_url)
    try:
        trainee_id = await conn.fetchval(
            "UPDATE trainees.trainee_views SET body = '{}' WHERE trainee_id ="
            " (SELECT min(trainee_id) FROM trainees.trainee_views) RETURNING trainee_id"
        )
    finally:
        await conn.close()
    checked = await command_line.run("views", "rebuild", "--check")
    assert checked.code == 1
    assert checked.out.startswith(f"body differs: {trainee_id} for ")
    assert (await command_line.run("views", "rebuild")).code == 0
    assert (await command_line.run("views", "rebuild", "--check")).code == 0

    token = await command_line.run("tokens", "create", "--provider", providers[0]["id"], "--quiet")
    assert token.code == 0
    assert token.out.startswith("trainees_")


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        pytest.param(
            ["tokens", "create", "--provider", "00000000-0000-0000-0000-000000000000"],
            {},
            "there is no provider",
            id="unknown provider",
        ),
        pytest.param(
            ["serve"], {"TRAINEES_TRN_ALLOCATOR": "oracle"}, "TRAINEES_TRN_ALLOCATOR", id="setting"
        ),
        pytest.param(["serve"], {"TRAINEES_PORT": "x"}, "TRAINEES_PORT", id="no port"),
        pytest.param(
            ["serve"],
            {"TRAINEES_RATE_LIMIT": "100/fortnight"},
            "TRAINEES_RATE_LIMIT: '100/fortnight' is neither off nor a rate such as",
            id="rate",
        ),
        pytest.param(
            ["serve"],
            {"TRAINEES_RATE_LIMIT_STORAGE": "disk"},
            "TRAINEES_RATE_LIMIT_STORAGE: neither memory nor an address such as",
            id="storage",
        ),
    ],
)
async def test_mistakes_are_answered_in_a_sentence(
    command_line: CommandLine, arguments: list[str], environment: dict[str, str], message: str
) -> None:
    finished = await command_line.run(*arguments, **environment)
    assert finished.code == 2
    assert message in finished.err
    assert "Traceback" not in finished.err


async def test_a_release_that_is_rolled_back_leaves_the_newer_schema_alone(
    command_line: CommandLine, trainees_url: str
) -> None:
    owner = {"DATABASE_URL": trainees_url, "TRAINEES_DATABASE_POOLER": "false"}
    current = await command_line.run("migrate", **owner)
    assert current == (0, "", f"trainees is at revision {TRAINEES.revisions.head}\n")
    conn = await asyncpg.connect(trainees_url)
    try:
        await conn.execute("UPDATE trainees.alembic_version SET version_num = '9999'")
    finally:
        await conn.close()
    newer = await command_line.run("migrate", **owner)
    assert newer == (0, "", "trainees is at revision 9999, newer than this release\n")
