"""Where databases lie that nobody needs any more after the tests."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev", "shm")
_ENOUGH: Final = 4 * 1024**3


def folder() -> Path:
    """Return a folder of this checkout's own: in memory, or on disk if there is little of it.

    Every test has a copy of a database, which is some three hundred files. Where other processes
    keep the machine busy, a disk's file system takes ten times as long to make them as memory does.
    """
    checkout = Path.cwd()
    if not _is_spacious():
        return checkout / ".local/tests"
    name = sha256(os.fsencode(checkout)).hexdigest()[:8]
    return _MEMORY / f"teacher-services-{os.geteuid()}-{name}"


def _is_spacious() -> bool:
    """Tell it by the size, not by what is free: all processes of a run have to agree."""
    if not os.access(_MEMORY, os.W_OK | os.X_OK):
        return False
    size = os.statvfs(_MEMORY)
    return size.f_frsize * size.f_blocks >= _ENOUGH
