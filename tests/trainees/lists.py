"""Lists as a client walks through them, and what happens to trainees in the meantime."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from tests.trainees.api import TRAINEES_PATH, Answer, Api
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import WEXMOOR
from trainees_service.app import TraineesService
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.storage.trainees import lock_trainees

NOBODY = (404, "NotFound", ["No trainees found"])

_LINK = re.compile(r'<([^<>]+)>; rel="next"')
# Columns in the order of the table; a member that is not named stays as it is.
_CHANGE = """
UPDATE trainees AS t
   SET (first_names, state, trn, itt_start_date, trainee_start_date, discarded_at) =
       (SELECT r.first_names, r.state, r.trn, r.itt_start_date, r.trainee_start_date,
               r.discarded_at
          FROM jsonb_populate_record(t, $3) AS r)
 WHERE provider_id = $1
   AND trainee_id = ANY ($2)
"""


def somebody(number: int, **members: object) -> dict[str, object]:
    """Make the registration of one of many, none of them a duplicate of another."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")
    return make_data(
        **{"first_names": f"T{letters}", "email": f"t{number}@post.example", **members}
    )


async def register_many(api: Api, count: int, **members: object) -> list[str]:
    """Register trainees one after the other, and return their ids."""
    return [
        str((await api.register(somebody(number, **members)))["trainee_id"])
        for number in range(count)
    ]


async def change(
    service: TraineesService,
    trainee_ids: Sequence[str],
    provider_id: UUID = WEXMOOR,
    /,
    **columns: object,
) -> None:
    """Change trainees in one transaction, as somebody with access to the records would."""
    keys = [(ProviderId(provider_id), TraineeId(each)) for each in trainee_ids]
    async with service.pool.acquire() as conn, conn.transaction():
        await lock_trainees(conn, keys)
        await conn.execute(_CHANGE, provider_id, trainee_ids, orjson.dumps(columns).decode())
        await service.views.refresh_keys(conn, keys)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that was answered."""

    answer: Answer

    @property
    def ids(self) -> list[str]:
        """Who is on it."""
        assert self.answer.status == 200, self.answer
        return [trainee["trainee_id"] for trainee in self.answer.body["data"]]

    @property
    def meta(self) -> dict[str, Any]:
        """What it says of the list."""
        meta: dict[str, Any] = self.answer.body["meta"]
        return meta

    @property
    def next(self) -> str | None:
        """Where the next page is."""
        link = self.answer.headers.get("Link")
        if link is None:
            return None
        match = _LINK.fullmatch(link)
        assert match is not None, link
        return match[1]


async def get_page(api: Api, query: str = "") -> Listed:
    """Ask for a page of the list."""
    return Listed(await api.call("GET", f"{TRAINEES_PATH}?{query}"))


async def walk(
    api: Api, query: str = "", meanwhile: Callable[[], Awaitable[object]] | None = None
) -> list[Listed]:
    """Follow the links as they are given; something may happen before every page but the first."""
    pages = [await get_page(api, query)]
    while pages[-1].next is not None:
        if meanwhile is not None:
            await meanwhile()
        page = Listed(await api.call("GET", pages[-1].next))
        if page.answer.status == 404:
            break
        pages.append(page)
    return pages


def ids_of(pages: Sequence[Listed]) -> list[str]:
    """Return everybody on the pages, in their order."""
    return [trainee_id for page in pages for trainee_id in page.ids]
