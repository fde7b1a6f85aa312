"""nginx with the gateway's own configuration, in front of replicas that come and go."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import aiohttp

from deploy.drill.waiting import DrillError, has_ended, wait_until
from deploy.gateway.configuration import default_settings, nginx_command, render

# Longer than nginx lets requests finish that are in flight.
_LETS_GO_WITHIN = 45.0
# nginx takes a process that still has the parent it was started by for the new one of an upgrade,
# which must not be upgraded itself. So what starts it here goes away as soon as it runs.
_START = '"$@" & until test -s nginx.pid || ! kill -0 $!; do sleep 0.1; done'


class Gateway:
    """A running nginx; reloads and upgrades leave nobody without an answer."""

    def __init__(self, program: str, folder: Path, *, port: int, internal_port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._program = program
        self._folder = folder
        self._alive = f"http://127.0.0.1:{internal_port}/livez"
        self._settings = default_settings() | {
            "GATEWAY_LISTEN": f"127.0.0.1:{port}",
            "GATEWAY_INTERNAL_LISTEN": f"127.0.0.1:{internal_port}",
            # The whole load comes from one address.
            "GATEWAY_RATE": "60000r/m",
        }
        folder.mkdir(mode=0o755)

    def lead_to(self, replicas: Mapping[str, Sequence[int]]) -> None:
        """Write down which ports serve each service."""
        for service, ports in replicas.items():
            servers = (f"server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in ports)
            self._settings[f"GATEWAY_{service.upper()}_SERVERS"] = " ".join(servers)
        render(self._folder, self._settings)

    async def start(self) -> None:
        """Start and wait until it answers."""
        with self._log.open("ab") as log:
            starter = await asyncio.create_subprocess_exec(
                "sh",
                "-c",
                _START,
                "start",
                *nginx_command(self._program, self._folder),
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        await starter.wait()
        await wait_until(self._is_alive, seconds=10, what=f"nginx answers, see {self._log}")

    async def reload(self) -> None:
        """Read the configuration again, and wait until nobody is served by the one before."""
        before = self._workers(self._master)
        os.kill(self._master, signal.SIGHUP)
        await self._wait_for_the_end_of(before)

    async def replace(self) -> None:
        """Start the program anew on the same sockets, then let the old processes finish."""
        old = self._master
        os.kill(old, signal.SIGUSR2)

        async def is_replaced() -> bool:
            return self._read_pid() not in (None, old)

        await wait_until(is_replaced, seconds=10, what="a second nginx runs beside the first")
        os.kill(old, signal.SIGQUIT)
        await self._wait_for_the_end_of([old])

    async def stop(self) -> None:
        """Stop at once."""
        master = self._read_pid()
        if master is not None:
            os.kill(master, signal.SIGTERM)
            await self._wait_for_the_end_of([master])

    @property
    def _log(self) -> Path:
        return self._folder / "nginx.log"

    @property
    def _pid_file(self) -> Path:
        return self._folder / "nginx.pid"

    @property
    def _master(self) -> int:
        pid = self._read_pid()
        if pid is None:
            raise DrillError(f"nginx is not running: see {self._log}.")
        return pid

    def _read_pid(self) -> int | None:
        try:
            written = self._pid_file.read_text()
        except FileNotFoundError:
            written = ""
        return int(written) if written.strip() else None

    def _workers(self, master: int) -> list[int]:
        return [int(pid) for pid in _children(master).read_text().split()]

    async def _wait_for_the_end_of(self, pids: Sequence[int]) -> None:
        async def are_gone() -> bool:
            return all(has_ended(pid) for pid in pids)

        await wait_until(are_gone, seconds=_LETS_GO_WITHIN, what="nginx has let go of requests")

    async def _is_alive(self) -> bool:
        try:
            async with aiohttp.ClientSession() as session, session.get(self._alive) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


def _children(pid: int) -> Path:
    return Path(f"/proc/{pid}/task/{pid}/children")
