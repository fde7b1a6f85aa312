"""The replicas of a service: processes that are started, replaced and killed one by one."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp

from deploy.drill.gateway import Gateway
from deploy.drill.waiting import DrillError
from deploy.local.processes import Commands
from deploy.local.services import Service

# The drain of both listeners, and as long again for requests that are cancelled.
_STOP_WITHIN = 45.0
_PAGES_FROM_STANDBY = re.compile(r"^replica_reads_total (\S+)$", re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class Replica:
    """One process of a service; where it listens stays the same when it is replaced."""

    service: Service
    process: asyncio.subprocess.Process | None = field(default=None)

    # Whether requests are led here.
    takes_part: bool = field(default=True)

    @property
    def port(self) -> int:
        """The port of the public listener."""
        return self.service.public.port


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicas:
    """All replicas of both services, and the gateway that has to know them."""

    by_service: Mapping[str, tuple[Replica, ...]]
    environment: Mapping[str, str]
    gateway: Gateway
    logs: Path

    @classmethod
    def of(
        cls,
        services: tuple[Service, ...],
        *,
        environment: Mapping[str, str],
        gateway: Gateway,
        logs: Path,
        ports: Iterator[int],
    ) -> "Replicas":
        """Plan two replicas of each service, none of which runs yet."""
        return cls(
            by_service={
                each.name: tuple(Replica(service=_elsewhere(each, ports)) for _ in range(2))
                for each in services
            },
            environment=environment,
            gateway=gateway,
            logs=logs,
        )

    async def start_all(self, release: Path) -> None:
        """Start everything, then let the gateway lead there."""
        replicas = [each for replicas in self.by_service.values() for each in replicas]
        await asyncio.gather(*(self.start(each, release) for each in replicas))
        self._lead()

    def internal_urls(self, service: str) -> list[str]:
        """Return where the registry finds a service."""
        return [each.service.internal.url for each in self.by_service[service] if each.takes_part]

    async def count_pages_from_standby(self) -> int:
        """Add up what all processes have read from the standby since they were started."""
        pages = 0.0
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            for service in self.by_service:
                for url in self.internal_urls(service):
                    async with session.get(f"{url}/metrics") as answer:
                        found = _PAGES_FROM_STANDBY.search(await answer.text())
                        pages += float(found[1]) if found else 0
        return int(pages)

    async def start(self, replica: Replica, release: Path) -> None:
        """Start a replica and wait until it says that it is ready."""
        commands = self._commands(replica.service, release)
        replica.process = await commands.serve(replica.service)
        await commands.wait_until_ready(replica.service, replica.process)

    async def replace(self, replica: Replica, release: Path) -> None:
        """Exchange a replica's process without a request noticing.

        The gateway is told first and lets go of it, since nothing that was sent to a process may be
        sent a second time.
        """
        replica.takes_part = False
        self._lead()
        await self.gateway.reload()
        await self.stop(replica)
        await self.start(replica, release)
        replica.takes_part = True
        self._lead()
        await self.gateway.reload()

    async def stop(self, replica: Replica) -> None:
        """Let a replica drain and end."""
        if replica.process is not None:
            process, replica.process = replica.process, None
            await self._commands(replica.service, None).stop(process)
            if process.returncode != 0:
                raise DrillError(f"A replica ended with status {process.returncode}.")

    async def kill(self, replica: Replica) -> None:
        """End a replica in the middle of whatever it does."""
        if replica.process is None:
            raise DrillError("There is no process to kill.")
        replica.process.kill()
        await replica.process.wait()
        replica.process = None

    async def stop_all(self) -> None:
        """Let all of them drain at once."""
        replicas = [each for replicas in self.by_service.values() for each in replicas]
        await asyncio.gather(*(self.stop(each) for each in replicas))

    def _lead(self) -> None:
        self.gateway.lead_to(
            {
                service: [each.port for each in replicas if each.takes_part]
                for service, replicas in self.by_service.items()
            }
        )

    def _commands(self, service: Service, release: Path | None) -> Commands:
        prefix = service.name.upper()
        ports = {
            f"{prefix}_PORT": str(service.public.port),
            f"{prefix}_INTERNAL_PORT": str(service.internal.port),
        }
        return Commands(
            environment={**self.environment, **ports},
            logs=self.logs,
            release=release,
            stop_within_seconds=_STOP_WITHIN,
        )


def _elsewhere(service: Service, ports: Iterator[int]) -> Service:
    """Return the same service on two ports of its own."""
    return replace(
        service,
        public=replace(service.public, port=next(ports)),
        internal=replace(service.internal, port=next(ports)),
    )
