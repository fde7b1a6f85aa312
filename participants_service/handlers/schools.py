"""The schools that a lead provider may train at."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schools import SchoolId
from participants_service.handlers.path_ids import path_id
from participants_service.handlers.queries import school_cohort, school_listing
from participants_service.schemas.place_listings import SchoolCohortQuery, SchoolsQuery
from participants_service.schemas.schools import SchoolPath, SchoolResponse, SchoolsResponse
from participants_service.services.errors import (
    BadPageError,
    BadUpdatedSinceError,
    CohortNotGivenError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.schools import Schools
from shared.auth.middleware import calling_provider
from shared.http.json import raw_json_response
from shared.openapi import errors

SCHOOLS = web.AppKey("schools", Schools)
TAG = "Schools"

routes = web.RouteTableDef()


@routes.get("/api/v3/schools")
@docs(
    tags=[TAG],
    summary="List schools",
    description="The schools that are eligible, and those that have a partnership for the cohort.",
)
@querystring_schema(SchoolsQuery)
@response_schema(SchoolsResponse, 200)
@errors(FilterNotAHashError, CohortNotGivenError, BadUpdatedSinceError, BadPageError)
async def list_schools(request: web.Request) -> web.Response:
    """Answer with a page of schools in a cohort."""
    schools = await request.app[SCHOOLS].list(
        school_listing(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":[%b]}' % schools)


@routes.get("/api/v3/schools/{school_id:[^/]+}")
@docs(tags=[TAG], summary="Get one school")
@match_info_schema(SchoolPath)
@querystring_schema(SchoolCohortQuery)
@response_schema(SchoolResponse, 200)
@errors(FilterNotAHashError, CohortNotGivenError, NotFoundError)
async def get_school(request: web.Request) -> web.Response:
    """Answer with one school in a cohort; which one is asked for comes before whose id it is."""
    cohort = school_cohort(request)
    school = await request.app[SCHOOLS].get(
        SchoolId(path_id(request, "school_id")),
        cohort,
        lead_provider_id=LeadProviderId(calling_provider(request)),
    )
    return raw_json_response(b'{"data":%b}' % school)
