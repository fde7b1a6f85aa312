"""Both services as processes of their own, and a collector that is there, or is not."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests

from deploy.local.ports import free_ports
from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.clock import LONDON, Clock
from shared.database import open_pool
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES
from tests.local.waiting import wait_until
from tests.service_process import ServiceProcess, serving
from tests.shared.tracing.receiver import Receiver
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import WEXMOOR, provider_put

BOTH = pytest.mark.parametrize("identity", [PARTICIPANTS, TRAINEES], ids=lambda one: one.name)
# Of nobody; in no other place of a request than those into which the test writes them.
NAME, SECRET, TRN = "Quarrendon", "fd3b9a77c1e8", "7719043"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A process, a token for everything, and what the process writes."""

    served: ServiceProcess
    token: str
    output: Path

    def ask(self, method: str, path: str, **options: Any) -> int:
        """Send a request to the API and return the status."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        url = f"{self.served.url}{path}"
        return requests.request(method, url, headers=headers, timeout=30, **options).status_code

    def feed(self, *events: dict[str, Any]) -> None:
        """Feed events, all of which must be applied."""
        url = f"{self.served.internal_url}/internal/v1/events"
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.post(url, json={"events": events}, headers=headers, timeout=30)
        assert {result["status"] for result in answer.json()["results"]} == {"applied"}

    def lines(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of an event; every line must be one of our own."""
        lines = [json.loads(line) for line in self.output.read_text().splitlines()]
        return [line for line in lines if line["event"] == event]


@pytest.fixture
def urls(participants_url: str, trainees_url: str) -> dict[str, str]:
    return {PARTICIPANTS.name: participants_url, TRAINEES.name: trainees_url}


@contextmanager
def watched(
    identity: ServiceIdentity, url: str, token: str, output: Path, endpoint: str, **settings: str
) -> Iterator[Watched]:
    """Serve with traces sent to an endpoint."""
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "LOG_LEVEL": "info",
        **settings,
    }
    with (
        output.open("wb") as file,
        serving(identity, url, token=token, settings=environment, output=file) as served,
    ):
        yield Watched(served=served, token=token, output=output)


async def make_token(url: str, identity: ServiceIdentity, provider_id: UUID = WEXMOOR) -> str:
    async with (
        open_pool(
            url,
            role=identity.runtime_role,
            schema=identity.schema,
            size=1,
            pooled=False,
            command_timeout=10,
        ) as pool,
        pool.acquire() as conn,
    ):
        return await create_token(
            conn,
            prefix=identity.name,
            provider_id=provider_id,
            scopes=frozenset([Scope.PROVIDER, Scope.REGISTRY_WRITE]),
            description="",
            now=Clock(LONDON).real_now(),
            expires_at=None,
        )


READS = {PARTICIPANTS.name: "/api/v3/partnerships", TRAINEES.name: "/api/v0.1/info"}


@BOTH
async def test_what_is_left_is_sent_at_the_end(
    identity: ServiceIdentity, urls: dict[str, str], receiver: Receiver, tmp_path: Path
) -> None:
    url = urls[identity.name]
    token = await make_token(url, identity)
    path = READS[identity.name]
    # Nothing is due before the process ends.
    settings = {
        "OTEL_BSP_SCHEDULE_DELAY": "600000",
        "OTEL_EXPORTER_OTLP_HEADERS": "x-tenant=schools",
    }
    with watched(identity, url, token, tmp_path / "log", receiver.url, **settings) as service:
        assert service.ask("GET", path) == 200
        assert receiver.bodies == []
    (request,) = receiver.requests()
    assert request.name == f"GET {path}"
    assert receiver.below(request)
    assert receiver.resource["service.name"] == f"{identity.name}-service"
    assert receiver.headers[0]["x-tenant"] == "schools"
    (line,) = service.lines("request")[-1:]
    assert line["trace_id"] == request.trace_id


