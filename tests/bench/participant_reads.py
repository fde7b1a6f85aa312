"""Requests for participants, and the same as bare SQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from tests.bench.client import get
from tests.bench.participant_data import ParticipantData
from tests.bench.pgbench import Script
from tests.bench.statements import statement_with

_STATEMENTS = ("participants_service.storage", "participant_lists.sql")


def one_requests(data: ParticipantData) -> Callable[[], bytes]:
    """Ask for participants at random, each as the lead provider who sees them."""
    rng = Random(1)
    requests = [
        get(f"/api/v3/participants/{data.participant_id(number)}", data.token_of(number))
        for number in rng.sample(range(data.participants), min(data.participants, 20_000))
    ]
    return lambda: rng.choice(requests)


def page_requests(data: ParticipantData, size: int) -> Callable[[], bytes]:
    """Ask for pages at random out of all lists."""
    rng = Random(2)
    requests = [
        get(f"/api/v3/participants?page[page]={page}&page[per_page]={size}", token)
        for token in data.lead_provider_tokens
        for page in range(1, pages(data, size) + 1)
    ]
    return lambda: rng.choice(requests)


def poll_requests(data: ParticipantData) -> Callable[[], bytes]:
    """Ask for the first page of what has changed lately, each lead provider for its own."""
    rng = Random(3)
    requests = [poll_request(data, token) for token in data.lead_provider_tokens]
    return lambda: rng.choice(requests)


def poll_request(data: ParticipantData, token: str, *, page: int = 1) -> bytes:
    """Ask for a page of what has changed lately, in the order of change."""
    since = data.changed_since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return get(
        f"/api/v3/participants?filter[updated_since]={since}&sort=updated_at&page[page]={page}",
        token,
    )


def pages(data: ParticipantData, size: int) -> int:
    """Return how many full pages every list has."""
    return max(1, data.participants_each // size)


def one_script(data: ParticipantData) -> Script:
    """Read one participant at random with the service's statement."""
    seed = f"{data.places.seed % 0x10000:04x}"
    number = ":number::bigint"
    participant = (
        f"lpad(to_hex({number} * 2654435761 % 4294967296), 8, '0') "
        f"|| '-{seed}-4000-8000-' || lpad(to_hex({number}), 12, '0')"
    )
    places = data.places
    text = statement_with(
        *_STATEMENTS,
        "select_one",
        {
            "participant_id": f"({participant})::uuid",
            "lead_provider_id": _lead_provider(
                data, f"({number} % {places.schools} % {places.lead_providers})"
            ),
            "today": _today(),
        },
    )
    return Script(text=f"\\set number random(0, {data.participants - 1})\n{text}\n")


def page_script(data: ParticipantData, size: int) -> Script:
    """Read a page at random with the service's statements."""
    values = {
        "lead_provider_id": _lead_provider(data, ":provider"),
        "today": _today(),
        "size": str(size),
        "offset": f":page::integer * {size}",
        "cohorts": "NULL",
        "training_statuses": "NULL",
        "from_participant_ids": "NULL",
        "after_moment": "'-infinity'::timestamptz",
        "after_id": f"'{UUID(int=0)}'::uuid",
    }
    later = statement_with(*_STATEMENTS, "select_page_by_created_at", values)
    first = statement_with(*_STATEMENTS, "select_next_by_created_at", values)
    return Script(
        text=f"\\set provider random(0, {data.places.lead_providers - 1})\n"
        f"\\set page random(0, {pages(data, size) - 1})\n"
        f"\\if :page = 0\n{first}\n\\else\n{later}\n\\endif\n"
    )


def _lead_provider(data: ParticipantData, number: str) -> str:
    ids = ",".join(
        str(data.places.lead_provider_id(index)) for index in range(data.places.lead_providers)
    )
    return f"('{{{ids}}}'::uuid[])[{number}::integer + 1]"


def _today() -> str:
    return f"'{datetime.now(UTC).date()}'::date"
