"""Whose record, and which one, a request is about."""

from aiohttp import web

from shared.auth.middleware import calling_provider
from trainees_service.domain.identifiers import (
    DegreeId,
    PlacementId,
    ProviderId,
    TraineeId,
    is_identifier,
)
from trainees_service.services.errors import TraineeNotFoundError

TRAINEES_PATH = "/api/v0.1/trainees"
TRAINEE_PATH = f"{TRAINEES_PATH}/{{trainee_id}}"


def provider_of(request: web.Request) -> ProviderId:
    """Return the provider whose token came with the request."""
    return ProviderId(calling_provider(request))


def trainee_of(request: web.Request) -> TraineeId:
    """Return the trainee in the path; what cannot be an id is nobody's."""
    text = request.match_info["trainee_id"]
    if not is_identifier(text):
        raise TraineeNotFoundError
    return TraineeId(text)


def placement_of(request: web.Request) -> PlacementId:
    """Return the placement in the path, of whatever form: no other is found under it."""
    return PlacementId(request.match_info["placement_id"])


def degree_of(request: web.Request) -> DegreeId:
    """Return the degree in the path, of whatever form: no other is found under it."""
    return DegreeId(request.match_info["degree_id"])
