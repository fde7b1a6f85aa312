"""The change feed of trainees."""

from aiohttp import web
from aiohttp_apispec import docs, querystring_schema, response_schema

from shared.auth.middleware import calling_provider
from shared.changes.answers import answer_changes
from shared.changes.feed import ChangeFeed
from shared.changes.queries import ChangesQuery
from shared.changes.schemas import ChangesQuerySchema
from shared.http.conditional import ETAG_HEADER, IF_NONE_MATCH, NOT_MODIFIED
from shared.openapi import errors
from trainees_service.domain.change_queries import read_changes_query
from trainees_service.domain.query_problems import InvalidQueryError
from trainees_service.schemas.changes import ChangesResponseSchema
from trainees_service.services.errors import (
    ForgottenChangesError,
    NoSuchPositionError,
    RefusedQueryError,
)

CHANGES = web.AppKey("changes", ChangeFeed)
TAG = "Changes"

routes = web.RouteTableDef()


@routes.get("/api/v0.1/changes")
@docs(
    tags=[TAG],
    summary="Read what has happened",
    description="Every change of what you see has an entry in your journal, numbered without gaps "
    "in the order in which the changes took effect. Ask for what comes `after` the position you "
    "have read up to, and keep that position together with what you made of the entries: nothing "
    "is ever added at or before it. While `has_more` is true, go on from the last entry; then "
    "wait a while and go on from `meta.position`. To begin, read from position 0, which is before "
    "the first entry whatever its number, or note `meta.position` first, read all trainees next, "
    "and go on from there. Entries are kept for a limited time, and where a backup had to be "
    "restored, positions go on from a far higher one: from a position before that, and from 0 once "
    "the first entry is not kept, 410 says how to begin anew.",
    parameters=[IF_NONE_MATCH],
    responses=NOT_MODIFIED,
    response_headers=ETAG_HEADER,
)
@querystring_schema(ChangesQuerySchema)
@response_schema(ChangesResponseSchema, 200)
@errors(
    NoSuchPositionError(head=18),
    ForgottenChangesError(0, head=18),
    RefusedQueryError(InvalidQueryError({"after": ("x is not a valid position",)})),
)
async def list_changes(request: web.Request) -> web.Response:
    """Answer what has happened to the calling provider's trainees after a position."""
    return await answer_changes(
        request,
        request.app[CHANGES],
        changes_query(request),
        provider_id=calling_provider(request),
    )


def changes_query(request: web.Request) -> ChangesQuery:
    """Read which part of the journal is asked for."""
    try:
        return read_changes_query(request.query.items())
    except InvalidQueryError as error:
        raise RefusedQueryError(error) from error
