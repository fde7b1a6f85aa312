"""The degrees of a trainee."""

from aiohttp import web
from aiohttp_apispec import docs, json_schema, match_info_schema, response_schema

from shared.http.json import raw_json_response
from shared.openapi import errors
from trainees_service.handlers.bodies import sent_data
from trainees_service.handlers.paths import TRAINEE_PATH, degree_of, provider_of, trainee_of
from trainees_service.schemas.degrees import (
    DegreeChangeRequestSchema,
    DegreePathSchema,
    DegreeRequestSchema,
    DegreeResponse,
    DegreesResponse,
    DuplicateDegreeSchema,
)
from trainees_service.schemas.examples import DEGREE_BODY
from trainees_service.schemas.trainee_paths import TraineePathSchema
from trainees_service.schemas.trainees import TraineeResponse
from trainees_service.services.degrees import Degrees
from trainees_service.services.errors import (
    DataMissingError,
    DegreeNotFoundError,
    DuplicateDegreeError,
    InvalidRecordError,
    TraineeNotFoundError,
)

DEGREES = web.AppKey("degrees", Degrees)
TAG = "Degrees"
_LIST_PATH = f"{TRAINEE_PATH}/degrees"
_ONE_PATH = f"{_LIST_PATH}/{{degree_id}}"

routes = web.RouteTableDef()


@routes.get(_LIST_PATH)
@docs(
    tags=[TAG], summary="List the degrees of a trainee", description="In the order of graduation."
)
@match_info_schema(TraineePathSchema)
@response_schema(DegreesResponse, 200, description="All of them, perhaps none.")
@errors(TraineeNotFoundError)
async def list_degrees(request: web.Request) -> web.Response:
    """Answer all degrees of a trainee."""
    degrees = await request.app[DEGREES].list(trainee_of(request), provider_id=provider_of(request))
    return raw_json_response(b'{"data":%b}' % degrees)


@routes.get(_ONE_PATH)
@docs(tags=[TAG], summary="Get a degree")
@match_info_schema(DegreePathSchema)
@response_schema(DegreeResponse, 200, description="The degree as it stands.")
@errors(TraineeNotFoundError, DegreeNotFoundError)
async def get_degree(request: web.Request) -> web.Response:
    """Answer one degree of a trainee."""
    degree = await request.app[DEGREES].get(
        degree_of(request), trainee_id=trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % degree)


@routes.post(_LIST_PATH)
@docs(
    tags=[TAG],
    summary="Add a degree",
    description="A degree that equals one the trainee has in subject, year, country, type and "
    "grade is refused with 409, whatever else is wrong with it.",
    response_headers={"Location": "Where the new degree is found."},
)
@match_info_schema(TraineePathSchema)
@json_schema(DegreeRequestSchema)
@response_schema(DegreeResponse, 201, description="The degree as added.")
@response_schema(DuplicateDegreeSchema, 409)
@errors(
    TraineeNotFoundError,
    InvalidRecordError("Subject can't be blank"),
    DuplicateDegreeError([DEGREE_BODY]),
    DataMissingError,
)
async def add_degree(request: web.Request) -> web.Response:
    """Add a degree to a trainee's record."""
    added = await request.app[DEGREES].add(
        await sent_data(request), trainee_id=trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(
        b'{"data":%b}' % added.body,
        status=201,
        headers={"Location": f"{request.path}/{added.degree_id}"},
    )


@routes.put(_ONE_PATH)
@routes.patch(_ONE_PATH)
@docs(
    tags=[TAG],
    summary="Change a degree",
    description="What is not sent stays. A type that is sent decides anew, with the country and "
    "institution sent beside it, whether it is a UK degree.",
)
@match_info_schema(DegreePathSchema)
@json_schema(DegreeChangeRequestSchema)
@response_schema(DegreeResponse, 200, description="The degree as changed.")
@response_schema(DuplicateDegreeSchema, 409)
@errors(
    TraineeNotFoundError,
    DegreeNotFoundError,
    InvalidRecordError("Subject can't be blank"),
    DuplicateDegreeError([DEGREE_BODY]),
    DataMissingError,
)
async def change_degree(request: web.Request) -> web.Response:
    """Change a degree of a trainee."""
    degree = await request.app[DEGREES].change(
        await sent_data(request),
        degree_of(request),
        trainee_id=trainee_of(request),
        provider_id=provider_of(request),
    )
    return raw_json_response(b'{"data":%b}' % degree)


@routes.delete(_ONE_PATH)
@docs(tags=[TAG], summary="Remove a degree")
@match_info_schema(DegreePathSchema)
@response_schema(TraineeResponse, 200, description="The trainee without the degree.")
@errors(TraineeNotFoundError, DegreeNotFoundError)
async def remove_degree(request: web.Request) -> web.Response:
    """Take a degree off a trainee's record."""
    body = await request.app[DEGREES].remove(
        degree_of(request), trainee_id=trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % body)
