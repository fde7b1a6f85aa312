"""The API as a lead provider calls it; every answer is checked against its published schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request
from marshmallow import Schema
from yarl import URL

from participants_service.schemas.available_actions import AvailableActionsResponse
from participants_service.schemas.changes import ChangesGoneSchema, ChangesResponseSchema
from participants_service.schemas.delivery_partners import (
    DeliveryPartnerResponse,
    DeliveryPartnersResponse,
)
from participants_service.schemas.participants import ParticipantResponse, ParticipantsResponse
from participants_service.schemas.partnerships import PartnershipResponse, PartnershipsResponse
from participants_service.schemas.schools import SchoolResponse, SchoolsResponse
from participants_service.schemas.transfers import (
    ParticipantTransfersListResponse,
    ParticipantTransfersResponse,
)
from participants_service.schemas.unfunded_mentors import (
    UnfundedMentorResponse,
    UnfundedMentorsResponse,
)
from shared.schemas import ProblemsSchema, RefusalSchema

Client = TestClient[Request, Application]

PARTICIPANTS_PATH = "/api/v3/participants"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]
    raw: bytes = b""

    @property
    def problem(self) -> tuple[int, str, str]:
        """The status with the title and sentence of the only problem."""
        (problem,) = self.body["errors"]
        return self.status, problem["title"], problem["detail"]


@dataclass(frozen=True, slots=True)
class Api:
    """The public listener with a lead provider's token."""

    client: Client
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)
    # The OpenAPI document sees every answer in any case; this takes long for thousands of records.
    looks_at_schemas: bool = True

    def at(self, instant: str) -> "Api":
        """Call with a clock of one's own."""
        return Api(self.client, self.token, {"X-With-Server-Date": instant})

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        """Send a request whose path and query string are sent as they are written."""
        headers = {"Authorization": f"Bearer {self.token}", **self.headers}
        url = URL(path, encoded=True)
        async with self.client.request(
            method, url, headers=headers | options.pop("headers", {}), **options
        ) as response:
            return await _answer(response, looks_at_schema=self.looks_at_schemas)

    async def one(self, participant_id: UUID) -> dict[str, Any]:
        """Return the attributes of a participant who must be there."""
        answer = await self.call("GET", f"{PARTICIPANTS_PATH}/{participant_id}")
        assert answer.status == 200, answer
        attributes: dict[str, Any] = answer.body["data"]["attributes"]
        return attributes

    async def sees(self, participant_id: UUID) -> bool:
        """Return whether the lead provider sees a participant; one and list must agree."""
        answer = await self.call("GET", f"{PARTICIPANTS_PATH}/{participant_id}")
        is_listed = str(participant_id) in await self.ids()
        assert (answer.status == 200) is is_listed
        if answer.status != 200:
            assert answer.problem == NOT_FOUND
        return is_listed

    async def find(self, query: str = "") -> list[dict[str, Any]]:
        """Return the participants that a query finds."""
        answer = await self.call("GET", f"{PARTICIPANTS_PATH}?{query}")
        assert answer.status == 200, answer
        participants: list[dict[str, Any]] = answer.body["data"]
        return participants

    async def ids(self, query: str = "") -> list[str]:
        """Return the ids of the participants that a query finds."""
        return [participant["id"] for participant in await self.find(query)]


ONES: Mapping[str, type[Schema]] = {
    "participant": ParticipantResponse,
    "available-actions": AvailableActionsResponse,
    "partnership": PartnershipResponse,
    "school": SchoolResponse,
    "delivery-partner": DeliveryPartnerResponse,
    "participant-transfer": ParticipantTransfersResponse,
    "unfunded-mentor": UnfundedMentorResponse,
}
LISTS: Mapping[str, type[Schema]] = {
    "participant": ParticipantsResponse,
    "partnership": PartnershipsResponse,
    "school": SchoolsResponse,
    "delivery-partner": DeliveryPartnersResponse,
    "participant-transfer": ParticipantTransfersListResponse,
    "unfunded-mentor": UnfundedMentorsResponse,
}
NOT_FOUND = (404, "Resource not found", "Nothing could be found for the provided details")


async def _answer(response: ClientResponse, *, looks_at_schema: bool) -> Answer:
    text = await response.read()
    if response.status != 304:
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    body = orjson.loads(text) if text else None
    if body is not None and looks_at_schema:
        faults = _schema(body)().validate(body)
        assert faults == {}, faults
    return Answer(response.status, body, response.headers, text)


def _schema(body: dict[str, Any]) -> type[Schema]:
    if "error" in body:
        return RefusalSchema
    if "errors" in body:
        return ChangesGoneSchema if "meta" in body else ProblemsSchema
    if "meta" in body:
        return ChangesResponseSchema
    data = body["data"]
    if isinstance(data, list):
        return LISTS[data[0]["type"]] if data else ParticipantsResponse
    return ONES[data["type"]]
