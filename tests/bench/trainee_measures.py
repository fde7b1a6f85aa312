"""What training providers read and write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from tests.bench.added_degrees import added_degrees
from tests.bench.agreement import Sides
from tests.bench.corrections import corrections
from tests.bench.keys import Key
from tests.bench.measures import Measure, RunRound, Subject, Targets
from tests.bench.pgbench import Script
from tests.bench.registration_rows import insert_scripts
from tests.bench.rounds import constant, requests_round, statements_round, writes_round
from tests.bench.trainee_data import TraineeData
from tests.bench.trainee_reads import list_requests, list_script
from tests.bench.trainee_writes import registrations
from tests.bench.training_providers import WRITING
from tests.bench.write_requests import WriteRequests
from trainees_service.demo.payloads import trainee_payloads

_WRITERS = 16
_WRITE_TARGETS = Targets(of_peer=3)
# The check of both sides has added one to some.
_DEGREES_START = 1


def trainee_measures(data: TraineeData, sides: Sides) -> Iterator[Measure]:
    """Yield the reading of pages, and everything that is written."""
    yield _list(data, sides, key=Key.LIST_OF_50, size=50, connections=8, targets=Targets(of_peer=5))
    yield _list(
        data,
        sides,
        key=Key.LIST_OF_1000,
        size=1_000,
        connections=4,
        targets=Targets(of_peer=20, of_pgbench=0.5),
    )
    yield _registration(data, sides)
    yield _write(
        sides,
        key=Key.CORRECTION,
        title="PUT a correction",
        requests=lambda: corrections(data.corrected),
        expected_status=200,
    )
    yield _write(
        sides,
        key=Key.DEGREE,
        title="POST a degree",
        requests=lambda: added_degrees(data.extended, first=_DEGREES_START),
        expected_status=201,
    )


def _list(
    data: TraineeData,
    sides: Sides,
    *,
    key: Key,
    size: int,
    connections: int,
    targets: Targets,
) -> Measure:
    requests = list_requests(data, size)
    return Measure(
        key=key,
        title=f"GET {size:,} trainees",
        connections=connections,
        targets=targets,
        subjects={
            Subject.OURS: requests_round(sides.ours, requests, connections),
            Subject.PEER: requests_round(sides.peer, requests, connections),
            Subject.PGBENCH: statements_round(
                data.dsn, constant(list_script(data, size)), connections, schema="trainees"
            ),
        },
    )


def _registration(data: TraineeData, sides: Sides) -> Measure:
    today = datetime.now(UTC).date()

    async def scripts() -> Sequence[Script]:
        return await insert_scripts(data.dsn, WRITING)

    return _write(
        sides,
        key=Key.REGISTRATION,
        title="POST a trainee",
        requests=lambda: registrations(data.writing_tokens, trainee_payloads(today=today)),
        expected_status=201,
        targets=Targets(of_peer=3, of_pgbench=0.25),
        bare={
            Subject.PGBENCH: statements_round(data.dsn, scripts, _WRITERS, schema="trainees"),
        },
    )


def _write(
    sides: Sides,
    *,
    key: Key,
    title: str,
    requests: Callable[[], Iterator[bytes]],
    expected_status: int,
    targets: Targets = _WRITE_TARGETS,
    bare: Mapping[Subject, RunRound] | None = None,
) -> Measure:
    """Both get the same requests, each for tables of its own."""
    return Measure(
        key=key,
        title=title,
        connections=_WRITERS,
        targets=targets,
        subjects={
            subject: writes_round(
                server, WriteRequests(requests()), _WRITERS, expected_status=expected_status
            )
            for subject, server in ((Subject.OURS, sides.ours), (Subject.PEER, sides.peer))
        }
        | dict(bare or {}),
    )
