"""What came out, with what had to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tests.bench.measures import Measure, Round, Subject


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
    seconds: float
    rounds: int
    measures: Sequence[Measure]
    feed_rate: float | None
    peak_memory: dict[str, int]

    def checks(self) -> list[Check]:
        """Return every target with what was reached."""
        found = []
        for measure in self.measures:
            found.append(
                Check(
                    title=f"{measure.title}, against the peer",
                    reached=measure.ratio_to(Subject.PEER),
                    target=measure.targets.of_peer,
                    unit="times",
                )
            )
            if measure.targets.of_pgbench is not None:
                found.append(
                    Check(
                        title=f"{measure.title}, of what pgbench reaches",
                        reached=measure.ratio_to(Subject.PGBENCH),
                        target=measure.targets.of_pgbench,
                        unit="%",
                    )
                )
        if self.feed_rate is not None:
            found.append(
                Check(
                    title="Feed, one process",
                    reached=self.feed_rate,
                    target=1_500,
                    unit="registrations/s",
                )
            )
        found += [
            Check(
                title=f"Peak memory of the {name} process",
                reached=size / 2**20,
                target=150,
                unit="MB",
                at_most=True,
            )
            for name, size in self.peak_memory.items()
        ]
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the raw figures."""
        return {
            "at": self.at.isoformat(),
            "machine": asdict(self.machine),
            "participants": self.participants,
            "trainees": self.trainees,
            "seconds": self.seconds,
            "measures": {
                measure.key.value: {
                    "connections": measure.connections,
                    "rounds": {
                        subject.value: [_figures(one) for one in rounds]
                        for subject, rounds in measure.rounds.items()
                    },
                }
                for measure in self.measures
            },
            "feed_rate": self.feed_rate,
            "peak_memory": self.peak_memory,
            "checks": [asdict(check) | {"met": check.met} for check in self.checks()],
        }


def _figures(one: Round) -> dict[str, float | None]:
    return {"rate": one.rate, "latency": one.latency, "slow": one.slow}
