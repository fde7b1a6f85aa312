"""Everything that the drill runs, set up as an operator would and taken down again."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.compose.make_secrets import make_secrets
from deploy.drill.gateway import Gateway
from deploy.drill.pooler import Pooler
from deploy.drill.postgres import DATABASE, PostgresServer
from deploy.drill.releases import copy_release, next_release
from deploy.drill.replicas import Replicas
from deploy.drill.scripts import PROJECT, run_script
from deploy.local.demo import Access, load_demo
from deploy.local.ports import free_ports
from deploy.local.processes import Commands
from deploy.local.services import Service, find_services

_PORTS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """The programs that the system has to bring."""

    nginx: str
    pgbouncer: str


@dataclass(slots=True, kw_only=True)
class Platform:
    """The running parts; `primary` is whichever server takes writes."""

    folder: Path
    services: tuple[Service, ...]
    primary: PostgresServer
    standby: PostgresServer
    pooler: Pooler
    gateway: Gateway
    replicas: Replicas
    releases: Mapping[str, Path]
    access: Mapping[str, Access]
    executed: list[str]
    # How many writes of each kind were acknowledged before the backup.
    backed_up: dict[str, int]

    @property
    def secrets(self) -> Path:
        """Passwords and URLs, as compose mounts them."""
        return self.folder / "secrets"

    def service(self, name: str) -> Service:
        """Return one of the services."""
        return next(each for each in self.services if each.name == name)

    async def command(
        self, service: Service, *arguments: str, release: str = "this", login: str = "database"
    ) -> str:
        """Run a command line with one of the secret URLs: such as `database` or `migration`."""
        self.executed.append(" ".join((f"{service.name}-service", *arguments)))
        commands = _commands(self.folder, self.releases[release], login=login)
        return await commands.run(service, *arguments)


@asynccontextmanager
async def running_platform(
    folder: Path, programs: Programs, say: Callable[[str], None]
) -> AsyncIterator[Platform]:
    """Set everything up in an empty folder; whatever runs is stopped in the end."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "logs" / "replicas").mkdir(parents=True)
    ports = iter(free_ports(_PORTS))
    services = tuple(find_services({}))
    releases = {"this": copy_release(PROJECT, folder / "release")}
    releases["next"] = next_release(releases["this"], folder / "next_release")
    primary = PostgresServer.prepare(folder / "postgres", port=next(ports))
    standby = PostgresServer.prepare(folder / "standby", port=next(ports))
    pooler = Pooler(programs.pgbouncer, folder / "pgbouncer", port=next(ports))
    make_secrets(folder / "secrets")
    _move_urls(folder / "secrets", {"postgres:5432": primary.port, "pgbouncer:6432": pooler.port})
    async with AsyncExitStack() as undo:
        for server in (primary, standby):
            undo.callback(server.remove)
            undo.push_async_callback(server.stop)
        say("PostgreSQL, with a standby that every commit waits for")
        await primary.create()
        await prepare_roles(primary, folder / "secrets")
        await standby.follow(primary)
        _name_replicas(folder / "secrets", services, pooler.port, standby.port)

        say("Schemas and the demo department")
        migration = _commands(folder, releases["this"], login="migration")
        await asyncio.gather(*(migration.run(each, "migrate") for each in services))
        pooler.configure(server_port=primary.port, users=folder / "secrets" / "pgbouncer_users")
        undo.push_async_callback(pooler.stop)
        await pooler.start()
        commands = _commands(folder, releases["this"])
        access = {each.name: await load_demo(commands, each) for each in services}

        say("Two replicas of each service behind nginx")
        gateway = Gateway(
            programs.nginx, folder / "gateway", port=next(ports), internal_port=next(ports)
        )
        replicas = Replicas.of(
            services,
            environment=commands.environment,
            gateway=gateway,
            logs=folder / "logs" / "replicas",
            ports=ports,
        )
        undo.push_async_callback(replicas.stop_all)
        await replicas.start_all(releases["this"])
        undo.push_async_callback(gateway.stop)
        await gateway.start()
        yield Platform(
            folder=folder,
            services=services,
            primary=primary,
            standby=standby,
            pooler=pooler,
            gateway=gateway,
            replicas=replicas,
            releases=releases,
            access=access,
            executed=[],
            backed_up={},
        )


def _commands(folder: Path, release: Path, *, login: str = "database") -> Commands:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    environment |= {
        "ENVIRONMENT": "production",
        "PYTHONUNBUFFERED": "1",
        **{
            f"{service.upper()}_{name}": value
            for service in ("participants", "trainees")
            for name, value in {
                "DATABASE_URL_FILE": str(folder / "secrets" / f"{service}_{login}_url"),
                "DATABASE_POOLER": str(not login.endswith("migration")).lower(),
                "DRAIN_SECONDS": "10",
                "REPLICA_URL_FILE": str(folder / "secrets" / f"{service}_replica_url"),
                # The whole load comes with a handful of tokens.
                "RATE_LIMIT": "off",
            }.items()
        },
    }
    return Commands(environment=environment, logs=folder / "logs", release=release)


def _move_urls(secrets: Path, addresses: Mapping[str, int]) -> None:
    """Let the URLs name ports of this machine in place of containers."""
    for path in secrets.glob("*_url"):
        text = path.read_text()
        for address, port in addresses.items():
            text = text.replace(f"@{address}/", f"@127.0.0.1:{port}/")
        path.chmod(0o600)
        path.write_text(text)


def _name_replicas(
    secrets: Path, services: Iterable[Service], pooler_port: int, standby_port: int
) -> None:
    """Let pages be read from the standby, by the same logins."""
    for service in services:
        url = (secrets / f"{service.name}_database_url").read_text()
        replica = secrets / f"{service.name}_replica_url"
        replica.write_text(url.replace(f":{pooler_port}/", f":{standby_port}/"))


async def prepare_roles(server: PostgresServer, secrets: Path, *, database: str = DATABASE) -> None:
    """Run the script that compose gives to PostgreSQL's image."""
    await run_script(
        "deploy/compose/roles.sh",
        environment={
            **server.environment,
            "POSTGRES_DB": database,
            "SECRETS": str(secrets),
            "ROLES_FILE": "shared/database/sql/roles.sql",
        },
    )
