"""Child processes: commands that end, services that go on, and their log files."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from deploy.local.errors import LocalRunError
from deploy.local.services import Service

Processes = dict[str, asyncio.subprocess.Process]

_READY_WITHIN_SECONDS = 60
_LAST_LINES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Runs the services' command lines with one environment, their words going to log files."""

    environment: Mapping[str, str]
    logs: Path
    # Whose code is run: what is installed, or a release in this folder.
    release: Path | None = None
    # A service drains for up to five seconds; the database needs a moment after it.
    stop_within_seconds: float = 7

    def log(self, service: Service) -> Path:
        """The file with everything a service says."""
        return self.logs / f"{service.name}.log"

    async def run(self, service: Service, *arguments: str, show_progress: bool = False) -> str:
        """Run a command to its end and return what it printed."""
        with self.log(service).open("ab") as log:
            process = await self._start(
                service,
                *arguments,
                stdout=subprocess.PIPE,
                stderr=None if show_progress else log.fileno(),
            )
            try:
                printed, _ = await process.communicate()
            except asyncio.CancelledError:
                await self.stop(process)
                raise
        if process.returncode != 0:
            command = " ".join((f"{service.name}-service", *arguments))
            raise LocalRunError(f"{command} failed.\n{self.last_lines(service)}")
        return printed.decode()

    @asynccontextmanager
    async def serving(self, services: Iterable[Service]) -> AsyncIterator[Processes]:
        """Start the services; on leaving, let all of them drain at once."""
        processes: Processes = {}
        try:
            for service in services:
                processes[service.name] = await self.serve(service)
            yield processes
        finally:
            await asyncio.gather(*(self.stop(process) for process in processes.values()))

    async def serve(self, service: Service) -> asyncio.subprocess.Process:
        """Start a service and leave it running."""
        with self.log(service).open("ab") as log:
            return await self._start(
                service, "serve", stdout=log.fileno(), stderr=subprocess.STDOUT
            )

    async def stop(self, process: asyncio.subprocess.Process) -> None:
        """Let a process drain and end; kill it if that takes too long."""
        if process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(self.stop_within_seconds):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def wait_until_ready(self, service: Service, process: asyncio.subprocess.Process) -> None:
        """Wait for /readyz; a service that ends before has failed."""
        try:
            async with asyncio.timeout(_READY_WITHIN_SECONDS), aiohttp.ClientSession() as session:
                while not await _is_ready(session, service):
                    if process.returncode is not None:
                        raise self.died(service, process)
                    await asyncio.sleep(0.05)
        except TimeoutError as error:
            raise LocalRunError(
                f"The {service.name} service did not become ready.\n{self.last_lines(service)}"
            ) from error

    def died(self, service: Service, process: asyncio.subprocess.Process) -> LocalRunError:
        """Describe the end of a service that nobody asked to end."""
        return LocalRunError(
            f"The {service.name} service ended with status {process.returncode}.\n"
            f"{self.last_lines(service)}"
        )

    def last_lines(self, service: Service) -> str:
        """Return the end of a service's log."""
        path = self.log(service)
        lines = path.read_text(errors="replace").splitlines() if path.exists() else []
        return "\n".join([f"The end of {os.path.relpath(path)}:", *lines[-_LAST_LINES:]])

    async def _start(
        self, service: Service, *arguments: str, stdout: int, stderr: int | None
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            service.module,
            *arguments,
            env=self.environment,
            # Python looks for packages in the folder it is started from before anywhere else.
            cwd=self.release,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            # Ctrl-C reaches the whole foreground group; only the supervisor shall act on it.
            start_new_session=True,
        )


async def _is_ready(session: aiohttp.ClientSession, service: Service) -> bool:
    try:
        async with session.get(f"{service.internal.url}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False
