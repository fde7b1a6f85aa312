"""A Redis server of a test's own, which may be ended and started again."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.ports import free_ports
from tests.local.waiting import wait_until

# As good as the deployed one for what is counted; nothing is kept.
_OPTIONS = ("--save", "", "--appendonly", "no")


@dataclass(slots=True)
class RedisServer:
    """The server, on a port that stays the same."""

    executable: str
    directory: Path
    port: int
    options: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        """Where it is found."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        place = ["--dir", str(self.directory), "--bind", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [self.executable, *place, *self.options], stdout=subprocess.DEVNULL
        )
        wait_until(self._answers, seconds=20, what="the Redis server")

    def stop(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def say(self, *words: str) -> None:
        """Send it a command of its own, which it has to accept."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(f"{' '.join(words)}\r\n".encode())
            assert connection.recv(5) == b"+OK\r\n"

    def setting(self, name: str) -> str:
        """Return what it has read for one of its settings."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(f"CONFIG GET {name}\r\n".encode())
            # An array of two: the name and the value, each after a line with its length.
            with connection.makefile("r", encoding="utf-8", newline="\r\n") as answer:
                lines = [answer.readline().removesuffix("\r\n") for _ in range(5)]
        assert lines[2] == name
        return lines[4]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


@contextmanager
def redis_server(directory: Path, options: Sequence[str] = _OPTIONS) -> Iterator[RedisServer]:
    """Run the system's Redis, or Valkey, until the end of the test."""
    executable = shutil.which("redis-server") or shutil.which("valkey-server")
    if executable is None:
        raise RuntimeError("these tests need a Redis server: apt-get install redis-server")
    (port,) = free_ports(1)
    server = RedisServer(executable, directory, port, options)
    server.start()
    try:
        yield server
    finally:
        server.stop()
