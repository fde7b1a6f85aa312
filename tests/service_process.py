"""A service as a process of its own, with its demo department, for tests that look from outside."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from deploy.local.ports import free_ports
from shared.service import ServiceIdentity
from tests.local.waiting import answers, wait_until
from tests.pooler import way_to

_READY_WITHIN = 60.0
_PROVIDERS = {"participants": "lead_providers", "trainees": "providers"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceProcess:
    """Where the service listens, and a token of its first provider."""

    name: str
    url: str
    internal_url: str
    token: str
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Host and port of the public listener."""
        return self.url.removeprefix("http://")


@contextmanager
def service_process(identity: ServiceIdentity, database_url: str) -> Iterator[ServiceProcess]:
    """Fill a migrated database with the demo and serve it until the end of the test."""
    environment = _environment(identity, database_url)
    command = _command(identity)
    providers = json.loads(_output([*command, "demo", "load", "--json"], environment))
    provider = providers[_PROVIDERS[identity.name]][0]["id"]
    token = _output([*command, "tokens", "create", "--provider", provider, "-q"], environment)
    with serving(identity, database_url, token=token.strip()) as served:
        yield served


@contextmanager
def serving(
    identity: ServiceIdentity,
    database_url: str,
    *,
    token: str,
    settings: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
) -> Iterator[ServiceProcess]:
    """Serve a database that is filled already; the test may kill the process.

    `output` takes what the process writes, to standard output and to standard error.
    """
    public, internal = free_ports(2)
    environment = {
        **_environment(identity, database_url),
        **(settings or {}),
        f"{identity.prefix}_PORT": str(public),
        f"{identity.prefix}_INTERNAL_PORT": str(internal),
    }
    command = [*_command(identity), "serve"]
    with subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:
        internal_url = f"http://127.0.0.1:{internal}"
        try:
            ready = f"{internal_url}/readyz"
            wait_until(
                lambda: process.poll() is not None or answers(ready),
                seconds=_READY_WITHIN,
                what=ready,
            )
            assert process.poll() is None, "the service did not start"
            yield ServiceProcess(
                name=identity.name,
                url=f"http://127.0.0.1:{public}",
                internal_url=internal_url,
                token=token,
                process=process,
            )
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                assert process.wait(60) == 0


def run_command(
    identity: ServiceIdentity, database_url: str, *arguments: str, as_owner: bool = False
) -> str:
    """Run a command of the service, which must succeed, and return what it prints.

    What the owner does goes to the database itself, whatever the way of services.
    """
    environment = _environment(identity, database_url)
    if as_owner:
        environment |= {"DATABASE_URL": database_url, f"{identity.prefix}_DATABASE_POOLER": "false"}
    return _output([*_command(identity), *arguments], environment)


def started_command(
    identity: ServiceIdentity,
    database_url: str,
    *arguments: str,
    stdin: IO[bytes] | int | None = subprocess.PIPE,
    stdout: IO[bytes] | int | None = subprocess.PIPE,
    through: str = 'exec "$@"',
) -> subprocess.Popen[bytes]:
    """Start a command of the service as its users do, from a shell, and leave the rest to the test.

    `through` may redirect what Python itself cannot, as in `exec "$@" <&-`.
    """
    return subprocess.Popen(
        ["sh", "-c", through, "sh", *_command(identity), *arguments],
        env=_environment(identity, database_url),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def _environment(identity: ServiceIdentity, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        **way_to(database_url, identity).environment(identity),
        "SANDBOX": "true",
        "LOG_LEVEL": "warning",
        # A test sends in seconds what a provider sends in hours.
        f"{identity.prefix}_RATE_LIMIT": "off",
    }


def _command(identity: ServiceIdentity) -> list[str]:
    return [sys.executable, "-m", f"{identity.name}_service"]


def _output(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout
