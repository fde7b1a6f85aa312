"""Everything that a lead provider can ask for, and everything that it can ask to be done."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from yarl import URL

from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.derived import TRANSFERS_PATH, UNFUNDED_MENTORS_PATH
from tests.participants.people import DELIVERY_PARTNER
from tests.participants.places import DELIVERY_PARTNERS_PATH, PARTNERSHIPS_PATH, SCHOOLS_PATH


@dataclass(frozen=True, slots=True)
class Readable:
    """A list, and what there is of each record in it."""

    path: str
    queries: tuple[str, ...] = ("",)
    ones: tuple[str, ...] = ("{path}/{id}",)

    def of(self, record_id: object) -> list[str]:
        """Return the paths of one record."""
        return [one.format(path=self.path, id=record_id) for one in self.ones]


@dataclass(frozen=True, slots=True)
class Doable:
    """What can be done with a record, with a body that means something."""

    method: str
    path: str
    attributes: Mapping[str, str]


# A new endpoint is one line here.
READABLE = (
    Readable(PARTICIPANTS_PATH, ones=("{path}/{id}", "{path}/{id}/available-actions")),
    Readable(PARTNERSHIPS_PATH),
    Readable(SCHOOLS_PATH, queries=("filter[cohort]=2024", "filter[cohort]=2025")),
    Readable(DELIVERY_PARTNERS_PATH),
    Readable(TRANSFERS_PATH, ones=(f"{PARTICIPANTS_PATH}/{{id}}/transfers",)),
    Readable(UNFUNDED_MENTORS_PATH),
)
_ECT = {"course_identifier": "ecf-induction"}
DOABLE = (
    Doable("PUT", f"{PARTICIPANTS_PATH}/{{id}}/defer", {**_ECT, "reason": "other"}),
    Doable("PUT", f"{PARTICIPANTS_PATH}/{{id}}/resume", _ECT),
    Doable("PUT", f"{PARTICIPANTS_PATH}/{{id}}/withdraw", {**_ECT, "reason": "other"}),
    Doable(
        "PUT",
        f"{PARTICIPANTS_PATH}/{{id}}/change-schedule",
        {**_ECT, "schedule_identifier": "ecf-standard-april"},
    ),
    Doable("PUT", f"{PARTNERSHIPS_PATH}/{{id}}", {"delivery_partner_id": str(DELIVERY_PARTNER)}),
)

# What was answered, by the path and query asked.
Answers = dict[str, bytes]


def private(seen: Answers) -> Answers:
    """Leave out transfers: of somebody's move the lead providers of either side see both sides."""
    return {path: content for path, content in seen.items() if "/transfers" not in path}


async def answers(api: Api) -> Answers:
    """Ask for everything there is, and return it as it was sent."""
    return {path: content async for path, content in _answers(api)}


async def _answers(api: Api) -> AsyncIterator[tuple[str, bytes]]:
    for readable in READABLE:
        for query in readable.queries:
            path = f"{readable.path}?{query}&page[per_page]=3000"
            listed = await read(api, path)
            yield path, listed
            for record in orjson.loads(listed)["data"]:
                for one in readable.of(record["id"]):
                    yield f"{one}?{query}", await read(api, f"{one}?{query}")


async def read(api: Api, path: str) -> bytes:
    """Return what a path answers with, byte for byte."""
    headers = {"Authorization": f"Bearer {api.token}"}
    async with api.client.get(URL(path, encoded=True), headers=headers) as response:
        assert response.status == 200, (path, response.status)
        return await response.read()


def records(seen: Answers, readable: Readable) -> Iterator[Mapping[str, Any]]:
    """Return the records of a list."""
    for query in readable.queries:
        yield from orjson.loads(seen[f"{readable.path}?{query}&page[per_page]=3000"])["data"]
