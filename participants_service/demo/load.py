"""Load the invented department, through the same door as everything else."""

from collections.abc import Callable, Sequence
from datetime import date

from participants_service.demo.diary import HISTORY, event_id
from participants_service.demo.events import SEED, demo_acts, demo_events
from participants_service.demo.lead_provider_actions import carry_out
from participants_service.demo.places import (
    LeadProvider,
    invent_cohorts,
    invent_lead_providers,
)
from participants_service.services.participant_actions import ParticipantActions
from shared.clock import Clock
from shared.database import Pool, load_statements
from shared.feed import Result, Status
from shared.feed.handlers import Feed

SQL = load_statements(__package__, "demo.sql")

_EVENTS_AT_ONCE = 500

Progress = Callable[[int, int], None]
"""Told how many events are done, and how many there are."""


class DemoRejectedError(Exception):
    """The feed refused events of the demo: something else must have used their names or numbers."""

    def __init__(self, rejected: Sequence[Result]) -> None:
        first = rejected[0]
        reasons = "; ".join(f"{fault.code} at {fault.pointer}" for fault in first.faults)
        super().__init__(
            f"{len(rejected)} events of the demo were rejected, first {first.event_id}: {reasons}"
        )


async def load_demo(
    *,
    pool: Pool,
    clock: Clock,
    feed: Feed,
    actions: ParticipantActions,
    progress: Progress | None = None,
) -> tuple[LeadProvider, ...]:
    """Load the department as of today and return its lead providers.

    Loaded before, it is written for the day of that time again, so that all of its events are
    known and nothing changes; a load that was interrupted is completed.
    """
    today = await _day_of_first_load(pool) or clock.real_today()
    await _feed(feed, list(demo_events(today=today)), progress)
    await carry_out(demo_acts(today=today), pool=pool, actions=actions)
    return invent_lead_providers(invent_cohorts(today), seed=SEED)


async def _feed(feed: Feed, events: list[object], progress: Progress | None) -> None:
    rejected: list[Result] = []
    for start in range(0, len(events), _EVENTS_AT_ONCE):
        results = await feed.apply(events[start : start + _EVENTS_AT_ONCE])
        rejected += [result for result in results if result.status is Status.REJECTED]
        if progress is not None:
            progress(start + len(results), len(events))
    if rejected:
        raise DemoRejectedError(rejected)


async def _day_of_first_load(pool: Pool) -> date | None:
    async with pool.acquire() as conn:
        moment = await SQL.fetchval(conn, "select_moment", event_id=event_id(SEED, 0))
    return None if moment is None else moment.date() + HISTORY
