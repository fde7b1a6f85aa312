"""The mentors of a lead provider's ECTs whom it does not train."""

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
from participants_service.handlers.queries import unfunded_mentor_listing
from participants_service.schemas.listings import UnfundedMentorsQuery
from participants_service.schemas.participants import ParticipantPath
from participants_service.schemas.unfunded_mentors import (
    UnfundedMentorResponse,
    UnfundedMentorsResponse,
)
from participants_service.services.errors import (
    BadCursorError,
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participants import UnfundedMentors
from shared.openapi import errors

UNFUNDED_MENTORS = web.AppKey("unfunded_mentors", UnfundedMentors)
TAG = "Unfunded mentors"

routes = web.RouteTableDef()


@routes.get("/api/v3/unfunded-mentors")
@docs(
    tags=[TAG],
    summary="List unfunded mentors",
    description="Current and next mentors of ECTs whom you train, as long as you have never "
    "trained the mentors themselves in either role. Others may train them, or nobody.\n\n"
    + WALKING,
    **LIST_DOCS,
)
@querystring_schema(UnfundedMentorsQuery)
@response_schema(UnfundedMentorsResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError, BadCursorError)
async def list_unfunded_mentors(request: web.Request) -> web.Response:
    """Answer with a page of mentors whom the caller sees, unless it is known already."""
    reader = request.app[UNFUNDED_MENTORS]
    return await answer_page(request, reader, unfunded_mentor_listing(request))


@routes.get("/api/v3/unfunded-mentors/{participant_id:[^/]+}")
@docs(tags=[TAG], summary="Get one unfunded mentor", **RECORD_DOCS)
@match_info_schema(ParticipantPath)
@response_schema(UnfundedMentorResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_unfunded_mentor(request: web.Request) -> web.Response:
    """Answer with one unfunded mentor whom the caller sees, unless it is known already."""
    reader = request.app[UNFUNDED_MENTORS]
    return await answer_record(request, reader, participant_id(request))
