"""Trainees: registering, reading and correcting them."""

from aiohttp import web
from aiohttp_apispec import docs, json_schema, match_info_schema, response_schema

from shared.http.conditional import (
    ETAG_HEADER,
    IF_NONE_MATCH,
    NOT_MODIFIED,
    is_known,
    not_modified,
    tagged,
)
from shared.http.json import raw_json_response
from shared.openapi import errors
from trainees_service.handlers.bodies import sent_data
from trainees_service.handlers.paths import TRAINEE_PATH, TRAINEES_PATH, provider_of, trainee_of
from trainees_service.schemas.corrections import CorrectionRequestSchema
from trainees_service.schemas.examples import TRAINEE_BODY
from trainees_service.schemas.registrations import RegistrationRequestSchema
from trainees_service.schemas.trainee_paths import TraineePathSchema
from trainees_service.schemas.trainees import (
    DuplicateTraineeSchema,
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


@routes.post(TRAINEES_PATH)
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
        await sent_data(request), provider_id=provider_of(request)
    )
    return raw_json_response(
        b'{"data":%b}' % registered.body,
        status=201,
        headers={"Location": f"{request.path}/{registered.trainee_id}"},
    )


@routes.get(TRAINEE_PATH)
@docs(
    tags=[TAG],
    summary="Get a trainee",
    parameters=[IF_NONE_MATCH],
    responses=NOT_MODIFIED,
    response_headers=ETAG_HEADER,
)
@match_info_schema(TraineePathSchema)
@response_schema(TraineeResponse, 200, description="The trainee as it stands.")
@errors(TraineeNotFoundError)
async def get_trainee(request: web.Request) -> web.Response:
    """Answer one of the calling provider's trainees, unless the caller has it already."""
    trainees, wanted = request.app[TRAINEES], trainee_of(request)
    provider_id = provider_of(request)
    if request.if_none_match is not None:
        tag = await trainees.tag(wanted, provider_id=provider_id)
        if is_known(request, tag):
            return not_modified(tag)
    trainee = await trainees.get(wanted, provider_id=provider_id)
    return tagged(raw_json_response(b'{"data":%b}' % trainee.body), trainee.tag)


@routes.put(TRAINEE_PATH)
@routes.patch(TRAINEE_PATH)
@docs(
    tags=[TAG],
    summary="Correct a trainee",
    description="What is sent is laid over the record; what is not sent stays. Then the whole is "
    "judged as if it were registered now, and if anything is wrong nothing changes. `null` changes "
    "nothing, except that it takes away `ethnicity`, `lead_partner_urn`, `lead_partner_ukprn`, "
    '`employing_school_urn` and disabilities; `""` clears any optional member. Placements and '
    "degrees have addresses of their own and are ignored here.",
)
@match_info_schema(TraineePathSchema)
@json_schema(CorrectionRequestSchema)
@response_schema(TraineeResponse, 200, description="The trainee as corrected.")
@errors(
    TraineeNotFoundError,
    InvalidTraineeError("Last name can't be blank"),
    DataMissingError,
)
async def correct_trainee(request: web.Request) -> web.Response:
    """Correct one of the calling provider's trainees."""
    body = await request.app[TRAINEES].correct(
        await sent_data(request), trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % body)
