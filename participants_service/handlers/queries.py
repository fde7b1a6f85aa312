"""From query strings to what services take, or to the error that the contract has for them."""

from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from marshmallow import ValidationError

from participants_service.domain.listings import ParticipantListing
from participants_service.schemas.listings import PagedQuery, ParticipantsQuery
from participants_service.schemas.query_strings import QueryString
from participants_service.services.errors import (
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
)

_PARTICIPANTS = ParticipantsQuery()


@web.middleware
async def refuse_other_filters(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse `filter` without brackets on every endpoint, whether it takes filters or not.

    This comes after authentication and before whatever else a request may have wrong.
    """
    is_routed = request.match_info.http_exception is None
    if is_routed and request.query_string and not _query(request).is_group("filter"):
        raise FilterNotAHashError
    return await handler(request)


def participant_listing(request: web.Request) -> ParticipantListing:
    """Read which participants are asked for."""
    listing: ParticipantListing = _load(_PARTICIPANTS, request)
    return listing


def _load(schema: PagedQuery, request: web.Request) -> Any:
    query = _query(request)
    try:
        listing = schema.load(query.values())
    except ValidationError as error:
        if "filter[updated_since]" in error.messages:
            raise BadUpdatedSinceError from error
        raise BadPageError from error
    if not query.is_group("page"):
        raise BadPageError
    return listing


def _query(request: web.Request) -> QueryString:
    return QueryString(request.rel_url.raw_query_string)
