"""What is counted is there before it is first counted."""

from itertools import product

import asyncpg
from marshmallow import Schema

from shared.clock import LONDON, Clock
from shared.database import Connection
from shared.feed import FeedEngine
from shared.feed.engine import EventType, FeedSession
from shared.feed.events import FeedEvent
from shared.metrics import Metrics


async def ignore(_session: FeedSession, _payload: object, _event: FeedEvent) -> None:
    """Do nothing about an event."""


def no_session(_conn: Connection) -> FeedSession:
    raise AssertionError("nothing was sent")


async def test_a_feed_that_has_rejected_nothing_says_so_for_every_type() -> None:
    metrics = Metrics()
    types: dict[str, EventType[FeedSession]] = {"school.opened": EventType(Schema(), ignore)}
    pool = asyncpg.create_pool("postgresql://nobody@/nothing", min_size=0)
    FeedEngine(pool, Clock(LONDON), metrics, types, no_session)
    for name, status in product(("school.opened", "unknown"), ("applied", "duplicate", "rejected")):
        labels = {"type": name, "status": status}
        assert metrics.registry.get_sample_value("feed_events_total", labels) == 0
