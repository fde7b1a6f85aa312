"""The processes of a run: the two services and the peer, one process each."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from tests.bench.options import DIRECTORY

_PATIENCE_SECONDS = 60
_BENCH = Path(__file__).parent
PEER_PYTHON = DIRECTORY / "venv/bin/python"


class ProcessError(Exception):
    """A process did not start or did not do its work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A process that listens."""

    name: str
    port: int
    pid: int

    def peak_memory(self) -> int:
        """Return the most memory that the process ever held at once, in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(
            int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")
        )


def run(command: Sequence[str], settings: Mapping[str, str]) -> None:
    """Run a program to its end."""
    done = subprocess.run(
        command, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ProcessError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def service_settings(service: str, dsn: str) -> dict[str, str]:
    """Return the settings of a service as it would run in production, on free ports."""
    prefix = service.upper()
    return {
        "DATABASE_URL": dsn,
        "ENVIRONMENT": "production",
        "SANDBOX": "false",
        # One client sends all it can with one token.
        f"{prefix}_RATE_LIMIT": "off",
        f"{prefix}_PORT": str(_free_port()),
        f"{prefix}_INTERNAL_PORT": str(_free_port()),
        "TRAINEES_TRN_ALLOCATOR": "feed",
    }


def peer_settings(dsn: str) -> dict[str, str]:
    """Return the settings of the peer."""
    return {
        "PEER_DATABASE_URL": dsn.replace("postgresql://", "postgresql+asyncpg://", 1),
        "PEER_REFERENCE_DATA": str(_BENCH.parents[1] / "trainees_service/reference_data"),
        "PYTHONPATH": str(_BENCH),
    }


@asynccontextmanager
async def service(name: str, dsn: str, *, role: str | None = None) -> AsyncIterator[Server]:
    """Run one of our services in one process; of several for one service, each has a role."""
    settings = service_settings(name, dsn)
    command = [sys.executable, "-m", f"{name}_service", "serve"]
    port = int(settings[f"{name.upper()}_PORT"])
    async with _listening(_named(name, role), command, settings, port) as server:
        yield server


@asynccontextmanager
async def peer(of: str, dsn: str, *, role: str | None = None) -> AsyncIterator[Server]:
    """Run the peer of a service in one process, with the fastest parts that its server knows."""
    port = _free_port()
    command = [
        *(str(PEER_PYTHON), "-m", "uvicorn", "peer.app:app"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"),
    ]
    async with _listening(_named(f"{of}-peer", role), command, peer_settings(dsn), port) as server:
        yield server


def _named(name: str, role: str | None) -> str:
    return name if role is None else f"{name}-{role}"


@asynccontextmanager
async def _listening(
    name: str, command: Sequence[str], settings: Mapping[str, str], port: int
) -> AsyncIterator[Server]:
    log = DIRECTORY / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | settings, stdout=output, stderr=output)
    try:
        await _wait_until_listening(process, port, log)
        yield Server(name=name, port=port, pid=process.pid)
        if process.poll() is not None:
            raise ProcessError(f"{name} ended early: see {log}")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _wait_until_listening(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(_PATIENCE_SECONDS * 10):
        if process.poll() is not None:
            raise ProcessError(f"the process did not start:\n{log.read_text()}")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise ProcessError(f"nobody listens after {_PATIENCE_SECONDS} seconds: see {log}")


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
