"""Where the parts of compose.yaml meet: the gateway, the services, and what counts requests."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from deploy.gateway.configuration import SOURCES, default_settings
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
    """What nginx starts with if the operator chooses nothing."""
    assert [SOURCES.parent / file for file in GATEWAY["env_file"]] == [SOURCES / "defaults.env"]
    chosen = {
        name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value)
        for name, value in GATEWAY["environment"].items()
    }
    assert set(chosen) <= set(default_settings())
    return default_settings() | chosen


def test_the_gateway_is_started_as_its_page_says() -> None:
    assert f"    {' '.join(GATEWAY['command'])}\n" in GATEWAY_PAGE
    assert GATEWAY["image"].startswith("nginx:1.28")
    assert GATEWAY["volumes"][0] == "./gateway/templates:/etc/nginx/templates:ro"
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
    setting = f"GATEWAY_{service.upper()}_SERVERS"
    *resolving, server, end = re.split("; ?", gateway_settings[setting])
    assert server.startswith(f"server {service}:{settings.port} ")
    assert settings.host == "0.0.0.0"
    # As everywhere, but that the name is looked up again and again, by Docker's own name server.
    assert f"{server.replace(' resolve ', ' ')};" == default_settings()[setting]
    assert resolving == ["resolver 127.0.0.11 valid=5s ipv6=off", "resolver_timeout 2s"]
    assert " resolve " in server
    assert end == ""
    assert set(CONTAINERS[service]["networks"]) & set(GATEWAY["networks"]) == {"api"}


def test_nginx_can_look_names_up_again() -> None:
    version = re.match(r"nginx:(\d+)\.(\d+)", GATEWAY["image"])
    assert version
    # Free since 1.27.3, and only where the servers are in memory that all of its processes share.
    assert tuple(map(int, version.groups())) >= (1, 28)
    assert "from nginx 1.27.3 on" in GATEWAY_PAGE
    template = (SOURCES / "templates/nginx.conf.template").read_text()
    upstreams = re.findall(r"^    upstream (\w+) \{\n +zone +(\w+) ", template, re.MULTILINE)
    assert upstreams == [(service, service) for service in SETTINGS]


def test_nginx_outlives_the_services() -> None:
    assert GATEWAY["depends_on"] == {
        service: {"condition": "service_healthy"} for service in SETTINGS
    }


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
