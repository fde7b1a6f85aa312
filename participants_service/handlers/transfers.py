"""The transfers of a lead provider's participants."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.handlers.answers import (
    LIST_DOCS,
    RECORD_DOCS,
    WALKING,
    answer_page,
    answer_record,
)
from participants_service.handlers.participants import participant_id
from participants_service.handlers.queries import transfer_listing
from participants_service.schemas.listings import TransfersQuery
from participants_service.schemas.participants import ParticipantPath
from participants_service.schemas.transfers import (
    ParticipantTransfersListResponse,
    ParticipantTransfersResponse,
)
from participants_service.services.errors import (
    BadCursorError,
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participants import Transfers
from shared.openapi import errors

TRANSFERS = web.AppKey("transfers", Transfers)
TAG = "Transfers"

routes = web.RouteTableDef()


@routes.get("/api/v3/participants/transfers")
@docs(
    tags=[TAG],
    summary="List participants with transfers",
    description="Everybody who leaves or left a school where you train them, with the next school "
    "if one is known, or who comes or came from one to a school where you train them.\n\n"
    + WALKING,
    **LIST_DOCS,
)
@querystring_schema(TransfersQuery)
@response_schema(ParticipantTransfersListResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError, BadCursorError)
async def list_transfers(request: web.Request) -> web.Response:
    """Answer with a page of whose moves concern the caller, unless it is known already."""
    reader = request.app[TRANSFERS]
    return await answer_page(request, reader, transfer_listing(request))


@routes.get("/api/v3/participants/{participant_id:[^/]+}/transfers")
@docs(tags=[TAG], summary="Get the transfers of one participant", **RECORD_DOCS)
@match_info_schema(ParticipantPath)
@response_schema(ParticipantTransfersResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_transfers(request: web.Request) -> web.Response:
    """Answer with those of somebody's moves that concern the caller, unless it is known already."""
    reader = request.app[TRANSFERS]
    return await answer_record(request, reader, participant_id(request))
