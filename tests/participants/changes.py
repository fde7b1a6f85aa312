"""The change feed as a lead provider reads it, and the lists it has to agree with."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from tests.participants.api import PARTICIPANTS_PATH, Answer, Api
from tests.participants.places import DELIVERY_PARTNERS_PATH, PARTNERSHIPS_PATH, SCHOOLS_PATH

# Those of the service, of which the lead providers here are active in all but the last.
EVERY_COHORT = range(2021, 2027)
CHANGES_PATH = "/api/v3/changes"

LISTS = {
    "participant": PARTICIPANTS_PATH,
    "partnership": PARTNERSHIPS_PATH,
    "school": SCHOOLS_PATH,
    "delivery-partner": DELIVERY_PARTNERS_PATH,
    "participant-transfer": f"{PARTICIPANTS_PATH}/transfers",
    "unfunded-mentor": "/api/v3/unfunded-mentors",
}

Key: TypeAlias = tuple[str, str, str | None]
Mirror: TypeAlias = dict[Key, bytes]


class Entry(NamedTuple):
    """An entry whose record is left as the bytes that came."""

    position: int
    key: Key
    op: str
    merged_into: str | None
    record: bytes | None


async def read_changes(api: Api, query: str = "", **headers: str) -> Answer:
    """Ask for changes with a query string as it is sent."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.call("GET", f"{CHANGES_PATH}?{query}", headers=sent)


def entries_of(answer: Answer) -> list[Entry]:
    """Take an answer apart."""
    assert answer.status == 200, answer
    return [
        Entry(
            entry["position"],
            (entry["resource"], entry["id"], entry.get("cohort")),
            entry["op"],
            entry.get("merged_into"),
            None if entry["record"] is None else text.partition('"record":')[2][:-1].encode(),
        )
        for entry, text in _items(answer.raw.decode())
    ]


async def mirror_of_lists(
    api: Api, cohorts: Sequence[int] = EVERY_COHORT, resources: Sequence[str] = tuple(LISTS)
) -> Mirror:
    """Return what all lists have, by the keys of the feed; nobody writes meanwhile."""
    mirror: Mirror = {}
    for resource in resources:
        for cohort in map(str, cohorts) if resource == "school" else [None]:
            query = "" if cohort is None else f"filter[cohort]={cohort}"
            async for record, text in read_list(api, LISTS[resource], query):
                mirror[resource, record["id"], cohort] = text
    return mirror


async def read_list(api: Api, path: str, query: str) -> AsyncIterator[tuple[dict[str, Any], bytes]]:
    """Yield all records of a list with the bytes they came as."""
    page, is_full = 1, True
    while is_full:
        answer = await api.call("GET", f"{path}?{query}&page[per_page]=3000&page[page]={page}")
        assert answer.status == 200, answer
        for record, text in _items(answer.raw.decode()):
            yield record, text.encode()
        page, is_full = page + 1, len(answer.body["data"]) == 3000


def _items(text: str) -> Iterator[tuple[dict[str, Any], str]]:
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    while text[at] != "]":
        item, end = decoder.raw_decode(text, at)
        yield item, text[at:end]
        at = end + 1 if text[end] == "," else end
