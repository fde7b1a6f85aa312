"""Following lists by their links, as clients do."""

import re

from tests.participants.api import PARTICIPANTS_PATH, Answer, Api
from tests.participants.places import (
    DELIVERY_PARTNERS_PATH,
    PARTNERSHIPS_PATH,
    SCHOOLS_PATH,
)

LISTS = (
    f"{PARTICIPANTS_PATH}?",
    f"{PARTNERSHIPS_PATH}?",
    f"{SCHOOLS_PATH}?filter[cohort]=2025&",
    f"{DELIVERY_PARTNERS_PATH}?",
)
ORDERS = (
    "created_at",
    "-created_at",
    "updated_at",
    "-updated_at",
    "created_at,-updated_at",
    "-updated_at,created_at",
)

_LINK = re.compile(r'<(/api/v3/[^<>"\s]+)>; rel="next"')


def next_of(answer: Answer) -> str | None:
    """Return where the list goes on, None if it does not."""
    assert answer.status == 200, answer
    link = answer.headers.get("Link")
    if link is None:
        return None
    match = _LINK.fullmatch(link)
    assert match is not None, link
    return match[1]


def following(answer: Answer) -> str:
    """Return where a list goes on that does."""
    link = next_of(answer)
    assert link is not None
    return link


def ids_of(answer: Answer) -> list[str]:
    """Return the ids on a page."""
    return [record["id"] for record in answer.body["data"]]


async def walk(api: Api, path: str | None) -> list[Answer]:
    """Return a page and all that follow."""
    pages = []
    while path is not None:
        pages.append(await api.call("GET", path))
        path = next_of(pages[-1])
        assert len(pages) < 100
    return pages


async def walked(api: Api, path: str | None) -> list[str]:
    """Return the ids on a page and on all that follow."""
    return [one for page in await walk(api, path) for one in ids_of(page)]


async def tag_of(api: Api, path: str) -> str:
    """Return the tag of an answer."""
    answer = await api.call("GET", path)
    assert answer.status == 200, answer
    return answer.headers["ETag"]


async def ask(api: Api, path: str, tag: str, method: str = "GET") -> Answer:
    """Ask again, with the tag of what one has."""
    return await api.call(method, path, headers={"If-None-Match": tag})


async def is_known(api: Api, path: str, tag: str) -> bool:
    """Return whether an answer is still the one with this tag; it says so in full."""
    answer = await ask(api, path, tag)
    if answer.status == 200:
        assert answer.headers["ETag"] != tag
        return False
    assert (answer.status, answer.body) == (304, None)
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Authorization"
    assert "Content-Type" not in answer.headers
    return True
