"""What is measured: ours, the peer and the bare SQL in turn, several rounds of each."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from tests.bench import reads, writes
from tests.bench.client import NextRequest, put_under_load
from tests.bench.data import Data
from tests.bench.pgbench import run_pgbench
from tests.bench.processes import Server

# Bodies for ours and for the peer come from one row of people, far enough apart.
_PEER_PEOPLE_START = 10_000_000


class Subject(StrEnum):
    """Who is measured."""

    OURS = "ours"
    PEER = "peer"
    PGBENCH = "pgbench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One measurement: how many a second, and how long one took (seconds)."""

    rate: float
    latency: float
    slow: float | None = None
    """The time within which 95 of 100 answers came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What has to be reached, as shares of the others' rates."""

    of_peer: float
    of_pgbench: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table."""

    key: str
    title: str
    connections: int
    targets: Targets
    subjects: dict[Subject, Callable[[float], Awaitable[Round]]]
    rounds: dict[Subject, list[Round]] = field(default_factory=dict)

    async def run_round(self, seconds: float) -> None:
        """Measure everybody once, one after another."""
        for subject, run in self.subjects.items():
            self.rounds.setdefault(subject, []).append(await run(seconds))

    def rate(self, subject: Subject) -> float:
        """Return the median rate."""
        return median(one.rate for one in self.rounds[subject])

    def ratio_to(self, other: Subject) -> float:
        """Return how many times the other's rate ours is: the median over the rounds.

        Neighbours in time are compared with each other, so that a noisy minute spoils one round
        instead of the result.
        """
        pairs = zip(self.rounds[Subject.OURS], self.rounds[other], strict=True)
        return median(ours.rate / theirs.rate for ours, theirs in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The processes under load."""

    participants: Server
    trainees: Server
    peer: Server


def measures(data: Data, servers: Servers) -> Iterator[Measure]:
    """Yield everything that is measured under load."""
    yield _read(
        "one",
        "GET one participant",
        connections=16,
        targets=Targets(of_peer=5),
        requests=reads.one_requests(data),
        script=reads.one_script(data),
        servers=servers,
        dsn=data.dsn,
    )
    for size, connections, targets in (
        (100, 8, Targets(of_peer=20, of_pgbench=0.5)),
        (3_000, 4, Targets(of_peer=40, of_pgbench=0.5)),
    ):
        yield _read(
            f"page-{size}",
            f"GET a page of {size:,}",
            connections=connections,
            targets=targets,
            requests=reads.page_requests(data, size),
            script=reads.page_script(data, size),
            servers=servers,
            dsn=data.dsn,
        )
    yield _post(data, servers, connections=16)


def _read(
    key: str,
    title: str,
    *,
    connections: int,
    targets: Targets,
    requests: NextRequest,
    script: str,
    servers: Servers,
    dsn: str,
) -> Measure:
    return Measure(
        key=key,
        title=title,
        connections=connections,
        targets=targets,
        subjects={
            Subject.OURS: _requests(servers.participants, requests, connections),
            Subject.PEER: _requests(servers.peer, requests, connections),
            Subject.PGBENCH: _statements(
                dsn, _constant([script]), connections, schema="participants"
            ),
        },
    )


def _post(data: Data, servers: Servers, *, connections: int) -> Measure:
    async def scripts() -> list[str]:
        return await writes.insert_scripts(data.dsn)

    ours = writes.post_requests(data, first=0)
    peer = writes.post_requests(data, first=_PEER_PEOPLE_START)
    return Measure(
        key="post",
        title="POST a trainee",
        connections=connections,
        targets=Targets(of_peer=3, of_pgbench=0.25),
        subjects={
            Subject.OURS: _requests(servers.trainees, ours, connections, expected_status=201),
            Subject.PEER: _requests(servers.peer, peer, connections, expected_status=201),
            Subject.PGBENCH: _statements(data.dsn, scripts, connections, schema="trainees"),
        },
    )


def _requests(
    server: Server, next_request: NextRequest, connections: int, expected_status: int = 200
) -> Callable[[float], Awaitable[Round]]:
    async def run(seconds: float) -> Round:
        load = await put_under_load(
            server.port,
            next_request,
            connections=connections,
            seconds=seconds,
            expected_status=expected_status,
        )
        return Round(rate=load.rate, latency=load.latency(0.5), slow=load.latency(0.95))

    return run


def _statements(
    dsn: str, scripts: Callable[[], Awaitable[list[str]]], connections: int, *, schema: str
) -> Callable[[float], Awaitable[Round]]:
    async def run(seconds: float) -> Round:
        measured = await run_pgbench(
            dsn, await scripts(), schema=schema, connections=connections, seconds=seconds
        )
        return Round(rate=measured.rate, latency=measured.latency)

    return run


def _constant(scripts: list[str]) -> Callable[[], Awaitable[list[str]]]:
    async def known() -> list[str]:
        return scripts

    return known
