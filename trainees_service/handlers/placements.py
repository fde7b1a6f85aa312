"""The placements of a trainee."""

from aiohttp import web
from aiohttp_apispec import docs, json_schema, match_info_schema, response_schema

from shared.http.json import raw_json_response
from shared.openapi import errors
from trainees_service.handlers.bodies import sent_data
from trainees_service.handlers.paths import TRAINEE_PATH, placement_of, provider_of, trainee_of
from trainees_service.schemas.placements import (
    PlacementPathSchema,
    PlacementRequestSchema,
    PlacementResponse,
    PlacementsResponse,
)
from trainees_service.schemas.trainee_paths import TraineePathSchema
from trainees_service.schemas.trainees import TraineeResponse
from trainees_service.services.errors import (
    DataMissingError,
    InvalidRecordError,
    PlacementNotFoundError,
    TraineeNotFoundError,
)
from trainees_service.services.placements import Placements

PLACEMENTS = web.AppKey("placements", Placements)
TAG = "Placements"
_LIST_PATH = f"{TRAINEE_PATH}/placements"
_ONE_PATH = f"{_LIST_PATH}/{{placement_id}}"

routes = web.RouteTableDef()


@routes.get(_LIST_PATH)
@docs(
    tags=[TAG],
    summary="List the placements of a trainee",
    description="In the order of their creation.",
)
@match_info_schema(TraineePathSchema)
@response_schema(PlacementsResponse, 200, description="All of them, perhaps none.")
@errors(TraineeNotFoundError)
async def list_placements(request: web.Request) -> web.Response:
    """Answer all placements of a trainee."""
    placements = await request.app[PLACEMENTS].list(
        trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % placements)


@routes.get(_ONE_PATH)
@docs(tags=[TAG], summary="Get a placement")
@match_info_schema(PlacementPathSchema)
@response_schema(PlacementResponse, 200, description="The placement as it stands.")
@errors(TraineeNotFoundError, PlacementNotFoundError)
async def get_placement(request: web.Request) -> web.Response:
    """Answer one placement of a trainee."""
    placement = await request.app[PLACEMENTS].get(
        placement_of(request), trainee_id=trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % placement)


@routes.post(_LIST_PATH)
@docs(
    tags=[TAG],
    summary="Add a placement",
    description="With a URN of the school register the placement is linked to the school and "
    "shows its name and postcode. The same placement may be added twice.",
    response_headers={"Location": "Where the new placement is found."},
)
@match_info_schema(TraineePathSchema)
@json_schema(PlacementRequestSchema)
@response_schema(PlacementResponse, 201, description="The placement as added.")
@errors(
    TraineeNotFoundError,
    InvalidRecordError("Name can't be blank"),
    DataMissingError,
)
async def add_placement(request: web.Request) -> web.Response:
    """Add a placement to a trainee's record."""
    added = await request.app[PLACEMENTS].add(
        await sent_data(request), trainee_id=trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(
        b'{"data":%b}' % added.body,
        status=201,
        headers={"Location": f"{request.path}/{added.placement_id}"},
    )


@routes.put(_ONE_PATH)
@routes.patch(_ONE_PATH)
@docs(
    tags=[TAG],
    summary="Change a placement",
    description="What is not sent stays. A placement in a school stays linked to it until another"
    " URN, a name or a postcode is sent.",
)
@match_info_schema(PlacementPathSchema)
@json_schema(PlacementRequestSchema)
@response_schema(PlacementResponse, 200, description="The placement as changed.")
@errors(
    TraineeNotFoundError,
    PlacementNotFoundError,
    InvalidRecordError("Name can't be blank"),
    DataMissingError,
)
async def change_placement(request: web.Request) -> web.Response:
    """Change a placement of a trainee."""
    placement = await request.app[PLACEMENTS].change(
        await sent_data(request),
        placement_of(request),
        trainee_id=trainee_of(request),
        provider_id=provider_of(request),
    )
    return raw_json_response(b'{"data":%b}' % placement)


@routes.delete(_ONE_PATH)
@docs(tags=[TAG], summary="Remove a placement")
@match_info_schema(PlacementPathSchema)
@response_schema(TraineeResponse, 200, description="The trainee without the placement.")
@errors(TraineeNotFoundError, PlacementNotFoundError)
async def remove_placement(request: web.Request) -> web.Response:
    """Take a placement off a trainee's record."""
    body = await request.app[PLACEMENTS].remove(
        placement_of(request), trainee_id=trainee_of(request), provider_id=provider_of(request)
    )
    return raw_json_response(b'{"data":%b}' % body)
