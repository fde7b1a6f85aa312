"""Upkeep of everything that is stored of what lead providers see."""

from collections.abc import Sequence
from typing import Protocol

from participants_service.services.participant_views import Report
from shared.views.comparison import Difference


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


class UpkeepPart(Protocol):
    """Whatever keeps the views of some resources true."""

    async def tick(self, report: Report) -> int:
        """Refresh what changes by itself; return how many records that were."""

    async def check(self, report: Report) -> list[Difference]:
        """Return every stored view that is not what a rebuild would make; change nothing."""

    async def rebuild(self, report: Report) -> list[Difference]:
        """Make every stored view what it should be; return what was different."""


class Upkeep:
    """Keeps the views of all resources true, one part after the other."""

    def __init__(self, parts: Sequence[UpkeepPart]) -> None:
        self._parts = parts

    async def tick(self, report: Report = _silent) -> int:
        """Refresh everything that changes by itself; return how many records that were."""
        progress = _Progress(report)
        return sum([await part.tick(progress.of_next()) for part in self._parts])

    async def check(self, report: Report = _silent) -> list[Difference]:
        """Return every stored view that is not what a rebuild would make; change nothing."""
        progress = _Progress(report)
        return [one for part in self._parts for one in await part.check(progress.of_next())]

    async def rebuild(self, report: Report = _silent) -> list[Difference]:
        """Make every stored view what it should be; return what was different."""
        progress = _Progress(report)
        return [one for part in self._parts for one in await part.rebuild(progress.of_next())]


class _Progress:
    """Adds up what the parts report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._before = 0
        self._total = 0

    def of_next(self) -> Report:
        """Return what the next part reports to."""
        self._before = self._total

        def report(done: int, total: int) -> None:
            self._total = self._before + total
            self._report(self._before + done, self._total)

        return report
