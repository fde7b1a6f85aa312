"""The data of a run: made through the registry feed, and kept for the next run."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg
import orjson

from participants_service.demo.registrations import (
    RegistrationPlaces,
    place_events,
    registrations,
)
from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.database.embedded import EmbeddedDatabase
from tests.bench.options import DIRECTORY
from tests.bench.processes import PEER_PYTHON, peer_settings, run, service_settings
from trainees_service.demo.registers import demo_events

# As many as there are lead providers; the demo's registers have the schools and lead partners.
_TRAINING_PROVIDERS = 10
# How many registrations measure the feed when the data is there already.
FEED_SAMPLE = 20_000

_PEER_REGISTERS = """
INSERT INTO peer.providers (id, ukprn)
SELECT provider_id, ukprn FROM trainees.providers;
INSERT INTO peer.schools (urn, name, town, postcode)
SELECT urn, name, town, postcode FROM trainees.schools;
INSERT INTO peer.lead_partners (id, urn, ukprn)
SELECT lead_partner_id, coalesce(urn, school_urn), ukprn
  FROM trainees.lead_partners
 WHERE listed OR school_urn IS NOT NULL
    ON CONFLICT DO NOTHING;
"""
_EMPTY_TRAINEES = """
TRUNCATE trainees.trainees, trainees.placements, trainees.degrees, trainees.withdrawals,
         trainees.trns, trainees.trainee_views, trainees.changes, trainees.journal_heads
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What is there to be read, and whose tokens open it."""

    dsn: str
    places: RegistrationPlaces
    participants: int
    lead_provider_tokens: tuple[str, ...]
    feed_rate: float | None

    def participant_id(self, number: int) -> UUID:
        """Return the id of one of the participants."""
        return participant_id(number, self.places)

    def token_of(self, number: int) -> str:
        """Return a token of the lead provider who sees the participant with this number."""
        return self.lead_provider_tokens[self.lead_provider_of(number)]

    def lead_provider_of(self, number: int) -> int:
        """Return the number of the lead provider who sees a participant."""
        return number % self.places.schools % self.places.lead_providers

    @property
    def participants_each(self) -> int:
        """How many participants each lead provider sees at least."""
        return self.participants // self.places.lead_providers


def participant_id(number: int, places: RegistrationPlaces) -> UUID:
    """Return the id that a registration of this number gives."""
    event = next(registrations(1, places=places, first=number))
    return UUID(event["data"]["participant_id"])


async def prepare_data(server: EmbeddedDatabase, participants: int) -> Data:
    """Make sure that the participants are there, with new tokens for their lead providers."""
    name = f"bench_{participants}"
    dsn = server.dsn(name)
    note = DIRECTORY / f"{name}.json"
    made = _read_note(note)
    if made is None or not await _exists(server, name):
        note.unlink(missing_ok=True)
        await _recreate(server, name)
        made = _make(dsn, participants)
        await _execute(dsn, "VACUUM (FREEZE, ANALYZE)")
        await _execute(dsn, "CHECKPOINT")
        note.write_text(json.dumps(made))
        feed_rate = made["feed_rate"]
    else:
        _command("participants", dsn, "migrate")
        feed_rate = None
    places = _places(date.fromisoformat(made["today"]))
    lead_providers = [places.lead_provider_id(number) for number in range(places.lead_providers)]
    return Data(
        dsn=dsn,
        places=places,
        participants=participants,
        lead_provider_tokens=await _tokens(dsn, "participants", lead_providers),
        feed_rate=feed_rate,
    )


async def prepare_registration(dsn: str) -> tuple[str, ...]:
    """Empty the trainees of both sides, fill the registers, and return the providers' tokens."""
    _command("trainees", dsn, "migrate")
    _load("trainees", dsn, chain(demo_events(), _provider_events()))
    await _execute(dsn, _EMPTY_TRAINEES)
    run([str(PEER_PYTHON), "-m", "peer.trainees.create_tables"], peer_settings(dsn))
    await _execute(dsn, _PEER_REGISTERS)
    return await _tokens(dsn, "trainees", map(_training_provider_id, range(_TRAINING_PROVIDERS)))


def _provider_events() -> Iterator[dict[str, Any]]:
    for number in range(_TRAINING_PROVIDERS):
        provider_id = _training_provider_id(number)
        yield {
            "event_id": str(uuid5(provider_id, "provider.put")),
            "type": "provider.put",
            "occurred_at": "2021-08-02T08:00:00Z",
            "data": {
                "provider_id": str(provider_id),
                "name": f"Load Test Training Provider {number + 1}",
                "ukprn": str(10_980_001 + number),
                "code": f"L{number:02d}",
                "accredited": True,
            },
        }


def _training_provider_id(number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"load test training provider {number}")


async def measure_feed(server: EmbeddedDatabase) -> float:
    """Return how many registrations a second one process takes in, on a fresh database."""
    name = "bench_feed"
    await _recreate(server, name)
    try:
        return float(_make(server.dsn(name), FEED_SAMPLE)["feed_rate"])
    finally:
        await _execute(server.dsn(), f'DROP DATABASE "{name}" WITH (FORCE)')


def _make(dsn: str, participants: int) -> dict[str, Any]:
    """Load everything through the command lines; the registrations are timed."""
    today = datetime.now(UTC).date()
    places = _places(today)
    _command("participants", dsn, "migrate")
    _load("participants", dsn, place_events(places))
    seconds = _load("participants", dsn, registrations(participants, places=places))
    return {"today": today.isoformat(), "feed_rate": participants / seconds}


def _places(today: date) -> RegistrationPlaces:
    return RegistrationPlaces(today=today)


def _load(service: str, dsn: str, events: Iterable[dict[str, Any]]) -> float:
    """Load events as an operator would and return the seconds of the whole command."""
    path = DIRECTORY / f"{service}-events.ndjson"
    with path.open("wb") as file:
        file.writelines(orjson.dumps(event) + b"\n" for event in events)
    try:
        started_at = perf_counter()
        _command(service, dsn, "feed", "load", str(path))
        return perf_counter() - started_at
    finally:
        path.unlink()


def _command(service: str, dsn: str, *arguments: str) -> None:
    run(
        [sys.executable, "-m", f"{service}_service", *arguments],
        service_settings(service, dsn),
    )


async def _tokens(dsn: str, service: str, providers: Iterable[UUID]) -> tuple[str, ...]:
    conn = await asyncpg.connect(dsn, server_settings={"search_path": service})
    try:
        return tuple(
            [
                await create_token(
                    conn,
                    prefix=service,
                    provider_id=provider_id,
                    scopes=frozenset({Scope.PROVIDER}),
                    description="bench",
                    now=datetime.now(UTC),
                    expires_at=None,
                )
                for provider_id in providers
            ]
        )
    finally:
        await conn.close()


async def _exists(server: EmbeddedDatabase, name: str) -> bool:
    conn = await asyncpg.connect(server.dsn())
    try:
        found = await conn.fetchval("SELECT true FROM pg_database WHERE datname = $1", name)
        return found is not None
    finally:
        await conn.close()


async def _recreate(server: EmbeddedDatabase, name: str) -> None:
    with suppress(asyncpg.InvalidCatalogNameError):
        await _execute(server.dsn(), f'DROP DATABASE "{name}" WITH (FORCE)')
    await _execute(server.dsn(), f'CREATE DATABASE "{name}"')


async def _execute(dsn: str, statements: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(statements)
    finally:
        await conn.close()


def _read_note(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    note: dict[str, Any] = json.loads(path.read_text())
    return note
