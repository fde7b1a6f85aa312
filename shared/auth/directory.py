"""Who a token belongs to, remembered for a few seconds so that reads need not ask each time."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from shared.auth import store
from shared.auth.tokens import Caller, Token, digest_token, is_well_formed
from shared.clock import Clock
from shared.database import Pool

# A revoked token has to stop within 5 seconds on every process.
REMEMBER_FOR = 4.0
REMEMBER_AT_MOST = 10_000
_NOTE_USE_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class _Entry:
    token: Token | None
    caller: Caller | None
    looked_up_at: float


class TokenDirectory:
    """Finds the caller behind a token."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    async def find(self, token: str) -> Caller | None:
        """Return the caller, or None for a token that is unknown, expired or revoked."""
        entry = self._entries.get(token)
        if entry is None or monotonic() - entry.looked_up_at > REMEMBER_FOR:
            if not is_well_formed(token):
                return None
            entry = await self._look_up(token)
        if entry.token is None or not entry.token.is_active(self._clock.real_now()):
            return None
        return entry.caller

    async def _look_up(self, token: str) -> _Entry:
        digest = digest_token(token)
        now = self._clock.real_now()
        looked_up_at = monotonic()
        async with self._pool.acquire() as conn:
            found = await store.select_token(conn, digest)
            if found is not None and found.is_active(now):
                used = found.last_used_at
                if used is None or now - used >= _NOTE_USE_EVERY:
                    await store.note_use(conn, digest, now=now)
        caller = None
        if found is not None:
            caller = Caller(token_id=found.id, provider_id=found.provider_id, scopes=found.scopes)
        entry = self._entries[token] = _Entry(found, caller, looked_up_at)
        self._entries.move_to_end(token)
        while len(self._entries) > REMEMBER_AT_MOST:
            self._entries.popitem(last=False)
        return entry
