"""What is known of databases that outlast a run."""

import json
from pathlib import Path
from typing import Any

from tests.bench.options import DIRECTORY


def read_note(name: str) -> dict[str, Any] | None:
    """Return what was noted when a database was complete; None if it never was."""
    path = _path(name)
    if not path.exists():
        return None
    note: dict[str, Any] = json.loads(path.read_text())
    return note


def write_note(name: str, note: dict[str, Any]) -> None:
    """Note that a database is complete, and how it was made."""
    _path(name).write_text(json.dumps(note))


def drop_note(name: str) -> None:
    """Forget a database."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return DIRECTORY / f"{name}.json"
