from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from shared.auth import directory as directory_module
from shared.auth.directory import TokenDirectory
from shared.auth.store import (
    UnknownTokenError,
    create_token,
    revoke_token,
    rotate_token,
    select_tokens,
)
from shared.auth.tokens import Scope, make_token
from shared.clock import LONDON, Clock
from shared.database import Pool

PROVIDER = UUID("6c2b3a54-3d0f-4f69-9b0e-0a3f0c4c8a11")


async def issue(pool: Pool, *, expires_at: datetime | None = None) -> str:
    async with pool.acquire() as conn:
        return await create_token(
            conn,
            prefix="participants",
            provider_id=PROVIDER,
            scopes=frozenset({Scope.PROVIDER}),
            description="tests",
            now=datetime.now(UTC),
            expires_at=expires_at,
        )


@pytest.fixture
def directory(participants_pool: Pool) -> TokenDirectory:
    return TokenDirectory(participants_pool, Clock(LONDON))


async def test_a_token_names_its_provider(
    participants_pool: Pool, directory: TokenDirectory
) -> None:
    caller = await directory.find(await issue(participants_pool))
    assert caller is not None
    assert caller.provider_id == PROVIDER
    assert caller.scopes == {Scope.PROVIDER}


async def test_unknown_and_mistyped_tokens_name_nobody(directory: TokenDirectory) -> None:
    assert await directory.find(make_token("participants")) is None
    assert await directory.find("participants_nonsense") is None


async def test_only_a_digest_is_stored(participants_pool: Pool) -> None:
    token = await issue(participants_pool)
    row = await participants_pool.fetchrow("SELECT t::text AS everything FROM tokens AS t")
    assert row is not None
    assert token not in row["everything"]
    assert token.partition("_")[2][6:] not in row["everything"]


async def test_the_instant_of_expiry_is_outside(
    participants_pool: Pool, directory: TokenDirectory
) -> None:
    now = datetime.now(UTC)
    assert await directory.find(await issue(participants_pool, expires_at=now)) is None
    later = await issue(participants_pool, expires_at=now + timedelta(minutes=1))
    assert await directory.find(later) is not None


async def test_a_revoked_token_stops_when_the_memory_of_it_ends(
    participants_pool: Pool, directory: TokenDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await issue(participants_pool)
    assert await directory.find(token) is not None
    async with participants_pool.acquire() as conn:
        (stored,) = await select_tokens(conn)
        await revoke_token(conn, stored.id, now=datetime.now(UTC))
    assert directory_module.REMEMBER_FOR < 5
    monkeypatch.setattr(directory_module, "REMEMBER_FOR", 0.0)
    assert await directory.find(token) is None


async def test_use_is_noted_once_a_minute(
    participants_pool: Pool, directory: TokenDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_module, "REMEMBER_FOR", 0.0)
    token = await issue(participants_pool)
    last_used = "SELECT last_used_at FROM tokens"
    await directory.find(token)
    first = await participants_pool.fetchval(last_used)
    assert first is not None
    await directory.find(token)
    assert await participants_pool.fetchval(last_used) == first
    await participants_pool.execute(
        "UPDATE tokens SET last_used_at = last_used_at - interval '61 seconds'"
    )
    await directory.find(token)
    assert await participants_pool.fetchval(last_used) > first


async def test_rotation_leaves_the_old_token_for_a_while(
    participants_pool: Pool, directory: TokenDirectory
) -> None:
    old = await issue(participants_pool)
    now = datetime.now(UTC)
    async with participants_pool.acquire() as conn:
        (stored,) = await select_tokens(conn)
        new = await rotate_token(
            conn,
            stored.id,
            prefix="participants",
            now=now,
            old_ends_at=now + timedelta(hours=1),
        )
        ends = {token.id: token.expires_at for token in await select_tokens(conn)}
    assert ends[stored.id] == now + timedelta(hours=1)
    caller = await directory.find(new)
    assert caller is not None
    assert caller.provider_id == PROVIDER
    assert await directory.find(old) is not None


async def test_an_unknown_id_is_an_error(participants_pool: Pool) -> None:
    async with participants_pool.acquire() as conn:
        with pytest.raises(UnknownTokenError):
            await revoke_token(conn, uuid4(), now=datetime.now(UTC))
