"""What a request for the list of trainees asks for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from trainees_service.domain.academic_cycles import CYCLES, cycle_of
from trainees_service.domain.list_statuses import ListStatus
from trainees_service.domain.paging import Page, read_page
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
    no trainees to be listed.
    """

    start_cycle: int | None
    statuses: tuple[ListStatus, ...]
    since: datetime | None
    has_trn: bool | None
    ascending: bool
    page: Page

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
        since, has_trn = last.get("since"), last.get("has_trn")
        cycle = last.get("academic_cycle")
        return cls(
            start_cycle=cycle_of(today) if cycle is None else _CYCLES[cycle],
            statuses=tuple(map(ListStatus, statuses)),
            since=None if since is None else read_moment(since),
            has_trn=None if has_trn is None else _YES_NO[has_trn],
            ascending=_SORT_ORDERS[last.get("sort_order", "desc")],
            page=read_page(last.get("page"), last.get("per_page")),
        )


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
