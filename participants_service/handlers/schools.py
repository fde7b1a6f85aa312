"""The schools that a lead provider may train at."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.school_standings import SchoolCohort
from participants_service.domain.schools import SchoolId
from participants_service.handlers.answers import (
    LIST_DOCS,
    RECORD_DOCS,
    WALKING,
    answer_page,
    answer_record,
)
from participants_service.handlers.path_ids import path_id
from participants_service.handlers.queries import school_cohort, school_listing
from participants_service.schemas.place_listings import SchoolCohortQuery, SchoolsQuery
from participants_service.schemas.schools import SchoolPath, SchoolResponse, SchoolsResponse
from participants_service.services.errors import (
    BadCursorError,
    BadPageError,
    BadUpdatedSinceError,
    CohortNotGivenError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.schools import Schools
from shared.openapi import errors

SCHOOLS = web.AppKey("schools", Schools)
TAG = "Schools"

routes = web.RouteTableDef()


@routes.get("/api/v3/schools")
@docs(
    tags=[TAG],
    summary="List schools",
    description="The schools that are eligible, and those with a partnership for the cohort.\n\n"
    + WALKING,
    **LIST_DOCS,
)
@querystring_schema(SchoolsQuery)
@response_schema(SchoolsResponse, 200)
@errors(
    FilterNotAHashError, CohortNotGivenError, BadUpdatedSinceError, BadPageError, BadCursorError
)
async def list_schools(request: web.Request) -> web.Response:
    """Answer with a page of schools in a cohort, unless it is known already."""
    reader = request.app[SCHOOLS]
    return await answer_page(request, reader, school_listing(request))


@routes.get("/api/v3/schools/{school_id:[^/]+}")
@docs(tags=[TAG], summary="Get one school", **RECORD_DOCS)
@match_info_schema(SchoolPath)
@querystring_schema(SchoolCohortQuery)
@response_schema(SchoolResponse, 200)
@errors(FilterNotAHashError, CohortNotGivenError, NotFoundError)
async def get_school(request: web.Request) -> web.Response:
    """Answer with one school in a cohort; which one is asked for comes before whose id it is."""
    cohort = school_cohort(request)
    school = SchoolCohort(SchoolId(path_id(request, "school_id")), cohort)
    reader = request.app[SCHOOLS]
    return await answer_record(request, reader, school)
