"""What providers do about a trainee's course."""

from aiohttp import web
from aiohttp_apispec import docs, json_schema, match_info_schema, response_schema

from shared.http.json import raw_json_response
from shared.openapi import errors
from trainees_service.handlers.bodies import sent_data
from trainees_service.handlers.paths import TRAINEE_PATH, provider_of, trainee_of
from trainees_service.schemas.trainee_actions import (
    DeferralRequestSchema,
    RecommendationRequestSchema,
    WithdrawalRequestSchema,
)
from trainees_service.schemas.trainee_paths import TraineePathSchema
from trainees_service.schemas.trainees import TraineeResponse
from trainees_service.services.errors import (
    DataMissingError,
    InvalidRecordError,
    StateForbidsError,
    TraineeNotFoundError,
)
from trainees_service.services.trainee_actions import TraineeActions

TRAINEE_ACTIONS = web.AppKey("trainee_actions", TraineeActions)
TAG = "Course of training"

routes = web.RouteTableDef()


@routes.post(f"{TRAINEE_PATH}/defer")
@docs(
    tags=[TAG],
    summary="Defer a trainee",
    description="While `submitted_for_trn` or `trn_received`. Training goes on when the "
    "department reinstates the trainee.",
)
@match_info_schema(TraineePathSchema)
@json_schema(DeferralRequestSchema)
@response_schema(TraineeResponse, 200, description="The trainee, deferred.")
@errors(TraineeNotFoundError, InvalidRecordError("defer_date can't be blank"), DataMissingError)
async def defer_trainee(request: web.Request) -> web.Response:
    """Note that a trainee's training stops for a while."""
    body = await request.app[TRAINEE_ACTIONS].defer(
        await sent_data(request), trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % body)


@routes.post(f"{TRAINEE_PATH}/withdraw")
@docs(
    tags=[TAG],
    summary="Withdraw a trainee",
    description="Once the course has begun, while `submitted_for_trn`, `trn_received` or "
    "`deferred`. Which reasons fit depends on the trigger.",
)
@match_info_schema(TraineePathSchema)
@json_schema(WithdrawalRequestSchema)
@response_schema(TraineeResponse, 200, description="The trainee, withdrawn.")
@errors(
    TraineeNotFoundError,
    StateForbidsError,
    InvalidRecordError("Withdraw date Choose a withdrawal date"),
    DataMissingError,
)
async def withdraw_trainee(request: web.Request) -> web.Response:
    """Note that a trainee leaves the course."""
    body = await request.app[TRAINEE_ACTIONS].withdraw(
        await sent_data(request), trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % body)


@routes.post(f"{TRAINEE_PATH}/recommend-for-qts")
@docs(
    tags=[TAG],
    summary="Recommend a trainee for qualified teacher status",
    description="Once a TRN is there. The award itself follows when it is confirmed.",
)
@match_info_schema(TraineePathSchema)
@json_schema(RecommendationRequestSchema)
@response_schema(TraineeResponse, 202, description="The trainee, recommended for the award.")
@errors(
    TraineeNotFoundError,
    InvalidRecordError("qts_standards_met_date must not be in the future"),
    DataMissingError,
)
async def recommend_trainee(request: web.Request) -> web.Response:
    """Recommend a trainee for the award."""
    body = await request.app[TRAINEE_ACTIONS].recommend(
        await sent_data(request), trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % body, status=202)
