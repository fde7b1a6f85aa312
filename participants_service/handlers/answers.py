"""Answers that a lead provider may have already: pages of lists, and single records."""

from typing import Any, Final, Protocol, TypeVar

from aiohttp import web

from participants_service.domain.list_cursors import CURSOR_PARAMETER
from participants_service.domain.partnerships import LeadProviderId
from participants_service.handlers.queries import page_parameters
from participants_service.services.list_pages import SeenPage, SeenRecord
from shared.auth.middleware import calling_provider
from shared.http.conditional import (
    ETAG_HEADER,
    IF_NONE_MATCH,
    NOT_MODIFIED,
    is_known,
    not_modified,
    tagged,
)
from shared.http.json import raw_json_response
from shared.http.links import LINK_HEADER, link_next

RECORD_DOCS: Final[dict[str, Any]] = {
    "parameters": [IF_NONE_MATCH],
    "responses": NOT_MODIFIED,
    "response_headers": ETAG_HEADER,
}
"""What `docs` says of every single record."""

LIST_DOCS: Final[dict[str, Any]] = {
    **RECORD_DOCS,
    "response_headers": {**ETAG_HEADER, **LINK_HEADER},
}
"""What `docs` says of every list."""

WALKING: Final = (
    "Follow the links `next` rather than counting pages: such a walk misses nobody who is there "
    "throughout, whatever changes in the meantime."
)
"""What the description of every list says of walks."""

ListingT = TypeVar("ListingT")
ListingT_contra = TypeVar("ListingT_contra", contravariant=True)
KeyT = TypeVar("KeyT")
KeyT_contra = TypeVar("KeyT_contra", contravariant=True)


class ListReader(Protocol[ListingT_contra]):
    """What reads the pages of a list."""

    async def page_tag(
        self, listing: ListingT_contra, *, lead_provider_id: LeadProviderId
    ) -> str | None:
        """Return the tag that the page would have; None if only reading it can tell."""

    async def list(self, listing: ListingT_contra, *, lead_provider_id: LeadProviderId) -> SeenPage:
        """Return a page."""


class RecordReader(Protocol[KeyT_contra]):
    """What reads single records."""

    async def tag(self, key: KeyT_contra, /, *, lead_provider_id: LeadProviderId) -> str | None:
        """Return the tag that the record would have; None if only reading it can tell."""

    async def get(self, key: KeyT_contra, /, *, lead_provider_id: LeadProviderId) -> SeenRecord:
        """Return a record."""


async def answer_page(
    request: web.Request, reader: ListReader[ListingT], listing: ListingT
) -> web.Response:
    """Answer with a page, unless the caller has it already."""
    lead_provider_id = LeadProviderId(calling_provider(request))
    if request.if_none_match is not None:
        tag = await reader.page_tag(listing, lead_provider_id=lead_provider_id)
        if tag is not None and is_known(request, tag):
            return not_modified(tag)
    page = await reader.list(listing, lead_provider_id=lead_provider_id)
    if is_known(request, page.tag):
        return not_modified(page.tag)
    response = tagged(raw_json_response(b'{"data":[%b]}' % page.bodies), page.tag)
    if page.next is None:
        return response
    parameters = [*page_parameters(request), (CURSOR_PARAMETER, str(page.next))]
    return link_next(response, request.path, parameters)


async def answer_record(
    request: web.Request, reader: RecordReader[KeyT], key: KeyT
) -> web.Response:
    """Answer with a record, unless the caller has it already."""
    lead_provider_id = LeadProviderId(calling_provider(request))
    if request.if_none_match is not None:
        tag = await reader.tag(key, lead_provider_id=lead_provider_id)
        if tag is not None and is_known(request, tag):
            return not_modified(tag)
    record = await reader.get(key, lead_provider_id=lead_provider_id)
    if is_known(request, record.tag):
        return not_modified(record.tag)
    return tagged(raw_json_response(b'{"data":%b}' % record.body), record.tag)
