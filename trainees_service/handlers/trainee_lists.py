"""The list of trainees."""

from dataclasses import asdict

import orjson
from aiohttp import web
from aiohttp_apispec import docs, querystring_schema, response_schema

from shared.auth.middleware import calling_provider
from shared.http.conditional import (
    ETAG_HEADER,
    IF_NONE_MATCH,
    NOT_MODIFIED,
    is_known,
    not_modified,
    tagged,
)
from shared.http.json import raw_json_response
from shared.http.links import LINK_HEADER, link_next
from shared.openapi import errors
from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.list_cursors import CURSOR_PARAMETER
from trainees_service.domain.list_queries import ListQuery
from trainees_service.domain.query_problems import InvalidQueryError
from trainees_service.handlers.trainees import TAG
from trainees_service.schemas.trainee_lists import TraineesQuerySchema, TraineesResponseSchema
from trainees_service.services.errors import NoTraineesFoundError, RefusedQueryError
from trainees_service.services.trainee_lists import TraineeLists, TraineePage

TRAINEE_LISTS = web.AppKey("trainee_lists", TraineeLists)

routes = web.RouteTableDef()


@routes.get("/api/v0.1/trainees")
@docs(
    tags=[TAG],
    summary="List trainees",
    description="Trainees of one academic cycle, page by page. Follow the links `next` rather "
    "than counting pages: such a walk keeps the order in which the trainees stood when it began, "
    "and comes to everybody who is there throughout exactly once, however many records change in "
    "the meantime. What it answers of them is up to date.",
    parameters=[IF_NONE_MATCH],
    responses=NOT_MODIFIED,
    response_headers={**ETAG_HEADER, **LINK_HEADER},
)
@querystring_schema(TraineesQuerySchema)
@response_schema(TraineesResponseSchema, 200, description="A page of the list.")
@errors(
    NoTraineesFoundError,
    RefusedQueryError(InvalidQueryError({"status": ("busy is not a valid status",)})),
)
async def list_trainees(request: web.Request) -> web.Response:
    """Answer with a page of the calling provider's trainees, unless the caller has it already."""
    lists, provider_id = request.app[TRAINEE_LISTS], ProviderId(calling_provider(request))
    query = lists.read(request.query.items())
    tag = await lists.tag(query, provider_id=provider_id)
    if is_known(request, tag):
        return not_modified(tag)
    page = await lists.page(query, provider_id=provider_id)
    return tagged(_page_response(request.path, query, page), tag)


def _page_response(path: str, query: ListQuery, page: TraineePage) -> web.Response:
    response = raw_json_response(
        b'{"data":[%b],"meta":%b}' % (page.bodies, orjson.dumps(asdict(page.meta)))
    )
    if page.next is None:
        return response
    return link_next(response, path, [*query.parameters, (CURSOR_PARAMETER, str(page.next))])
