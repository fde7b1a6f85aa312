"""Waiting for what other processes do, with a limit."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic


class DrillError(Exception):
    """The drill cannot go on; the message says why."""


async def wait_until(
    is_so: Callable[[], Awaitable[bool]], *, seconds: float, what: str, pause: float = 0.05
) -> None:
    """Wait until something is so; DrillError with `what` if that takes too long."""
    deadline = monotonic() + seconds
    while not await is_so():
        if monotonic() > deadline:
            raise DrillError(f"Not within {seconds:.0f} s: {what}.")
        await asyncio.sleep(pause)


def has_ended(pid: int) -> bool:
    """Tell whether a process is gone, or is left over for its parent to notice."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state.rpartition(")")[2].split()[0] == "Z"
