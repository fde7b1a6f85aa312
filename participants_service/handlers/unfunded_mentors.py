"""The mentors of a lead provider's ECTs whom it does not train."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.partnerships import LeadProviderId
from participants_service.handlers.participants import participant_id
from participants_service.handlers.queries import people_listing
from participants_service.schemas.listings import PeopleQuery
from participants_service.schemas.participants import ParticipantPath
from participants_service.schemas.unfunded_mentors import (
    UnfundedMentorResponse,
    UnfundedMentorsResponse,
)
from participants_service.services.errors import (
    BadPageError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participants import UnfundedMentors
from shared.auth.middleware import calling_provider
from shared.http.json import raw_json_response
from shared.openapi import errors

UNFUNDED_MENTORS = web.AppKey("unfunded_mentors", UnfundedMentors)
TAG = "Unfunded mentors"

routes = web.RouteTableDef()


@routes.get("/api/v3/unfunded-mentors")
@docs(
    tags=[TAG],
    summary="List unfunded mentors",
    description="Current and next mentors of ECTs whom you train, as long as you have never "
    "trained the mentors themselves in either role. Others may train them, or nobody.",
)
@querystring_schema(PeopleQuery)
@response_schema(UnfundedMentorsResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError)
async def list_unfunded_mentors(request: web.Request) -> web.Response:
    """Answer with a page of the unfunded mentors whom the caller sees."""
    mentors = await request.app[UNFUNDED_MENTORS].list(
        people_listing(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":[%b]}' % mentors)


@routes.get("/api/v3/unfunded-mentors/{participant_id:[^/]+}")
@docs(tags=[TAG], summary="Get one unfunded mentor")
@match_info_schema(ParticipantPath)
@response_schema(UnfundedMentorResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_unfunded_mentor(request: web.Request) -> web.Response:
    """Answer with one unfunded mentor whom the caller sees."""
    mentor = await request.app[UNFUNDED_MENTORS].get(
        participant_id(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":%b}' % mentor)
