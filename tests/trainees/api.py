"""The Register API as a training provider calls it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request
from yarl import URL

Client = TestClient[Request, Application]

TRAINEES_PATH = "/api/v0.1/trainees"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]
    # The body as it came, byte for byte.
    raw: bytes = b""

    @property
    def data(self) -> dict[str, Any]:
        """The record in it."""
        assert self.status in (200, 201, 202), self
        data: dict[str, Any] = self.body["data"]
        return data

    @property
    def records(self) -> list[dict[str, Any]]:
        """The list in it."""
        assert self.status == 200, self
        records: list[dict[str, Any]] = self.body["data"]
        return records

    @property
    def faults(self) -> tuple[int, str, list[str]]:
        """The status, the one kind of all faults, and their sentences."""
        (kind,) = {fault["error"] for fault in self.body["errors"]}
        return self.status, kind, [fault["message"] for fault in self.body["errors"]]


@dataclass(frozen=True, slots=True)
class Api:
    """The public listener with a provider's token."""

    client: Client
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def at(self, instant: str) -> "Api":
        """Call with a clock of one's own."""
        return Api(self.client, self.token, {"X-With-Server-Date": instant})

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        """Send a request whose path is sent as it is written."""
        headers = {"Authorization": f"Bearer {self.token}", **self.headers}
        async with self.client.request(
            method,
            URL(path, encoded=True),
            headers=headers | options.pop("headers", {}),
            **options,
        ) as response:
            text = await response.read()
            if response.status != 304:
                assert response.headers["Content-Type"] == "application/json; charset=utf-8"
            body = orjson.loads(text) if text else None
            return Answer(response.status, body, response.headers, text)

    async def post(self, data: object) -> Answer:
        """Send something to register."""
        return await self.call("POST", TRAINEES_PATH, json={"data": data})

    async def register(self, data: object) -> dict[str, Any]:
        """Register a trainee that must be accepted."""
        answer = await self.post(data)
        assert answer.status == 201, answer
        return answer.data

    async def get(self, trainee_id: str, *below: str) -> Answer:
        """Ask for a trainee, or for something of it."""
        return await self.call("GET", path_of(trainee_id, *below))

    async def send(self, method: str, data: object, trainee_id: str, *below: str) -> Answer:
        """Send something about a trainee, or about something of it."""
        return await self.call(method, path_of(trainee_id, *below), json={"data": data})

    async def correct(self, trainee_id: str, /, **members: object) -> Answer:
        """Correct a trainee."""
        return await self.send("PUT", members, trainee_id)

    async def remove(self, trainee_id: str, *below: str) -> Answer:
        """Remove something of a trainee."""
        return await self.call("DELETE", path_of(trainee_id, *below))


def path_of(trainee_id: str, *below: str) -> str:
    """Return the path of a trainee, or of something of it."""
    return "/".join((TRAINEES_PATH, trainee_id, *below))
