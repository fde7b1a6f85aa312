"""Where the parts of compose.yaml meet: the gateway, the services, and what counts requests."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from participants_service.settings import ParticipantsSettings
from shared.service_settings import ServiceSettings
from shared.settings import read_settings
from tests.deploy.dockerfile import read_dockerfile
from trainees_service.settings import TraineesSettings

CONTAINERS: dict[str, dict[str, Any]] = yaml.safe_load(Path("deploy/compose.yaml").read_text())[
    "services"
]
GATEWAY = CONTAINERS["gateway"]
GATEWAY_PAGE = Path("deploy/gateway/README.md").read_text()
SETTINGS: dict[str, type[ServiceSettings]] = {
    "participants": ParticipantsSettings,
    "trainees": TraineesSettings,
}
every_service = pytest.mark.parametrize("service", SETTINGS)


@pytest.fixture
def settings(service: str, monkeypatch: pytest.MonkeyPatch) -> ServiceSettings:
    """What a replica reads: the image's environment, then compose's."""
    environment = read_dockerfile(service).image.environment | CONTAINERS[service]["environment"]
    for name, value in environment.items():
        if name != "PATH" and not name.endswith("_FILE"):
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:-(.*)\}", r"\1", value))
    prefix = service.upper()
    monkeypatch.setenv(f"{prefix}_DATABASE_URL", "postgresql://runtime@pooler.example/services")
    return read_settings(SETTINGS[service], prefix)


@pytest.fixture
def gateway_settings() -> dict[str, str]:
    (file,) = GATEWAY["env_file"]
    assert "environment" not in GATEWAY
    lines = (Path("deploy") / file).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_gateway_is_started_as_its_page_says() -> None:
    assert f"    {' '.join(GATEWAY['command'])}\n" in GATEWAY_PAGE
    assert GATEWAY["image"].startswith("nginx:1.28")
    assert GATEWAY["volumes"] == ["./gateway/templates:/etc/nginx/templates:ro"]
    (tmpfs,) = GATEWAY["tmpfs"]
    folder, _, options = tmpfs.partition(":")
    assert GATEWAY["command"][1:3] == ["-p", folder]
    assert "size=256m" in options.split(",")
    assert "of 256 MB" in GATEWAY_PAGE
    assert GATEWAY["stop_grace_period"] == "45s"
    assert "Give it 45 seconds" in GATEWAY_PAGE


def test_the_gateway_listens_where_compose_expects_it(gateway_settings: dict[str, str]) -> None:
    assert GATEWAY["ports"][0].rpartition(":")[2] == gateway_settings["GATEWAY_LISTEN"]
    health = urlsplit(GATEWAY["healthcheck"]["test"][-1])
    assert str(health.port) == gateway_settings["GATEWAY_INTERNAL_LISTEN"]
    assert gateway_settings["NGINX_ENVSUBST_OUTPUT_DIR"] == GATEWAY["command"][2]


@every_service
def test_the_gateway_finds_a_service(
    service: str, settings: ServiceSettings, gateway_settings: dict[str, str]
) -> None:
    servers = gateway_settings[f"GATEWAY_{service.upper()}_SERVERS"]
    assert servers.startswith(f"server {service}:{settings.port} ")
    assert settings.host == "0.0.0.0"
    assert set(CONTAINERS[service]["networks"]) & set(GATEWAY["networks"]) == {"api"}


@every_service
def test_a_service_gives_up_before_the_gateway_does(
    settings: ServiceSettings, gateway_settings: dict[str, str]
) -> None:
    patience = float(gateway_settings["GATEWAY_UPSTREAM_TIMEOUT"].removesuffix("s"))
    assert settings.request_timeout < patience
    page = Path("docs/operators.md").read_text()
    assert "…_REQUEST_TIMEOUT` below `GATEWAY_UPSTREAM_TIMEOUT" in page


@every_service
def test_replicas_share_the_limits_of_the_contract(service: str, settings: ServiceSettings) -> None:
    assert settings.rate_policy == SETTINGS[service]().rate_policy
    address = urlsplit(settings.rate_storage or "")
    assert (address.hostname, address.port) == ("valkey", 6379)
    assert address.username is address.password is None
    assert set(CONTAINERS["valkey"]["networks"]) <= set(CONTAINERS[service]["networks"])


@every_service
def test_no_service_waits_for_what_it_can_do_without(service: str) -> None:
    assert "valkey" not in CONTAINERS[service]["depends_on"]
    assert CONTAINERS["valkey"]["healthcheck"]["test"] == ["CMD", "valkey-cli", "ping"]
