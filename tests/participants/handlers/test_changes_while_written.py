"""Whoever follows the journal misses nothing, whatever others do to it meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import orjson
import time_machine

from participants_service.app import ParticipantsService
from participants_service.services.registry import EVENT_TYPES, RegistrySession
from participants_service.views.provider_views import ProviderViews
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.feed import FeedEngine
from shared.metrics import Metrics
from tests.conftest import PARTICIPANTS, runtime_pool
from tests.participants.api import Api
from tests.participants.changes import LISTS, Key, mirror_of_lists
from tests.participants.conftest import MakeApi
from tests.participants.follower import Follower
from tests.participants.handlers.test_actions import act
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership
from tests.participants.views.chance import Chance

WRITERS = 50
THIRD, FOURTH = known("Marsh Lane Training"), known("Quarry Hill Teaching")
LEAD_PROVIDERS = (LARKFIELD, OTTERBURN, THIRD, FOURTH)
# All of them begin training on the day after, which is told when that day begins.
SLEEPERS = 10_000
BUSY = [f"Busy {first}{second}" for first in "Abcdefg" for second in "hijkl"]
DUSK, MIDNIGHT = moment("2025-10-15T22:59:58"), moment("2025-10-15T23:00:00")


class GaveUpError(Exception):
    """Somebody thought better of it."""


class SlowSession(RegistrySession):
    """A transaction that takes its time, while it holds people and while it holds journals."""

    def __init__(self, conn: Connection, clock: Clock, views: ProviderViews, rng: Random) -> None:
        super().__init__(conn, clock, views)
        self._rng = rng

    async def flush(self) -> None:
        """Wait before everything is written, and afterwards; perhaps give up."""
        # Whoever changes facts is alone, and the others would only queue.
        if not self.facts.changes.anything:
            await asyncio.sleep(self._rng.random() ** 2 * 2)
        await super().flush()
        await asyncio.sleep(self._rng.random() / 50)
        if self._rng.random() < 0.15:
            raise GaveUpError
