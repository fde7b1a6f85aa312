"""What the drill has found: a table for people, JSON for programs, and a verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from deploy.drill.load.timeline import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What clients noticed of one step."""

    title: str
    seconds: float
    figures: Figures
    # Acknowledged writes so far, and those of them that are gone.
    acknowledged: int
    lost: int
    longest_outage: float | None

    @property
    def is_as_it_should_be(self) -> bool:
        """Tell whether nothing was lost, and nothing failed that must not, or for too long."""
        if self.lost:
            return False
        if self.longest_outage is None:
            return self.figures.failed == 0
        pauses = (self.figures.longest_pause_of_reads, self.figures.longest_pause_of_writes)
        return max(pauses) <= self.longest_outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rows, and what was looked at in the end."""

    rows: Sequence[Row]
    # Records of a follower's copy that are not as in the lists, by service.
    differences: Mapping[str, int]
    # Pages that all replicas together had read from the standby after the first step.
    pages_from_standby: int
    executed: Sequence[str]
    # What went wrong after the last step.
    faults: Sequence[str]

    @property
    def is_as_it_should_be(self) -> bool:
        """Tell whether the drill was passed."""
        return (
            all(row.is_as_it_should_be for row in self.rows)
            and not any(self.differences.values())
            and self.pages_from_standby > 0
            and not self.faults
        )

    def table(self) -> Table:
        """Return a line for each step; pauses are those of reads and of writes."""
        table = Table(box=SIMPLE)
        table.add_column("step")
        for column in ("seconds", "requests", "not 2xx", "longest pause", "writes so far", "lost"):
            table.add_column(column, justify="right")
        for row in self.rows:
            figures = row.figures
            table.add_row(
                row.title,
                f"{row.seconds:.1f}",
                str(figures.requests),
                str(figures.failed),
                f"{figures.longest_pause_of_reads:.2f} / {figures.longest_pause_of_writes:.2f} s",
                str(row.acknowledged),
                str(row.lost),
                style=None if row.is_as_it_should_be else "bold red",
            )
        return table

    def unexpected(self) -> Iterator[str]:
        """Yield a line for each kind of failure where nothing may fail."""
        for row in self.rows:
            if row.longest_outage is None:
                for failure, times in row.figures.failures.items():
                    yield f"{row.title}: {times} times {failure}"

    def json(self) -> dict[str, Any]:
        """Return everything, for programs."""
        return {
            "passed": self.is_as_it_should_be,
            "steps": [asdict(row) for row in self.rows],
            "differences": dict(self.differences),
            "pages_from_standby": self.pages_from_standby,
            "commands": list(self.executed),
            "faults": list(self.faults),
        }
