"""The participants of a lead provider."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.handlers.path_ids import path_id
from participants_service.handlers.queries import participant_listing
from participants_service.schemas.listings import ParticipantsQuery
from participants_service.schemas.participants import (
    ParticipantPath,
    ParticipantResponse,
    ParticipantsResponse,
)
from participants_service.services.errors import (
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participants import Participants
from shared.auth.middleware import calling_provider
from shared.http.json import raw_json_response
from shared.openapi import errors

PARTICIPANTS = web.AppKey("participants", Participants)
TAG = "Participants"

routes = web.RouteTableDef()


@routes.get("/api/v3/participants")
@docs(tags=[TAG], summary="List participants")
@querystring_schema(ParticipantsQuery)
@response_schema(ParticipantsResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError)
async def list_participants(request: web.Request) -> web.Response:
    """Answer with a page of the participants whom the caller sees."""
    participants = await request.app[PARTICIPANTS].list(
        participant_listing(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":[%b]}' % participants)


@routes.get("/api/v3/participants/{participant_id:[^/]+}")
@docs(tags=[TAG], summary="Get one participant")
@match_info_schema(ParticipantPath)
@response_schema(ParticipantResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_participant(request: web.Request) -> web.Response:
    """Answer with one participant whom the caller sees."""
    participant = await request.app[PARTICIPANTS].get(
        participant_id(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":%b}' % participant)


def participant_id(request: web.Request) -> ParticipantId:
    """Read the id in the path."""
    return ParticipantId(path_id(request, "participant_id"))
