"""Answering a request for changes, or saying that the caller has the answer already."""

from typing import Protocol
from uuid import UUID

from aiohttp import web

from shared.changes.pages import ChangesPage
from shared.changes.queries import ChangesQuery
from shared.http.conditional import entity_tag, is_known, not_modified, tagged
from shared.http.json import raw_json_response


class Changes(Protocol):
    """Reads journals, like the change feed itself or what a service puts before it."""

    async def head(self, provider_id: UUID) -> int:
        """Return the last position of the provider's journal; 0 when it has not begun."""

    async def page(self, query: ChangesQuery, *, provider_id: UUID) -> ChangesPage:
        """Return the entries after a position, or raise a refusal of it."""


async def answer_changes(
    request: web.Request, changes: Changes, query: ChangesQuery, *, provider_id: UUID
) -> web.Response:
    """Answer with a page, or with 304 if the journal ends where it did in the caller's answer.

    That is found out from the head alone, and before any entry is read: an answer is never named
    after a head that it does not reach.
    """
    if request.if_none_match:
        tag = _tag(await changes.head(provider_id), query, provider_id)
        if is_known(request, tag):
            return not_modified(tag)
    page = await changes.page(query, provider_id=provider_id)
    return tagged(raw_json_response(page.as_json()), _tag(page.head, query, provider_id))


def _tag(head: int, query: ChangesQuery, provider_id: UUID) -> str:
    # Two providers ask at the same address, and their positions are numbered alike.
    return entity_tag(str(provider_id), head, query.after, query.limit, query.resources)
