"""Only one of a kind may run in a folder at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import LocalRunError


@contextmanager
def alone(lock_file: Path, target: str) -> Iterator[None]:
    """Hold a lock within the block; LocalRunError if the target of make runs already."""
    with lock_file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LocalRunError(f"make {target} is running already in this folder.") from error
        yield