async def test_no_byte_says_who_somebody_is(
    trainees_url: str, receiver: Receiver, tmp_path: Path
) -> None:
    token = await make_token(trainees_url, TRAINEES)
    with watched(TRAINEES, trainees_url, token, tmp_path / "log", receiver.url) as service:
        service.feed(provider_put())
        person = make_data(last_name=NAME, email=f"ottoline.{NAME}@post.example", trn=TRN)
        everywhere = ("User-Agent", "Referer", "X-Request-Id", "Cookie", "X-Forwarded-For")
        headers = dict.fromkeys(everywhere, f"{NAME} {SECRET} {TRN}") | {
            "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "tracestate": f"vendor={SECRET}",
            "baggage": f"user={NAME},key={SECRET}",
        }
        ask = f"?name={NAME}&key={SECRET}&trn={TRN}"
        # The second time it is a duplicate.
        statuses = [
            service.ask("POST", f"/api/v0.1/trainees{ask}", json={"data": person}, headers=headers)
            for _ in range(2)
        ]
        assert statuses == [201, 409]
        assert service.ask("GET", f"/api/v0.1/trainees/{NAME}{ask}", headers=headers) == 404
        assert service.ask("GET", f"/api/v0.1/{NAME}/{SECRET}/{TRN}", headers=headers) == 404
        headers["Authorization"] = f"Bearer {SECRET}"
        assert service.ask("GET", f"/api/v0.1/trainees{ask}", headers=headers) == 401
        headers["Authorization"] = f"Bearer {token}x"
        assert service.ask("GET", f"/api/v0.1/trainees{ask}", headers=headers) == 401
    assert len(receiver.requests()) == 7
    sent = b"".join(receiver.bodies).lower()
    assert b"insert_trainee" in sent
    for word in (NAME, SECRET, TRN, token, "post.example", "vendor", "127.0.0.1"):
        assert word.lower().encode() not in sent, word


async def test_a_collector_that_is_away_costs_one_line(
    participants_url: str, tmp_path: Path
) -> None:
    token = await make_token(participants_url, PARTICIPANTS)
    (port,) = free_ports(1)
    with watched(
        PARTICIPANTS,
        participants_url,
        token,
        tmp_path / "log",
        f"http://127.0.0.1:{port}",
        # Full at once, so that spans are lost as well.
        OTEL_BSP_MAX_QUEUE_SIZE="4",
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE="2",
        OTEL_EXPORTER_OTLP_TIMEOUT="0.2",
    ) as service:
        for _ in range(30):
            assert service.ask("GET", "/api/v3/partnerships") == 200
        wait_until(
            lambda: bool(service.lines("traces are not exported")), seconds=10, what="a line"
        )
    (line,) = service.lines("traces are not exported")
    assert line["level"] == "warning"
    assert service.lines("library") == []
    assert service.lines("stopped")


async def test_a_collector_that_hangs_delays_neither_requests_nor_the_end(
    participants_url: str, receiver: Receiver, tmp_path: Path
) -> None:
    token = await make_token(participants_url, PARTICIPANTS)
    receiver.is_stuck = True
    patience = {"OTEL_EXPORTER_OTLP_TIMEOUT": "60"}
    with watched(
        PARTICIPANTS, participants_url, token, tmp_path / "log", receiver.url, **patience
    ) as service:
        for _ in range(20):
            started = time.monotonic()
            assert service.ask("GET", "/api/v3/partnerships") == 200
            assert time.monotonic() - started < 5
        told_to_stop = time.monotonic()
    # The collector would have had a minute, and the SDK would have waited half of it.
    assert time.monotonic() - told_to_stop < 15
    assert receiver.bodies == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        pytest.param("OTEL_BSP_MAX_QUEUE_SIZE", "0", id="at the start"),
        pytest.param("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "some", id="at the import"),
    ],
)
def test_what_cannot_work_stops_the_start(participants_url: str, variable: str, value: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": participants_url,
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
        variable: value,
    }
    command = [sys.executable, "-m", "participants_service", "serve"]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: OpenTelemetry cannot start: ")


SWITCHED_OFF = """
import sys
from dataclasses import replace
from {name}_service.__main__ import COMMANDS
from shared.tracing import open_tracing

settings = replace(COMMANDS.settings_kind(), otlp_endpoint="{endpoint}")
with open_tracing(settings, COMMANDS.identity):
    pass
print(*{{module.partition(".")[0] for module in sys.modules}})
"""


@BOTH
@pytest.mark.parametrize(
    ("endpoint", "disabled"),
    [
        pytest.param("", "", id="without a collector"),
        pytest.param("http://127.0.0.1:4318", "true", id="by the switch"),
    ],
)
def test_switched_off_nothing_is_imported(
    identity: ServiceIdentity, endpoint: str, disabled: str
) -> None:
    program = SWITCHED_OFF.format(name=identity.name, endpoint=endpoint)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "OTEL_SDK_DISABLED": disabled},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    imported = set(done.stdout.split())
    assert "asyncpg" in imported
    assert not imported & {"opentelemetry", "google", "requests"}
