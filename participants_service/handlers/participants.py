"""The participants of a lead provider."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.teachers import ParticipantId
from participants_service.handlers.answers import (
    LIST_DOCS,
    RECORD_DOCS,
    WALKING,
    answer_page,
    answer_record,
)
from participants_service.handlers.path_ids import path_id
from participants_service.handlers.queries import participant_listing
from participants_service.schemas.listings import ParticipantsQuery
from participants_service.schemas.participants import (
    ParticipantPath,
    ParticipantResponse,
    ParticipantsResponse,
)
from participants_service.services.errors import (
    BadCursorError,
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participants import Participants
from shared.openapi import errors

PARTICIPANTS = web.AppKey("participants", Participants)
TAG = "Participants"

routes = web.RouteTableDef()


@routes.get("/api/v3/participants")
@docs(tags=[TAG], summary="List participants", description=WALKING, **LIST_DOCS)
@querystring_schema(ParticipantsQuery)
@response_schema(ParticipantsResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError, BadCursorError)
async def list_participants(request: web.Request) -> web.Response:
    """Answer with a page of those whom the caller sees, unless it is known already."""
    reader = request.app[PARTICIPANTS]
    return await answer_page(request, reader, participant_listing(request))


@routes.get("/api/v3/participants/{participant_id:[^/]+}")
@docs(tags=[TAG], summary="Get one participant", **RECORD_DOCS)
@match_info_schema(ParticipantPath)
@response_schema(ParticipantResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_participant(request: web.Request) -> web.Response:
    """Answer with one participant whom the caller sees, unless it is known already."""
    reader = request.app[PARTICIPANTS]
    return await answer_record(request, reader, participant_id(request))


def participant_id(request: web.Request) -> ParticipantId:
    """Read the id in the path."""
    return ParticipantId(path_id(request, "participant_id"))
