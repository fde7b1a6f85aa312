"""What it takes to publish somebody, counted in statements."""

import pytest

from participants_service.app import ParticipantsService
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.teachers import lock_teachers, select_teachers
from tests.participants.derived import leaves, looks_after
from tests.participants.people import known
from tests.participants.registry import Registry, ect, mentor, partnership

DERIVED = ("transfer_views", "unfunded_mentor_views", "coming_views", "mentorships", "20210902")


@pytest.mark.parametrize(
    ("name", "statements"),
    [
        pytest.param("Imogen Achterberg", 1, id="an ECT who stays"),
        pytest.param("Ada Ash", 2, id="a mentor of nobody"),
        pytest.param("Ivy Ivory", 2, id="an ECT who leaves"),
    ],
)
async def test_only_who_moves_or_mentors_is_looked_at_as_such(
    registry: Registry, service: ParticipantsService, *, name: str, statements: int
) -> None:
    """One statement asks who sees the person in any resource; that is all for nearly everybody."""
    await registry.apply(
        partnership(),
        ect(),
        ect("Ivy Ivory"),
        ect("Ola Oak"),
        mentor("Ada Ash"),
        mentor("Ben Birch"),
        looks_after("Ben Birch", "Ola Oak", "2025-09-01"),
        leaves("Ivy Ivory", "2025-12-01"),
    )
    seen: list[str] = []
    async with service.pool.acquire() as conn, conn.transaction():
        await lock_teachers(conn, [ParticipantId(known(name))])
        teachers = await select_teachers(conn, [ParticipantId(known(name))])
        with conn.query_logger(lambda record: seen.append(record.query)):
            await service.views.refresh(conn, {}, teachers.values())
    assert sum(any(word in query for word in DERIVED) for query in seen) == statements
