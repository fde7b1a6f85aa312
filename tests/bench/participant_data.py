"""Participants to be read: made through the registry feed, and kept for the next run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from participants_service.demo.registrations import (
    RegistrationPlaces,
    place_events,
    registrations,
)
from shared.database.embedded import EmbeddedDatabase
from tests.bench.databases import (
    create_tokens,
    database_exists,
    drop_database,
    execute,
    fetch_value,
    recreate_database,
)
from tests.bench.late_changes import late_changes
from tests.bench.notes import drop_note, read_note, write_note
from tests.bench.service_commands import command, load_events

# How many registrations measure the feed when the data is there already.
FEED_SAMPLE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantData:
    """What is there to be read, and whose tokens open it.

    `changed_since` is when every hundredth of them began to change.
    """

    dsn: str
    places: RegistrationPlaces
    participants: int
    changed_since: datetime
    lead_provider_tokens: tuple[str, ...]
    feed_rate: float | None

    def participant_id(self, number: int) -> UUID:
        """Return the id of one of the participants."""
        return next(self.participant_ids(number))

    def participant_ids(self, first: int = 0) -> Iterator[UUID]:
        """Yield the ids of the participants by their number, without end."""
        for event in registrations(places=self.places, first=first):
            yield UUID(event["data"]["participant_id"])

    def token_of(self, number: int) -> str:
        """Return a token of the lead provider who sees the participant with this number."""
        return self.lead_provider_tokens[self.lead_provider_of(number)]

    def lead_provider_of(self, number: int) -> int:
        """Return the number of the lead provider who sees a participant."""
        return number % self.places.schools % self.places.lead_providers

    @property
    def half(self) -> int:
        """How many participants are a half: writes of two kinds take one half each."""
        return self.participants // 2

    @property
    def participants_each(self) -> int:
        """How many participants each lead provider sees at least."""
        return self.participants // self.places.lead_providers


async def prepare_participants(server: EmbeddedDatabase, participants: int) -> ParticipantData:
    """Make sure that the participants are there, with new tokens for their lead providers."""
    name = database_of(participants)
    dsn = server.dsn(name)
    made = read_note(name)
    if made is None or "changed_since" not in made or not await database_exists(server, name):
        drop_note(name)
        await recreate_database(server, name)
        made = _make(dsn, participants)
        made["changed_since"] = (await _change_some(dsn, participants, made)).isoformat()
        await execute(dsn, "VACUUM (FREEZE, ANALYZE)")
        await execute(dsn, "CHECKPOINT")
        write_note(name, made)
        feed_rate = made["feed_rate"]
    else:
        command("participants", dsn, "migrate")
        feed_rate = None
    places = _places(date.fromisoformat(made["today"]))
    lead_providers = [places.lead_provider_id(number) for number in range(places.lead_providers)]
    return ParticipantData(
        dsn=dsn,
        places=places,
        participants=participants,
        changed_since=datetime.fromisoformat(made["changed_since"]),
        lead_provider_tokens=await create_tokens(dsn, "participants", lead_providers),
        feed_rate=feed_rate,
    )


def database_of(participants: int) -> str:
    """Return the name of the database in which so many participants are kept."""
    return f"bench_{participants}"


async def measure_feed(server: EmbeddedDatabase) -> float:
    """Return how many registrations a second one process takes in, on a fresh database."""
    name = "bench_feed"
    await recreate_database(server, name)
    try:
        return float(_make(server.dsn(name), FEED_SAMPLE)["feed_rate"])
    finally:
        await drop_database(server, name)


def _make(dsn: str, participants: int) -> dict[str, Any]:
    """Load everything through the command lines; the registrations are timed."""
    today = datetime.now(UTC).date()
    places = _places(today)
    command("participants", dsn, "migrate")
    load_events("participants", dsn, place_events(places))
    seconds = load_events("participants", dsn, registrations(participants, places=places))
    return {"today": today.isoformat(), "feed_rate": participants / seconds}


async def _change_some(dsn: str, participants: int, made: dict[str, Any]) -> datetime:
    """Change every hundredth participant through the feed; return when that began."""
    before: datetime = await fetch_value(dsn, "SELECT clock_timestamp()")
    places = _places(date.fromisoformat(made["today"]))
    load_events("participants", dsn, late_changes(participants, places))
    return before


def _places(today: date) -> RegistrationPlaces:
    return RegistrationPlaces(today=today)
