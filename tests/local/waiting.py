"""Waiting for another process, with a limit."""

import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.request import urlopen


def wait_until(is_so: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for a condition; a test that waits too long fails with what it waited for."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Tell whether a GET is answered with 200."""
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    # A process that starts or ends may also hang up, or say nothing.
    except (OSError, HTTPException):
        return False
