"""What happens to a provider's journal around restarts, and what position 0 is answered then."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.changes.pruning import prune_changes
from shared.changes.restarting import restart_journals
from shared.clock import LONDON, Clock
from shared.database import Pool
from shared.views.journal import Journal

STRETCH = 100_000_000

# Steps, the positions that are told after 0 (None: 410), and where the journal is said to end.
BEGINNINGS = [
    pytest.param("", [], 0, id="nothing yet"),
    pytest.param("write write", [1, 2], 2, id="never restarted"),
    pytest.param("write prune write", None, 2, id="never restarted, the first is pruned"),
    pytest.param("restart", [], 0, id="new, without entries"),
    pytest.param("restart hold", [], STRETCH, id="new, only held"),
    pytest.param("hold restart", [], STRETCH, id="held before, without entries"),
    pytest.param("restart write write", [STRETCH + 1, STRETCH + 2], STRETCH + 2, id="new"),
    pytest.param("restart hold write", [STRETCH + 1], STRETCH + 1, id="new, held first"),
    pytest.param("hold restart write", [STRETCH + 1], STRETCH + 1, id="held before"),
    pytest.param("write lose restart write", [STRETCH + 1], STRETCH + 1, id="lost altogether"),
    pytest.param("restart write prune", None, STRETCH + 1, id="new, all are pruned"),
    pytest.param("restart write prune write", None, STRETCH + 2, id="new, the first is pruned"),
    pytest.param("write restart", None, STRETCH + 1, id="from before, at its end"),
    pytest.param("write restart write", None, STRETCH + 2, id="from before"),
    pytest.param("write prune restart write", None, STRETCH + 2, id="from before, pruned"),
    pytest.param("restart restart", [], 0, id="twice, without entries"),
    pytest.param("restart restart write", [2 * STRETCH + 1], 2 * STRETCH + 1, id="twice, new"),
    pytest.param(
        "restart hold restart write", [2 * STRETCH + 1], 2 * STRETCH + 1, id="twice, held between"
    ),
    pytest.param("restart write restart", None, 2 * STRETCH + 1, id="twice, written between"),
    pytest.param("restart write restart write", None, 2 * STRETCH + 2, id="twice, written on"),
    pytest.param("write restart restart write", None, 2 * STRETCH + 2, id="twice, from before"),
]


async def take(
    steps: str, pool: Pool, provider_id: UUID, write: Callable[[], Awaitable[object]]
) -> None:
    """Let one thing after the other happen to a journal; `write` gives it one entry."""
    for step in steps.split():
        if step == "write":
            await write()
            continue
        async with pool.acquire() as conn, conn.transaction():
            match step:
                case "hold":
                    await Journal.lock(conn, [provider_id], Clock(LONDON))
                case "restart":
                    await restart_journals(conn)
                case "prune":
                    await prune_changes(conn, before=datetime.now(UTC) + timedelta(days=1))
                case "lose":
                    await conn.execute("DELETE FROM changes")
                    await conn.execute("DELETE FROM journal_heads")
                case _:
                    raise ValueError(step)
