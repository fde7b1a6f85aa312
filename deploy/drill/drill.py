"""The drill itself: clients at work, one step after another, and a look at what they noticed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

import aiohttp

from deploy.drill.load.clients import Clients, find_place
from deploy.drill.load.tokens import Tokens
from deploy.drill.platform import Platform, Programs, running_platform
from deploy.drill.report import Report, Row
from deploy.drill.restoring import restore
from deploy.drill.steps import Step, plan


async def run_drill(
    folder: Path, programs: Programs, *, calm_seconds: float, say: Callable[[str], None]
) -> Report:
    """Run all steps; each is given some calm seconds in which its effects may show."""
    async with (
        running_platform(folder, programs, say) as platform,
        aiohttp.ClientSession() as session,
    ):
        clients = await _clients(platform, session)
        rows = []
        pages_from_standby = 0
        async with clients.at_work():
            for step in plan():
                say(step.title)
                rows.append(await _take(step, platform, clients, calm_seconds))
                pages_from_standby = (
                    pages_from_standby or await platform.replicas.count_pages_from_standby()
                )
        say("Compare what was kept with what is there")
        differences = await clients.differences()
        await _look_after_views(platform)
        say("Restore the backups into another database")
        await restore(platform)
        return Report(
            rows=rows,
            differences=differences,
            pages_from_standby=pages_from_standby,
            executed=platform.executed,
        )


async def _clients(platform: Platform, session: aiohttp.ClientSession) -> Clients:
    participants, trainees = platform.access["participants"], platform.access["trainees"]
    lead_provider, provider = participants.providers[0], trainees.providers[0]
    tokens = Tokens(
        participants=lead_provider.token,
        trainees=provider.token,
        participants_feed=participants.feed_token,
    )
    return Clients(
        session,
        platform.gateway.url,
        partial(platform.replicas.internal_urls, "participants"),
        tokens,
        place=await find_place(
            session,
            platform.gateway.url,
            lead_provider.token,
            lead_provider_id=lead_provider.id,
        ),
        today=datetime.now(UTC).date(),
    )


async def _take(step: Step, platform: Platform, clients: Clients, calm_seconds: float) -> Row:
    start = monotonic()
    await step.do(platform, clients)
    await clients.recovered()
    await asyncio.sleep(calm_seconds)
    end = monotonic()
    return Row(
        title=step.title,
        seconds=end - start,
        figures=clients.timeline.figures(start, end),
        acknowledged=clients.acknowledged,
        lost=await clients.lost(),
        may_fail=step.may_fail,
    )


async def _look_after_views(platform: Platform) -> None:
    """Compare every stored view with what it should be, as operators do after a restore."""
    for service in platform.services:
        await platform.command(service, "views", "rebuild", "--check", release="next")
    await platform.command(platform.service("participants"), "views", "tick", release="next")
