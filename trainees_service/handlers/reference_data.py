"""Reference data: the codes that validation accepts, for everybody."""

from functools import cache

import orjson
from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from shared.http.conditional import ETAG_HEADER, IF_NONE_MATCH, NOT_MODIFIED
from shared.http.json import CONTENT_TYPE
from shared.http.published import Published
from shared.openapi import errors
from trainees_service.domain.reference_fields import REFERENCE_FIELDS
from trainees_service.domain.sent import is_blank
from trainees_service.schemas.reference_data import (
    ReferenceCodeSchema,
    ReferenceDataQuery,
    ReferenceDataResponse,
    ReferenceFieldPathSchema,
    ReferenceFieldResponse,
)
from trainees_service.services.errors import ReferenceFieldNotFoundError

TAG = "Reference data"
_DESCRIPTION = """
Exactly the codes that are accepted, in the order in which messages about other codes list them.
They change with a release of the service only, so an answer may be kept for a day.

- A code is accepted as it is written here: capitals matter, and so do blanks around it.
- Route `12` is refused for training that began before August 2022.
- The first subject of a course for primary schools is always stored as `100511`, primary teaching;
  the codes sent are checked all the same.
- An institution that is not listed is accepted too: the degree then counts as one of another UK
  institution, and is answered with that institution's uuid and without a code.
- A subject or a grade of a degree that is not listed counts as blank. That is refused, except for
  the grade of a degree from outside the UK.
- A reason for withdrawal is accepted with the triggers it names.
"""
_HEADERS = {**ETAG_HEADER, "Cache-Control": "Anybody may keep the answer, for a day."}
_A_DAY = 24 * 60 * 60

routes = web.RouteTableDef()


@routes.get("/api/v0.1/reference-data")
@docs(
    tags=[TAG],
    summary="List the codes of all fields",
    description=_DESCRIPTION.strip(),
    parameters=[IF_NONE_MATCH],
    responses={
        200: {
            "description": "The codes by field, or those of the one field that was asked for.",
            "schema": {"oneOf": [ReferenceDataResponse, ReferenceFieldResponse]},
            "example": ReferenceDataResponse.example,
        },
        **NOT_MODIFIED,
    },
    response_headers=_HEADERS,
    security=[],
)
@querystring_schema(ReferenceDataQuery)
@errors(ReferenceFieldNotFoundError("shoe_size"))
async def list_reference_data(request: web.Request) -> web.Response:
    """Answer the codes of every field, or of the one in the query string."""
    field = request.query.get("field")
    return _published(None if is_blank(field) else field).answer(request)


# Braces are as good as any other characters of an unknown field.
@routes.get("/api/v0.1/reference-data/{field:[^/]+}")
@docs(
    tags=[TAG],
    summary="List the codes of a field",
    parameters=[IF_NONE_MATCH],
    responses=NOT_MODIFIED,
    response_headers=_HEADERS,
    security=[],
)
@match_info_schema(ReferenceFieldPathSchema)
@response_schema(ReferenceFieldResponse, 200, description="The codes that the field takes.")
@errors(ReferenceFieldNotFoundError("shoe_size"))
async def list_reference_codes(request: web.Request) -> web.Response:
    """Answer the codes of one field."""
    return _published(request.match_info["field"]).answer(request)


def is_reference_data(request: web.Request) -> bool:
    """Tell whether the request is for reference data, which asks for no token."""
    return request.match_info.handler in (list_reference_data, list_reference_codes)


@cache
def _published(field: str | None) -> Published:
    """Return what is sent for a field, or for all of them; made when first asked for."""
    if field is not None and field not in REFERENCE_FIELDS:
        raise ReferenceFieldNotFoundError(field)
    rendered = {
        name: ReferenceCodeSchema().dump(codes, many=True)
        for name, codes in REFERENCE_FIELDS.items()
        if field in (None, name)
    }
    return Published(
        orjson.dumps({"data": rendered if field is None else rendered[field]}),
        content_type=CONTENT_TYPE,
        caching=f"public, max-age={_A_DAY}",
    )
