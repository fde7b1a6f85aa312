"""What a request for the list of trainees asks for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from trainees_service.domain.academic_cycles import CYCLES, cycle_of
from trainees_service.domain.list_cursors import (
    CURSOR_PARAMETER,
    ListCursor,
    Place,
    Walk,
    list_digest,
    read_cursor,
)
from trainees_service.domain.list_statuses import ListStatus
from trainees_service.domain.paging import DEFAULT_SIZE, Page, read_page
from trainees_service.domain.query_problems import InvalidQueryError
from trainees_service.domain.sent import read_moment, shown

_CYCLES = {str(cycle.start_year): cycle.start_year for cycle in CYCLES}
_YES_NO = {"true": True, "false": False}
_SORT_ORDERS = {"asc": True, "desc": False}
_STATUS_NAMES = frozenset({"status", "status[]"})
_NOT_INCLUDED = "is not included in the list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which trainees, in which order, and which page of them.

    No status means any. The cycle is None on a day that lies in no known cycle: then there are
    no trainees to be listed. A cursor says which page comes next, whatever page was asked for.
    """

    start_cycle: int | None
    statuses: tuple[ListStatus, ...]
    since: datetime | None
    has_trn: bool | None
    ascending: bool
    page: Page
    after: ListCursor | None

    @classmethod
    def read(cls, parameters: Iterable[tuple[str, str]], *, today: date) -> Self:
        """Read the parameters of a query string, or raise InvalidQueryError.

        A blank parameter counts as absent; of one that is repeated the last one counts, but
        statuses add up.
        """
        said = [(name, value) for name, value in parameters if value.strip()]
        last = dict(said)
        statuses = tuple(dict.fromkeys(v for name, v in said if name in _STATUS_NAMES))
        problems = dict(_problems(statuses, last))
        if problems:
            raise InvalidQueryError(problems)
        since, has_trn, after = last.get("since"), last.get("has_trn"), last.get(CURSOR_PARAMETER)
        cycle = last.get("academic_cycle")
        page = read_page(last.get("page"), last.get("per_page"))
        cursor = None if after is None else read_cursor(after)
        query = cls(
            start_cycle=cycle_of(today) if cycle is None else _CYCLES[cycle],
            statuses=tuple(status for status in ListStatus if status in statuses),
            since=None if since is None else read_moment(since),
            has_trn=None if has_trn is None else _YES_NO[has_trn],
            ascending=_SORT_ORDERS[last.get("sort_order", "desc")],
            page=page if cursor is None else Page(number=cursor.page, size=page.size),
            after=cursor,
        )
        if cursor is not None and not query.answered(cursor):
            raise InvalidQueryError(
                {CURSOR_PARAMETER: ("belongs to a list with other parameters",)}
            )
        return query

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The list in the words of a query string, the same for all who ask for the same.

        The academic cycle is always named, because the current one will be another some day.
        Which page it is, is not part of it.
        """
        return tuple(self._parameters())

    def cursor_behind(self, last: Place, *, walk: Walk) -> ListCursor:
        """Return the cursor that goes on where this page ends."""
        return ListCursor(
            walk=walk, last=last, page=self.page.number + 1, digest=list_digest(self.parameters)
        )

    def answered(self, cursor: ListCursor) -> bool:
        """Whether a cursor can have come with a page of this list."""
        return cursor.digest == list_digest(self.parameters) and (
            self.since is None or cursor.last.moment >= self.since
        )

    def _parameters(self) -> Iterator[tuple[str, str]]:
        if self.start_cycle is not None:
            yield "academic_cycle", str(self.start_cycle)
        name = "status" if len(self.statuses) == 1 else "status[]"
        yield from ((name, status.value) for status in self.statuses)
        if self.since is not None:
            yield "since", self.since.isoformat().replace("+00:00", "Z")
        if self.has_trn is not None:
            yield "has_trn", "true" if self.has_trn else "false"
        if self.ascending:
            yield "sort_order", "asc"
        if self.page.size != DEFAULT_SIZE:
            yield "per_page", str(self.page.size)


def _problems(
    statuses: Iterable[str], last: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    unknown = [status for status in statuses if status not in tuple(ListStatus)]
    if unknown:
        yield "status", tuple(f"{shown(status)} is not a valid status" for status in unknown)
    since, cycle = last.get("since"), last.get("academic_cycle")
    if since is not None and read_moment(since) is None:
        yield "since", (f"{shown(since)} is not a valid date",)
    if cycle is not None and cycle not in _CYCLES:
        yield "academic_cycle", (f"{shown(cycle)} is not a valid academic cycle year",)
    if last.get("sort_order", "desc") not in _SORT_ORDERS:
        yield "sort_order", (_NOT_INCLUDED,)
    if last.get("has_trn", "true") not in _YES_NO:
        yield "has_trn", (_NOT_INCLUDED,)
    after = last.get(CURSOR_PARAMETER)
    if after is not None and read_cursor(after) is None:
        yield CURSOR_PARAMETER, ("is not a valid cursor",)
