"""`views tick` on a day on which many participants change by themselves."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from tests.bench.databases import fetch_value
from tests.bench.figures import Figure, Work
from tests.bench.keys import Key
from tests.bench.participant_data import ParticipantData
from tests.bench.service_commands import command

_AT_MOST = 10_000
_LONDON = ZoneInfo("Europe/London")

_LEAVE = """
UPDATE participants.{table}
   SET finished_on = $2
 WHERE teacher_id = ANY ($1)
"""
_FALL_DUE = """
UPDATE participants.participant_views
   SET flips_on = $2
 WHERE participant_id = ANY ($1)
"""
_COUNT_FLIPPED = """
SELECT count(*)
  FROM participants.participant_views
 WHERE participant_id = ANY ($1)
   AND updated_at >= $2
"""


class FlipError(Exception):
    """The tick did not do what it was measured for."""


class _Flips:
    """Each round takes other participants out of the second half, the last ones first."""

    def __init__(self, data: ParticipantData, rounds: int) -> None:
        self._data = data
        self._each = min(_AT_MOST, data.half // rounds)
        self._first = data.participants

    async def run(self) -> Work:
        """Let a night pass for some people, and measure the tick of the morning."""
        self._first -= self._each
        people = list(islice(self._data.participant_ids(self._first), self._each))
        today = datetime.now(_LONDON).date()
        await _let_leave(self._data.dsn, people, today)
        began_at, started_at = datetime.now(UTC), perf_counter()
        command("participants", self._data.dsn, "views", "tick")
        seconds = perf_counter() - started_at
        flipped = await fetch_value(self._data.dsn, _COUNT_FLIPPED, people, began_at)
        if flipped != len(people):
            raise FlipError(f"{flipped} of {len(people)} participants flipped")
        return Work(count=flipped, seconds=seconds)


def flips_figure(data: ParticipantData, rounds: int) -> Figure:
    """Return the figure; fewer people flip if there are not enough for all rounds."""
    return Figure(
        key=Key.TICK,
        title="`views tick`, start of the command included",
        unit="people flip",
        run=_Flips(data, rounds).run,
    )


async def _let_leave(dsn: str, people: list[UUID], today: date) -> None:
    """Let people have left yesterday, with views as they were while they had not.

    That is what midnight would leave behind, which a service in production cannot be told to wait
    for: what is stored says `active`, and what is true is `left`.
    """
    conn = await asyncpg.connect(dsn)
    try:
        async with conn.transaction():
            for table in ("training_periods", "school_periods"):
                await conn.execute(_LEAVE.format(table=table), people, today - timedelta(days=1))
            await conn.execute(_FALL_DUE, people, today)
    finally:
        await conn.close()
