"""`make run`: everything up, in order; everything down again when asked or when a part dies."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from rich.console import Console

from deploy.local.alone import alone
from deploy.local.demo import Access, load_demo, read_access, still_opens, write_access
from deploy.local.processes import Commands, Processes
from deploy.local.services import (
    Service,
    check_ports,
    find_services,
    needs_embedded_database,
    service_environment,
)
from deploy.local.welcome import print_welcome
from shared.database.embedded import embedded_database


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRun:
    """One run: the folder that keeps its data, and the screen it reports to."""

    folder: Path
    console: Console

    @property
    def demo_file(self) -> Path:
        """Addresses and tokens for programs."""
        return self.folder / "demo.json"

    @property
    def logs(self) -> Path:
        """What the services say."""
        return self.folder / "logs"

    async def run(self) -> None:
        """Run until SIGINT or SIGTERM; raise when something dies before."""
        work = asyncio.ensure_future(self._run())
        loop = asyncio.get_running_loop()
        asked_to_stop = asyncio.Event()

        def stop() -> None:
            # Make passes on a signal that the whole group got already: only the first counts.
            if not asked_to_stop.is_set():
                asked_to_stop.set()
                self.console.print("\nStopping…")
                work.cancel()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop)
        try:
            await work
        except asyncio.CancelledError:
            if not asked_to_stop.is_set():
                raise
            self.console.print("Stopped; the data is kept.")

    async def _run(self) -> None:
        began = monotonic()
        services = find_services(os.environ)
        self.logs.mkdir(parents=True, exist_ok=True)
        with alone(self.folder / "run.lock", "run"):
            check_ports(services)
            with self._database(services) as database_url:
                environment = service_environment(os.environ, database_url)
                commands = Commands(environment=environment, logs=self.logs)
                async with self._everything(commands, services) as (processes, access):
                    write_access(self.demo_file, services, access)
                    print_welcome(
                        self.console,
                        services,
                        access,
                        demo_file=self.demo_file,
                        logs=self.logs,
                        seconds=monotonic() - began,
                    )
                    await _watch(commands, services, processes)

    @contextmanager
    def _database(self, services: tuple[Service, Service]) -> Iterator[str | None]:
        if not needs_embedded_database(os.environ, services):
            self._done("PostgreSQL as configured")
            yield None
            return
        directory = self.folder / "postgres"
        with embedded_database(directory) as database:
            self._done(f"PostgreSQL in {directory}")
            try:
                yield database.dsn()
            finally:
                database.stop()

    @asynccontextmanager
    async def _everything(
        self, commands: Commands, services: tuple[Service, Service]
    ) -> AsyncIterator[tuple[Processes, dict[str, Access]]]:
        for service in services:
            commands.log(service).write_bytes(b"")
        await asyncio.gather(*(commands.run(service, "migrate") for service in services))
        self._done("Roles, schemas and tables")
        access = read_access(self.demo_file, services)
        if not access:
            access = await self._load_demo(commands, services)
        async with commands.serving(services) as processes:
            await asyncio.gather(
                *(commands.wait_until_ready(each, processes[each.name]) for each in services)
            )
            self._done("Both services")
            strangers = [
                each for each in services if not await still_opens(each, access[each.name])
            ]
            if strangers:
                access |= await self._load_demo(commands, strangers)
            yield processes, access

    async def _load_demo(
        self, commands: Commands, services: Iterable[Service]
    ) -> dict[str, Access]:
        access = {}
        for service in services:
            self.console.print(f"  Loading the demo department: {service.name}")
            access[service.name] = await load_demo(commands, service)
            self._done(f"Demo department and tokens: {service.name}")
        return access

    def _done(self, what: str) -> None:
        self.console.print(f"[green]✓[/green] {what}")


async def _watch(
    commands: Commands, services: tuple[Service, Service], processes: Processes
) -> None:
    waiting = {asyncio.create_task(processes[each.name].wait()): each for each in services}
    try:
        ended, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
    service = waiting[ended.pop()]
    raise commands.died(service, processes[service.name])
