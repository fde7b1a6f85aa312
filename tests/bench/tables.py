"""The results as tables, for a terminal and for the documentation."""

from collections.abc import Iterator
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.measures import Measure, Subject
from tests.bench.results import Results

_RATE_HEADERS = ("per second", "connections", "ours", "peer", "pgbench", "ours, median (95 %)")
_CHECK_HEADERS = ("target", "to reach", "reached", "")


def print_results(results: Results, console: Console) -> None:
    """Print both tables."""
    rates = Table(*_RATE_HEADERS, title="Rates: medians of all rounds")
    for measure in results.measures:
        rates.add_row(*_rate_row(measure))
    checks = Table(*_CHECK_HEADERS, title="Targets: medians of the ratios of each round")
    for check in results.checks():
        colour = "green" if check.met else "red"
        checks.add_row(
            check.title,
            check.target_text,
            f"[{colour}]{check.reached_text}[/{colour}]",
            f"[{colour}]{'met' if check.met else 'MISSED'}[/{colour}]",
        )
    console.print(rates)
    console.print(checks)


def markdown(results: Results) -> str:
    """Return the page for the documentation."""
    machine = results.machine
    lines = [
        "# Benchmarks",
        "",
        _PICTURE,
        "",
        *_markdown_table(_RATE_HEADERS, map(_rate_row, results.measures)),
        "",
        *_markdown_table(
            _CHECK_HEADERS,
            (
                (
                    check.title,
                    check.target_text,
                    check.reached_text,
                    "met" if check.met else "**missed**",
                )
                for check in results.checks()
            ),
        ),
        "",
        f"Measured on {results.at:%d %B %Y} with `make bench`: {machine.cores} cores shared by",
        f"load, service and database, Python {machine.python}, PostgreSQL {machine.postgresql}",
        f"with durable settings, {results.participants:,} participants of 10 lead providers,",
        f"{results.trainees:,} trainees in the lists of 10 training providers,",
        f"{results.rounds} rounds of {results.seconds:g} seconds for each figure, in turn.",
        "",
        *_EXPLANATION,
    ]
    return "\n".join(lines) + "\n"


_PICTURE = "![Answers per second: ours, an ordinary service, the bare SQL](benchmarks.svg)"
_EXPLANATION = (
    "- **ours** is one process of the service as `serve` starts it in production, access log and",
    "  metrics included.",
    "- **peer** is the same endpoint in FastAPI, SQLAlchemy 2 with asyncpg and Pydantic 2, one",
    "  uvicorn process with uvloop and httptools and without an access log (`tests/bench/peer`).",
    "  It has the same records, computes what we store, keeps the same rules, and has to answer",
    "  and refuse with the same JSON before it is measured.",
    "- **pgbench** runs the very statements of our service (`pgbench -M prepared`, one thread)",
    "  with as many connections; for POST it inserts every row that registering a trainee",
    "  leaves behind and commits, with neither rules nor locks. It receives bodies as",
    "  hexadecimal text, twice as long as what our service receives. Corrections and degrees are",
    "  not measured this way.",
    "- The feed is the whole command `feed load` with 20,000 registrations and an empty database,",
    "  start included, or the load of all participants when they are not there yet.",
    "- The load comes from one process of its own, the same for ours and the peer: keep-alive",
    "  connections that send the next request when an answer is complete. People and pages are",
    "  drawn at random from the whole database, so most pages lie deep in their list. Lists are",
    "  read of other training providers than those in whose records is written.",
    "- Every correction changes a record, and no degree is added twice.",
    "- `make bench ARGS='--participants 20000 --trainees 9000 --seconds 1 --rounds 1'`",
    "  takes a quick look; `--publish` writes this page.",
    "- Ratios are what counts: each round compares neighbours in time, the median of the rounds",
    "  is shown. Absolute rates depend on the machine.",
)


def _rate_row(measure: Measure) -> tuple[str, ...]:
    ours = measure.rounds[Subject.OURS]
    latency = median(one.latency for one in ours)
    slow = median(one.slow or 0 for one in ours)
    return (
        measure.title,
        str(measure.connections),
        *(
            _rate(measure.rate(subject)) if subject in measure.subjects else ""
            for subject in Subject
        ),
        f"{latency * 1000:.3g} ms ({slow * 1000:.3g} ms)",
    )


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"


def _markdown_table(headers: tuple[str, ...], rows: "Iterator[tuple[str, ...]]") -> Iterator[str]:
    yield f"| {' | '.join(headers)} |"
    yield f"|{'---|' * len(headers)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
