"""How a round is measured: requests over HTTP, or statements by pgbench."""

from collections.abc import Awaitable, Callable, Sequence

from tests.bench.client import NextRequest, put_under_load
from tests.bench.measures import Round, RunRound
from tests.bench.pgbench import Script, run_pgbench
from tests.bench.processes import Server
from tests.bench.write_requests import WriteRequests

# More than anybody manages; what is left serves the next round.
_WRITES_A_SECOND = 1_500


def requests_round(
    server: Server, next_request: NextRequest, connections: int, *, expected_status: int = 200
) -> RunRound:
    """Make the measurement of a server by requests."""

    async def run(seconds: float) -> Round:
        load = await put_under_load(
            server.port,
            next_request,
            connections=connections,
            seconds=seconds,
            expected_status=expected_status,
        )
        return Round(
            rate=load.rate,
            latency=load.latency(0.5),
            slow=load.latency(0.95),
            slowest=load.latency(0.99),
        )

    return run


def writes_round(
    server: Server, requests: WriteRequests, connections: int, *, expected_status: int
) -> RunRound:
    """Make the measurement of a server by requests that are written before each round."""
    run = requests_round(server, requests, connections, expected_status=expected_status)

    async def prepare_and_run(seconds: float) -> Round:
        requests.prepare(round(seconds * _WRITES_A_SECOND))
        return await run(seconds)

    return prepare_and_run


def statements_round(
    dsn: str, scripts: Callable[[], Awaitable[Sequence[Script]]], connections: int, *, schema: str
) -> RunRound:
    """Make the measurement of the bare SQL; the scripts are asked for before each round."""

    async def run(seconds: float) -> Round:
        measured = await run_pgbench(
            dsn, await scripts(), schema=schema, connections=connections, seconds=seconds
        )
        return Round(rate=measured.rate, latency=measured.latency)

    return run


def constant(script: Script) -> Callable[[], Awaitable[Sequence[Script]]]:
    """Return what answers with the same script every time."""

    async def known() -> Sequence[Script]:
        return [script]

    return known
