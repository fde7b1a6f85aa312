"""The transfers of a lead provider's participants."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.partnerships import LeadProviderId
from participants_service.handlers.participants import participant_id
from participants_service.handlers.queries import people_listing
from participants_service.schemas.listings import PeopleQuery
from participants_service.schemas.participants import ParticipantPath
from participants_service.schemas.transfers import (
    ParticipantTransfersListResponse,
    ParticipantTransfersResponse,
)
from participants_service.services.errors import (
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participants import Transfers
from shared.auth.middleware import calling_provider
from shared.http.json import raw_json_response
from shared.openapi import errors

TRANSFERS = web.AppKey("transfers", Transfers)
TAG = "Transfers"

routes = web.RouteTableDef()


@routes.get("/api/v3/participants/transfers")
@docs(
    tags=[TAG],
    summary="List participants with transfers",
    description="Everybody who leaves or left a school where you train them, with the next school "
    "if one is known, or who comes or came from one to a school where you train them.",
)
@querystring_schema(PeopleQuery)
@response_schema(ParticipantTransfersListResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError)
async def list_transfers(request: web.Request) -> web.Response:
    """Answer with a page of the people whose moves concern the caller."""
    transfers = await request.app[TRANSFERS].list(
        people_listing(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":[%b]}' % transfers)


@routes.get("/api/v3/participants/{participant_id:[^/]+}/transfers")
@docs(tags=[TAG], summary="Get the transfers of one participant")
@match_info_schema(ParticipantPath)
@response_schema(ParticipantTransfersResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_transfers(request: web.Request) -> web.Response:
    """Answer with those of somebody's moves that concern the caller."""
    transfers = await request.app[TRANSFERS].get(
        participant_id(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":%b}' % transfers)
