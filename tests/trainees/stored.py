"""Everything that is stored of trainees, to see whether a call left it as it was."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from trainees_service.app import TraineesService

_EVERYTHING = """
    SELECT 'trainees', t::text FROM trainees AS t
    UNION ALL SELECT 'placements', p::text FROM placements AS p
    UNION ALL SELECT 'degrees', d::text FROM degrees AS d
    UNION ALL SELECT 'withdrawals', w::text FROM withdrawals AS w
    UNION ALL SELECT 'views', v::text FROM trainee_views AS v
    UNION ALL SELECT 'journals', c::text FROM changes AS c
    UNION ALL SELECT 'heads', h::text FROM journal_heads AS h
    ORDER BY 1, 2
"""


async def everything(service: TraineesService) -> list[tuple[str, str]]:
    """Return every row of every trainee, in every table, and of all journals."""
    async with service.pool.acquire() as conn:
        return [(table, row) for table, row in await conn.fetch(_EVERYTHING)]


@asynccontextmanager
async def nothing_changes(service: TraineesService) -> AsyncIterator[None]:
    """Check that nothing at all is written inside."""
    before = await everything(service)
    yield
    assert await everything(service) == before


async def journal_of(service: TraineesService, trainee_id: str) -> int:
    """Return how many entries the journal has about a trainee."""
    async with service.pool.acquire() as conn:
        entries: int = await conn.fetchval(
            "SELECT count(*) FROM changes WHERE resource_id = $1", trainee_id
        )
    return entries
