"""The results as tables, for a terminal and for the documentation."""

from collections.abc import Iterable, Iterator
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.comparisons import Comparison
from tests.bench.explanation import EXPLANATION
from tests.bench.figures import Figure
from tests.bench.measures import Measure, Subject
from tests.bench.results import Results

_RATE_HEADERS = (
    "per second",
    "connections",
    "ours",
    "peer",
    "pgbench",
    "ours, median (95 %, 99 %)",
)
_LATENCY_HEADERS = ("median time", "connections", "takes", "compared with", "takes")
_WORK_HEADERS = ("work, start to end", "how much", "seconds", "a second", "MB/s")
_CHECK_HEADERS = ("target", "to reach", "reached", "")


def print_results(results: Results, console: Console) -> None:
    """Print all tables."""
    for headers, rows in _tables(results):
        table = Table(*headers, title="Medians of all rounds")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    checks = Table(*_CHECK_HEADERS, title="Targets: medians of the ratios of each round")
    for check in results.checks():
        colour = "green" if check.met else "red"
        checks.add_row(
            check.title,
            check.target_text,
            f"[{colour}]{check.reached_text}[/{colour}]",
            f"[{colour}]{'met' if check.met else 'MISSED'}[/{colour}]",
        )
    console.print(checks)


def markdown(results: Results) -> str:
    """Return the page for the documentation."""
    machine = results.machine
    lines = [
        "# Benchmarks",
        "",
        _PICTURE,
        "",
        *(
            line
            for headers, rows in _tables(results)
            for line in (*_markdown_table(headers, rows), "")
        ),
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
        *EXPLANATION,
    ]
    return "\n".join(lines) + "\n"


_PICTURE = "![Answers per second: ours, an ordinary service, the bare SQL](benchmarks.svg)"


def _tables(results: Results) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Yield headers and rows of what was measured, as far as anything was."""
    for headers, rows in (
        (_RATE_HEADERS, [_rate_row(one) for one in results.measures]),
        (_LATENCY_HEADERS, [_latency_row(one) for one in results.comparisons]),
        (_WORK_HEADERS, [_work_row(one) for one in results.figures]),
    ):
        if rows:
            yield headers, rows


def _rate_row(measure: Measure) -> tuple[str, ...]:
    ours = measure.rounds[Subject.OURS]
    latency = median(one.latency for one in ours)
    slow = median(one.slow or 0 for one in ours)
    slowest = median(one.slowest or 0 for one in ours)
    return (
        measure.title,
        str(measure.connections),
        *(
            _number(measure.rate(subject)) if subject in measure.subjects else ""
            for subject in Subject
        ),
        f"{_milliseconds(latency)} ({_milliseconds(slow)}, {_milliseconds(slowest)})",
    )


def _latency_row(comparison: Comparison) -> tuple[str, ...]:
    return (
        comparison.title,
        str(comparison.connections),
        _milliseconds(comparison.latency),
        comparison.other_title,
        _milliseconds(comparison.other_latency),
    )


def _work_row(figure: Figure) -> tuple[str, ...]:
    received = figure.bytes_a_second
    return (
        figure.title,
        f"{figure.count:,} {figure.unit}",
        f"{figure.seconds:.3g}",
        _number(figure.rate),
        "" if received is None else f"{received / 1e6:.3g}",
    )


def _milliseconds(seconds: float) -> str:
    return f"{_number(seconds * 1000)} ms"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _markdown_table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(headers)} |"
    yield f"|{'---|' * len(headers)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
