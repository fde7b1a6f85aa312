"""Trainees: registering and reading them."""

from aiohttp import web
from aiohttp_apispec import docs, json_schema, match_info_schema, response_schema

from shared.auth.middleware import calling_provider
from shared.http.bodies import read_json
from shared.http.json import raw_json_response
from shared.openapi import errors
from trainees_service.domain.identifiers import ProviderId, TraineeId, is_identifier
from trainees_service.handlers.bodies import required_data
from trainees_service.schemas.examples import TRAINEE_BODY
from trainees_service.schemas.registrations import RegistrationRequestSchema
from trainees_service.schemas.trainees import (
    DuplicateTraineeSchema,
    TraineePathSchema,
    TraineeResponse,
)
from trainees_service.services.errors import (
    DataMissingError,
    DuplicateTraineeError,
    InvalidTraineeError,
    TraineeNotFoundError,
)
from trainees_service.services.trainees import Trainees

TRAINEES = web.AppKey("trainees", Trainees)
TAG = "Trainees"

routes = web.RouteTableDef()


@routes.post("/api/v0.1/trainees")
@docs(
    tags=[TAG],
    summary="Register a trainee",
    description="The trainee is submitted for a TRN, which appears in the record as soon as it "
    "is allocated. Codes are strings: leading zeros count. All faults that one stage of the "
    "rules finds are answered together, in the order of the fields.",
    response_headers={"Location": "Where the new trainee is found."},
)
@json_schema(RegistrationRequestSchema)
@response_schema(TraineeResponse, 201, description="The trainee as registered.")
@response_schema(DuplicateTraineeSchema, 409)
@errors(
    InvalidTraineeError("First names can't be blank"),
    DataMissingError,
    DuplicateTraineeError([TRAINEE_BODY]),
)
async def register_trainee(request: web.Request) -> web.Response:
    """Register a trainee of the calling provider."""
    registered = await request.app[TRAINEES].register(
        required_data(await read_json(request)),
        provider_id=ProviderId(calling_provider(request)),
    )
    return raw_json_response(
        b'{"data":%b}' % registered.body,
        status=201,
        headers={"Location": f"{request.path}/{registered.trainee_id}"},
    )


@routes.get("/api/v0.1/trainees/{trainee_id}")
@docs(tags=[TAG], summary="Get a trainee")
@match_info_schema(TraineePathSchema)
@response_schema(TraineeResponse, 200, description="The trainee as it stands.")
@errors(TraineeNotFoundError)
async def get_trainee(request: web.Request) -> web.Response:
    """Answer one of the calling provider's trainees."""
    body = await request.app[TRAINEES].get(
        trainee_id(request), provider_id=ProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":%b}' % body)


def trainee_id(request: web.Request) -> TraineeId:
    """Read the id in the path; what cannot be one is nobody's."""
    text = request.match_info["trainee_id"]
    if not is_identifier(text):
        raise TraineeNotFoundError
    return TraineeId(text)
