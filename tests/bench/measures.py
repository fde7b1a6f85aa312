"""What is measured: ours, the peer and the bare SQL in turn, several rounds of each."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from tests.bench import reads, writes
from tests.bench.client import NextRequest, put_under_load
from tests.bench.data import Data
from tests.bench.pgbench import Script, run_pgbench
from tests.bench.processes import Server

# Bodies for ours and for the peer come from one row of people, far enough apart.
_PEER_PEOPLE_START = 10_000_000
# More than anybody manages; what is left serves the next round.
_POSTS_A_SECOND = 1_500


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


def read_measures(data: Data, ours: Server, peer: Server) -> Iterator[Measure]:
    """Yield what lead providers read."""
    for key, title, connections, targets, requests, script in (
        (
            "one",
            "GET one participant",
            16,
            Targets(of_peer=5),
            reads.one_requests(data),
            reads.one_script(data),
        ),
        (
            "page-100",
            "GET a page of 100",
            8,
            Targets(of_peer=20, of_pgbench=0.5),
            reads.page_requests(data, 100),
            reads.page_script(data, 100),
        ),
        (
            "page-3000",
            "GET a page of 3,000",
            4,
            Targets(of_peer=40, of_pgbench=0.5),
            reads.page_requests(data, 3_000),
            reads.page_script(data, 3_000),
        ),
    ):
        yield Measure(
            key=key,
            title=title,
            connections=connections,
            targets=targets,
            subjects={
                Subject.OURS: _requests(ours, requests, connections),
                Subject.PEER: _requests(peer, requests, connections),
                Subject.PGBENCH: _statements(
                    data.dsn, _constant([script]), connections, schema="participants"
                ),
            },
        )


def write_measure(dsn: str, tokens: Sequence[str], ours: Server, peer: Server) -> Measure:
    """Return what training providers write."""
    connections = 16

    async def scripts() -> list[Script]:
        return await writes.insert_scripts(dsn)

    return Measure(
        key="post",
        title="POST a trainee",
        connections=connections,
        targets=Targets(of_peer=3, of_pgbench=0.25),
        subjects={
            Subject.OURS: _registrations(ours, writes.Registrations(tokens, first=0), connections),
            Subject.PEER: _registrations(
                peer, writes.Registrations(tokens, first=_PEER_PEOPLE_START), connections
            ),
            Subject.PGBENCH: _statements(dsn, scripts, connections, schema="trainees"),
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


def _registrations(
    server: Server, registrations: writes.Registrations, connections: int
) -> Callable[[float], Awaitable[Round]]:
    run = _requests(server, registrations, connections, expected_status=201)

    async def prepare_and_run(seconds: float) -> Round:
        registrations.prepare(round(seconds * _POSTS_A_SECOND))
        return await run(seconds)

    return prepare_and_run


def _statements(
    dsn: str, scripts: Callable[[], Awaitable[list[Script]]], connections: int, *, schema: str
) -> Callable[[float], Awaitable[Round]]:
    async def run(seconds: float) -> Round:
        measured = await run_pgbench(
            dsn, await scripts(), schema=schema, connections=connections, seconds=seconds
        )
        return Round(rate=measured.rate, latency=measured.latency)

    return run


def _constant(scripts: list[Script]) -> Callable[[], Awaitable[list[Script]]]:
    async def known() -> list[Script]:
        return scripts

    return known
