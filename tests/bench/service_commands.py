"""The services' command lines, as an operator would use them."""

import sys
from collections.abc import Iterable
from time import perf_counter
from typing import Any

import orjson

from tests.bench.options import DIRECTORY
from tests.bench.processes import run, service_settings


def command(service: str, dsn: str, *arguments: str) -> None:
    """Run a command of a service to its end."""
    run(
        [sys.executable, "-m", f"{service}_service", *arguments],
        service_settings(service, dsn),
    )


def load_events(service: str, dsn: str, events: Iterable[dict[str, Any]]) -> float:
    """Load events and return the seconds of the whole command."""
    path = DIRECTORY / f"{service}-events.ndjson"
    with path.open("wb") as file:
        file.writelines(orjson.dumps(event) + b"\n" for event in events)
    try:
        started_at = perf_counter()
        command(service, dsn, "feed", "load", str(path))
        return perf_counter() - started_at
    finally:
        path.unlink()
