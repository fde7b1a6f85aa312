"""The drill itself: clients at work, one step after another, and a look at what they noticed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

import aiohttp

from deploy.drill.backups import restore
from deploy.drill.load.caller import Caller
from deploy.drill.load.clients import Clients
from deploy.drill.load.places import find_place
from deploy.drill.load.timeline import Kind, Lane, Timeline
from deploy.drill.load.tokens import Tokens
from deploy.drill.platform import Platform, Programs, running_platform
from deploy.drill.report import Report, Row
from deploy.drill.steps import Step, plan
from deploy.drill.waiting import DrillError
from deploy.local.errors import LocalRunError

_LETS_END = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A step that was taken; what clients noticed of it goes on until the next one begins."""

    step: Step
    start: float
    acknowledged: int
    lost: int
    pages_from_standby: int

    def row(self, timeline: Timeline, end: float) -> Row:
        """Sum up what was begun until a moment."""
        return Row(
            title=self.step.title,
            seconds=end - self.start,
            figures=timeline.figures(self.start, end),
            acknowledged=self.acknowledged,
            lost=self.lost,
            longest_outage=self.step.longest_outage,
        )


async def run_drill(
    folder: Path, programs: Programs, *, calm_seconds: float, say: Callable[[str], None]
) -> Report:
    """Run all steps; each is given some calm seconds in which its effects may show."""
    async with (
        running_platform(folder, programs, say) as platform,
        _sessions() as open_session,
    ):
        clients = await _clients(platform, open_session)
        taken = []
        async with clients.at_work():
            for step in plan():
                say(step.title)
                taken.append(await _take(step, platform, clients, calm_seconds))
        ends = [*(each.start for each in taken[1:]), monotonic()]
        say("Compare what was kept with what is there, and restore the backups")
        differences, faults = await _look_back(platform, clients)
        return Report(
            rows=[each.row(clients.timeline, end) for each, end in zip(taken, ends, strict=True)],
            differences=differences,
            pages_from_standby=taken[0].pages_from_standby,
            executed=platform.executed,
            faults=faults,
        )


@asynccontextmanager
async def _sessions() -> AsyncIterator[Callable[[], aiohttp.ClientSession]]:
    """Yield what opens a client's connections: one, which it keeps.

    A read that goes out on a connection that is just being closed is sent again once, as HTTP
    allows it. With a second one at hand that could be the same.
    """
    async with AsyncExitStack() as opened:

        def open_session() -> aiohttp.ClientSession:
            session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1))
            opened.push_async_callback(session.close)
            return session

        yield open_session


async def _clients(
    platform: Platform, open_session: Callable[[], aiohttp.ClientSession]
) -> Clients:
    participants, trainees = platform.access["participants"], platform.access["trainees"]
    lead_provider, provider = participants.providers[0], trainees.providers[0]
    return Clients(
        open_session,
        platform.gateway.url,
        partial(platform.replicas.internal_urls, "participants"),
        Tokens(
            participants=lead_provider.token,
            trainees=provider.token,
            participants_feed=participants.feed_token,
        ),
        place=await find_place(
            Caller(open_session(), Timeline(), Lane(Kind.READ, "places")),
            platform.gateway.url,
            lead_provider.token,
            lead_provider_id=lead_provider.id,
        ),
        today=datetime.now(UTC).date(),
    )


async def _take(step: Step, platform: Platform, clients: Clients, calm_seconds: float) -> _Taken:
    start = monotonic()
    # What was begun before ends before anything happens to it.
    await asyncio.sleep(_LETS_END)
    await step.do(platform, clients)
    await clients.recovered()
    await asyncio.sleep(calm_seconds)
    return _Taken(
        step=step,
        start=start,
        acknowledged=clients.acknowledged,
        lost=await clients.lost(),
        pages_from_standby=await platform.replicas.count_pages_from_standby(),
    )


async def _look_back(platform: Platform, clients: Clients) -> tuple[Mapping[str, int], list[str]]:
    """Compare copies with lists and views with facts, and restore; return differences and faults.

    Whatever goes wrong here, there is a table of the steps to be shown.
    """
    differences: Mapping[str, int] = {}
    try:
        differences = await clients.differences()
        for service in platform.services:
            await platform.command(service, "views", "rebuild", "--check", release="next")
        await restore(platform)
    except (DrillError, LocalRunError) as fault:
        return differences, [str(fault)]
    return differences, []
