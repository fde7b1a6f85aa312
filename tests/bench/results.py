"""What came out, with what had to."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tests.bench.comparisons import AT_MOST, Comparison
from tests.bench.figures import Figure
from tests.bench.measures import Measure, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One target: what was reached, what had to be, and whether less is better."""

    title: str
    reached: float
    target: float
    unit: str
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the target was reached."""
        return self.reached <= self.target if self.at_most else self.reached >= self.target

    @property
    def reached_text(self) -> str:
        """What was reached, for people."""
        return _text(self.reached, self.unit)

    @property
    def target_text(self) -> str:
        """What had to be reached, for people."""
        return f"{'≤' if self.at_most else '≥'} {_text(self.target, self.unit)}"


def _text(value: float, unit: str) -> str:
    if unit == "times":
        return f"{value:.3g} times"
    if unit == "%":
        return f"{value * 100:.0f} %"
    return f"{value:,.0f} {unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where a run took place."""

    cores: int
    python: str
    postgresql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that a run found out."""

    at: datetime
    machine: Machine
    participants: int
    trainees: int
    rows: int
    seconds: float
    rounds: int
    measures: Sequence[Measure]
    comparisons: Sequence[Comparison]
    figures: Sequence[Figure]
    feed_rate: float | None
    peak_memory: dict[str, int]

    def checks(self) -> list[Check]:
        """Return every target with what was reached."""
        return [
            *(check for measure in self.measures for check in _rate_checks(measure)),
            *map(_latency_check, self.comparisons),
            *self._feed_checks(),
            *(_memory_check(name, size) for name, size in self.peak_memory.items()),
        ]

    def _feed_checks(self) -> Iterator[Check]:
        if self.feed_rate is not None:
            yield Check(
                title="Feed, one process",
                reached=self.feed_rate,
                target=1_500,
                unit="registrations/s",
            )

    def to_json(self) -> dict[str, Any]:
        """Return the raw figures."""
        return {
            "at": self.at.isoformat(),
            "machine": asdict(self.machine),
            "participants": self.participants,
            "trainees": self.trainees,
            "rows": self.rows,
            "seconds": self.seconds,
            "measures": {
                measure.key.value: {
                    "connections": measure.connections,
                    "rounds": {
                        subject.value: [asdict(one) for one in rounds]
                        for subject, rounds in measure.rounds.items()
                    },
                }
                for measure in self.measures
            },
            "comparisons": [
                {
                    "key": one.key.value,
                    "title": one.title,
                    "connections": one.connections,
                    "turns": [[asdict(ours) for ours in pair] for pair in one.turns],
                }
                for one in self.comparisons
            ],
            "figures": {
                one.key.value: [asdict(work) for work in one.rounds] for one in self.figures
            },
            "feed_rate": self.feed_rate,
            "peak_memory": self.peak_memory,
            "checks": [asdict(check) | {"met": check.met} for check in self.checks()],
        }


def _rate_checks(measure: Measure) -> Iterator[Check]:
    yield Check(
        title=f"{measure.title}, against the peer",
        reached=measure.ratio_to(Subject.PEER),
        target=measure.targets.of_peer,
        unit="times",
    )
    if measure.targets.of_pgbench is not None:
        yield Check(
            title=f"{measure.title}, of what pgbench reaches",
            reached=measure.ratio_to(Subject.PGBENCH),
            target=measure.targets.of_pgbench,
            unit="%",
        )


def _latency_check(comparison: Comparison) -> Check:
    return Check(
        title=f"{comparison.title}, time against {comparison.other_title}",
        reached=comparison.ratio,
        target=AT_MOST,
        unit="times",
        at_most=True,
    )


def _memory_check(name: str, size: int) -> Check:
    return Check(
        title=f"Peak memory of the {name} process",
        reached=size / 2**20,
        target=150,
        unit="MB",
        at_most=True,
    )
