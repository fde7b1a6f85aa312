"""The change feed of everything that a lead provider sees."""

from aiohttp import web
from aiohttp_apispec import docs, querystring_schema, response_schema

from participants_service.handlers.queries import changes_query
from participants_service.schemas.change_queries import ProviderChangesQuery
from participants_service.schemas.changes import RECORDS, ChangesResponseSchema
from participants_service.services.changes import ProviderChanges
from participants_service.services.errors import (
    BadLimitError,
    BadPositionError,
    BadResourceError,
    FilterNotAHashError,
    ForgottenChangesError,
    NoSuchPositionError,
)
from shared.auth.middleware import calling_provider
from shared.changes.answers import answer_changes
from shared.http.conditional import ETAG_HEADER, IF_NONE_MATCH, NOT_MODIFIED
from shared.openapi import errors

CHANGES = web.AppKey("changes", ProviderChanges)
TAG = "Changes"

routes = web.RouteTableDef()


@routes.get("/api/v3/changes")
@docs(
    tags=[TAG],
    summary="Read what has happened",
    description="Every change of what you see has an entry in your journal, numbered without gaps "
    "in the order in which the changes took effect; what dates change by themselves is among "
    "them from midnight in London on. Ask for what comes `after` the position you have read up "
    "to, and keep that position together with what you made of the entries: nothing is ever "
    "added at or before it. While `has_more` is true, go on from the last entry; then wait a "
    "while and go on from `meta.position`, which is the end of the whole journal even where "
    "`filter[resource]` leaves positions out. A school has an entry for each cohort, named in "
    "`cohort`. To begin, read from position 0, which is before the first entry whatever its "
    "number, or note `meta.position` first, read all lists next, and go on from there. Entries "
    "are kept for a limited time, and where a backup had to be restored, positions go on from a "
    "far higher one: from a position before that, and from 0 once the first entry is not kept, "
    "410 says how to begin anew. The clock of a sandbox changes nothing here: journals and "
    "`updated_at` follow the real one.",
    parameters=[IF_NONE_MATCH],
    responses=NOT_MODIFIED,
    response_headers=ETAG_HEADER,
)
@querystring_schema(ProviderChangesQuery)
@response_schema(ChangesResponseSchema, 200)
@errors(
    FilterNotAHashError,
    BadPositionError,
    BadLimitError,
    BadResourceError(RECORDS),
    NoSuchPositionError(head=18),
    ForgottenChangesError(0, head=18),
)
async def list_changes(request: web.Request) -> web.Response:
    """Answer what has happened after a position to everything that the caller sees."""
    return await answer_changes(
        request,
        request.app[CHANGES],
        changes_query(request),
        provider_id=calling_provider(request),
    )
