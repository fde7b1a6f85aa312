"""What operators do, one step after another; some of it must not cost a single request."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import orjson

from deploy.drill.backups import back_up
from deploy.drill.load.clients import Clients
from deploy.drill.platform import Platform
from deploy.drill.scripts import PROJECT
from deploy.drill.waiting import DrillError, wait_until

_DATABASE_IS_AWAY = 5.0
SECOND_LOGIN = PROJECT / "deploy/database/second_login.sql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens to the platform."""

    title: str
    do: Callable[[Platform, Clients], Awaitable[None]]
    # For how many seconds nobody may be served; None if no request may fail.
    longest_outage: float | None = None


async def do_nothing(platform: Platform, clients: Clients) -> None:
    """Show what the load is like while nothing happens."""


async def migrate(platform: Platform, clients: Clients) -> None:
    """Expand both schemas for the next release while this one serves."""
    for service in platform.services:
        await platform.command(service, "migrate", release="next", login="migration")
        # Fails if the migration of the next release has not run.
        await platform.primary.sql(f"TABLE {service.name}.drill_notes")


async def rotate_tokens(platform: Platform, clients: Clients) -> None:
    """Give both providers a new token; the old one goes on for its overlap."""
    for service in platform.services:
        listed = await platform.command(service, "tokens", "list")
        token_id = _find_token(listed, clients.tokens.of(service.name))
        new = await platform.command(service, "tokens", "rotate", token_id, "--quiet")
        clients.tokens.exchange(service.name, new.strip())


def _find_token(listed: str, token: str) -> str:
    """Return the id in the line of the list that has the beginning of the token."""
    for line in listed.splitlines():
        token_id, begins_with, *_ = [*line.replace("│", " ").split(), "", ""]
        if begins_with and token.startswith(begins_with):
            return token_id
    raise DrillError("The token is not listed.")


def replace_replica(service: str, number: int, release: str) -> Callable[..., Awaitable[None]]:
    """Exchange one process for one of another release."""

    async def do(platform: Platform, clients: Clients) -> None:
        replica = platform.replicas.by_service[service][number]
        await platform.replicas.replace(replica, platform.releases[release])

    return do


async def replace_gateway(platform: Platform, clients: Clients) -> None:
    """Start nginx anew on the same sockets."""
    await platform.gateway.replace()


async def rebuild_views(platform: Platform, clients: Clients) -> None:
    """Write every stored view anew, where it is not what it should be."""
    for service in platform.services:
        await platform.command(service, "views", "rebuild", release="next")


async def replay_feed(platform: Platform, clients: Clients) -> None:
    """Load all events again that the registry has sent so far."""
    file = platform.folder / "events.ndjson"
    file.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in clients.events))
    service = platform.service("participants")
    await platform.command(service, "feed", "load", str(file), release="next")


async def back_up_schemas(platform: Platform, clients: Clients) -> None:
    """Take a snapshot of each service's schema."""
    await back_up(platform, clients)


async def kill_replica(platform: Platform, clients: Clients) -> None:
    """Lose a process of each service, and start another in its place."""
    for service in platform.services:
        replica = platform.replicas.by_service[service.name][0]
        await platform.replicas.kill(replica)
        await platform.replicas.start(replica, platform.releases["next"])


async def rotate_password(platform: Platform, clients: Clients) -> None:
    """Let the participants service go over to a second login, then close the first."""
    old, new, password = "participants_runtime", "participants_runtime_2", secrets.token_urlsafe(32)
    old_password = (platform.secrets / f"{old}_password").read_text()
    await platform.primary.sql("SET preparing.schema = 'participants'; " + SECOND_LOGIN.read_text())
    await platform.primary.sql(
        f"SET password_encryption = 'scram-sha-256'; ALTER ROLE {new} PASSWORD '{password}'"
    )
    users = platform.secrets / "pgbouncer_users"
    users.chmod(0o600)
    before = users.read_text()
    users.write_text(f'{before.rstrip()}\n"{new}" "{password}"\n')
    platform.pooler.configure(server_port=platform.primary.port, users=users).reload()

    for name in ("database", "replica"):
        url = platform.secrets / f"participants_{name}_url"
        url.chmod(0o600)
        url.write_text(url.read_text().replace(f"//{old}:{old_password}@", f"//{new}:{password}@"))
    for replica in platform.replicas.by_service["participants"]:
        await platform.replicas.replace(replica, platform.releases["next"])

    await platform.primary.sql(f"ALTER ROLE {old} PASSWORD NULL")
    users.write_text("".join(_lines_of_others(users.read_text(), old)))
    platform.pooler.configure(server_port=platform.primary.port, users=users).reload()


def _lines_of_others(users: str, login: str) -> Iterator[str]:
    return (line for line in users.splitlines(True) if not line.startswith(f'"{login}" '))


async def restart_pooler(platform: Platform, clients: Clients) -> None:
    """Stop PgBouncer and start it again."""
    await platform.pooler.stop()
    await platform.pooler.start()


async def stop_database(platform: Platform, clients: Clients) -> None:
    """Take PostgreSQL away for some seconds."""
    await platform.primary.stop()
    await asyncio.sleep(_DATABASE_IS_AWAY)
    await platform.primary.start()


async def promote_standby(platform: Platform, clients: Clients) -> None:
    """Let the primary crash, promote the standby, and lead the pooler there."""
    await wait_until(platform.primary.is_followed, seconds=30, what="the standby keeps up")
    await platform.primary.stop(mode="immediate")
    await platform.standby.promote()
    platform.primary, platform.standby = platform.standby, platform.primary
    users = platform.secrets / "pgbouncer_users"
    platform.pooler.configure(server_port=platform.primary.port, users=users).reload()


def plan() -> tuple[Step, ...]:
    """Return the steps in their order."""
    return (
        Step(title="Nothing happens", do=do_nothing),
        Step(title="Migrate for the next release", do=migrate),
        *(
            Step(
                title=f"Replace {service} replica {number + 1}",
                do=replace_replica(service, number, "next"),
            )
            for service in ("participants", "trainees")
            for number in range(2)
        ),
        Step(title="Replace nginx", do=replace_gateway),
        Step(
            title="Roll participants replica 1 back",
            do=replace_replica("participants", 0, "this"),
        ),
        Step(title="Rotate both providers' tokens", do=rotate_tokens),
        Step(title="Rotate a database password", do=rotate_password),
        Step(title="Rebuild all views", do=rebuild_views),
        Step(title="Replay the feed", do=replay_feed),
        Step(title="Back up both schemas", do=back_up_schemas),
        Step(title="Kill a replica of each service", do=kill_replica, longest_outage=15),
        Step(title="Restart PgBouncer", do=restart_pooler, longest_outage=15),
        Step(
            title="Stop PostgreSQL for 5 seconds",
            do=stop_database,
            longest_outage=30,
        ),
        Step(title="Crash the primary, promote the standby", do=promote_standby, longest_outage=25),
    )
