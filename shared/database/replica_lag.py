"""How far a replica is behind, by the clock of whoever asks."""

from collections import deque
from math import inf
from typing import Final

_REMEMBERED: Final = 10_000


class Lag:
    """The age of the newest note about the primary that the replica has caught up with.

    Positions are those of the primary's journal of writes. A replica that has replayed as far as
    the primary had written at some moment lacks nothing that is older. So an idle primary makes
    nobody late, a replica that is cut off does not look up to date, and neither does one that
    nobody asks any more. Moments are seconds of a clock that never goes back.
    """

    def __init__(self) -> None:
        self._notes: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED)
        self._caught_up_at = -inf

    def note(self, written: int, *, at: float) -> None:
        """Note how far the primary had written at a moment."""
        # A failover may take the primary back to before what the one before it had written.
        while self._notes and self._notes[-1][1] >= written:
            self._notes.pop()
        self._notes.append((at, written))

    def catch_up(self, replayed: int) -> None:
        """Note how far the replica has come."""
        while self._notes and self._notes[0][1] <= replayed:
            self._caught_up_at, _ = self._notes.popleft()

    def at(self, now: float) -> float:
        """Return the seconds by which it is behind at most, infinite before the first look."""
        return now - self._caught_up_at
