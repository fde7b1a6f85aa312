"""What lead providers do with the training of their participants."""

from aiohttp import web
from aiohttp_apispec import docs, json_schema, match_info_schema, response_schema

from participants_service.domain.actions.enrolments import CHANGED_TODAY, NO_REASON
from participants_service.domain.partnerships import LeadProviderId
from participants_service.handlers.bodies import requested_attributes
from participants_service.handlers.participants import participant_id
from participants_service.schemas.available_actions import AvailableActionsResponse
from participants_service.schemas.participant_actions import (
    AttributesSchema,
    ChangeScheduleAttributesSchema,
    ChangeScheduleRequest,
    DeferAttributesSchema,
    DeferRequest,
    ResumeAttributesSchema,
    ResumeRequest,
    WithdrawAttributesSchema,
    WithdrawRequest,
)
from participants_service.schemas.participants import ParticipantPath, ParticipantResponse
from participants_service.services.errors import (
    ActionRefusedError,
    BadStructureError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.participant_actions import ParticipantActions
from shared.auth.middleware import calling_provider
from shared.http.json import json_response, raw_json_response
from shared.openapi import errors

PARTICIPANT_ACTIONS = web.AppKey("participant_actions", ParticipantActions)
TAG = "Actions"
_PATH = "/api/v3/participants/{participant_id:[^/]+}"
_ERRORS = (
    FilterNotAHashError,
    BadStructureError,
    NotFoundError,
    ActionRefusedError([NO_REASON, CHANGED_TODAY]),
)

routes = web.RouteTableDef()


@routes.put(f"{_PATH}/defer")
@docs(
    tags=[TAG],
    summary="Defer a participant",
    description="Training is paused from today. It cannot be on its first day of training.",
)
@match_info_schema(ParticipantPath)
@json_schema(DeferRequest)
@response_schema(ParticipantResponse, 200, description="The participant, deferred.")
@errors(*_ERRORS)
async def defer_participant(request: web.Request) -> web.Response:
    """Pause the training of one enrolment."""
    return await _act(request, DeferAttributesSchema())


@routes.put(f"{_PATH}/resume")
@docs(
    tags=[TAG],
    summary="Resume a participant",
    description="Training that was deferred or withdrawn begins anew today, for as long as the "
    "participant is at the school; at the earliest on the day after it was given up.",
)
@match_info_schema(ParticipantPath)
@json_schema(ResumeRequest)
@response_schema(ParticipantResponse, 200, description="The participant, active again.")
@errors(*_ERRORS)
async def resume_participant(request: web.Request) -> web.Response:
    """Take up the training of one enrolment again."""
    return await _act(request, ResumeAttributesSchema())


@routes.put(f"{_PATH}/withdraw")
@docs(
    tags=[TAG],
    summary="Withdraw a participant",
    description="Training ends today. Whoever is deferred can be withdrawn.",
)
@match_info_schema(ParticipantPath)
@json_schema(WithdrawRequest)
@response_schema(ParticipantResponse, 200, description="The participant, withdrawn.")
@errors(*_ERRORS)
async def withdraw_participant(request: web.Request) -> web.Response:
    """End the training of one enrolment."""
    return await _act(request, WithdrawAttributesSchema())


@routes.put(f"{_PATH}/change-schedule")
@docs(
    tags=[TAG],
    summary="Change the schedule of a participant",
    description="Training goes on from today on another schedule, also of another cohort for "
    "which you have a partnership with the school. What starts today or later is changed in "
    "place.",
)
@match_info_schema(ParticipantPath)
@json_schema(ChangeScheduleRequest)
@response_schema(ParticipantResponse, 200, description="The participant on the new schedule.")
@errors(*_ERRORS)
async def change_participant_schedule(request: web.Request) -> web.Response:
    """Give one enrolment another schedule."""
    return await _act(request, ChangeScheduleAttributesSchema())


@routes.get(f"{_PATH}/available-actions")
@docs(
    tags=[TAG],
    summary="List what can be done with a participant",
    description="Which of the four actions would pass now, for each enrolment; if not, why, and "
    "from which day on if that is only a matter of time.",
)
@match_info_schema(ParticipantPath)
@response_schema(AvailableActionsResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def list_available_actions(request: web.Request) -> web.Response:
    """Answer with the verdict of the rules on every action."""
    available = await request.app[PARTICIPANT_ACTIONS].available(
        participant_id(request), lead_provider_id=LeadProviderId(calling_provider(request))
    )
    resource = {
        "participant_id": available.participant_id,
        "type": "available-actions",
        "attributes": available,
    }
    return json_response(AvailableActionsResponse().dump({"data": resource}))


async def _act(request: web.Request, schema: AttributesSchema) -> web.Response:
    """Carry out what the body says; that it says something is looked at before who is meant."""
    action = await requested_attributes(request, schema)
    participant = await request.app[PARTICIPANT_ACTIONS].perform(
        participant_id(request),
        action,
        lead_provider_id=LeadProviderId(calling_provider(request)),
    )
    return raw_json_response(b'{"data":%b}' % participant)
