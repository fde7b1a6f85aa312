"""Registrations of trainees."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from typing import Any

import orjson

from tests.bench.client import post

PATH = "/api/v0.1/trainees"


def registrations(tokens: Sequence[str], payloads: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Register people with each provider in turn."""
    for token, payload in zip(cycle(tokens), payloads, strict=False):
        yield post(PATH, token, orjson.dumps(payload))
