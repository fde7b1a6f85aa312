"""Prometheus and Grafana in compose.yaml see what there is, and nobody else sees them."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from participants_service.settings import ParticipantsSettings
from shared.service_settings import ServiceSettings
from tests.deploy.monitoring.files import CONFIGURATION, DASHBOARDS, FOLDER, RULES
from trainees_service.settings import TraineesSettings

COMPOSE = yaml.safe_load(Path("deploy/compose.yaml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
PROMETHEUS, GRAFANA = CONTAINERS["prometheus"], CONTAINERS["grafana"]
PAGE = Path("docs/operators.md").read_text()
SETTINGS: dict[str, type[ServiceSettings]] = {
    "participants": ParticipantsSettings,
    "trainees": TraineesSettings,
}


def mounts(container: dict[str, Any]) -> dict[str, Path]:
    """Return what is mounted read-only from this repository, by its place in the container."""
    parts = [volume.split(":") for volume in container["volumes"]]
    return {
        where: Path("deploy") / source
        for source, where, *mode in parts
        if source.startswith(".") and mode == ["ro"]
    }


def provisioned(folder: str) -> list[dict[str, Any]]:
    """Return the documents of one of Grafana's folders of provisioning."""
    paths = (FOLDER / "grafana/provisioning" / folder).iterdir()
    return [yaml.safe_load(path.read_text()) for path in paths]


def test_nobody_has_to_be_watched() -> None:
    optional = {name for name, each in CONTAINERS.items() if "profiles" in each}
    assert optional == {"prometheus", "grafana"}
    assert PROMETHEUS["profiles"] == GRAFANA["profiles"] == ["monitoring"]
    # Compose would refuse to start what depends on a container that is not there.
    needed = {name for each in CONTAINERS.values() for name in each.get("depends_on", ())}
    assert not needed & optional
    assert "docker compose --file deploy/compose.yaml --profile monitoring up" in PAGE


def test_prometheus_reads_what_is_in_the_folder() -> None:
    mounted = mounts(PROMETHEUS)
    assert mounted == {
        "/etc/prometheus/prometheus.yaml": CONFIGURATION,
        "/etc/prometheus/rules.yaml": RULES,
    }
    assert "--config.file=/etc/prometheus/prometheus.yaml" in PROMETHEUS["command"]
    # Relative to the configuration.
    assert yaml.safe_load(CONFIGURATION.read_text())["rule_files"] == [RULES.name]
    assert "Mount\n`prometheus.yaml` and `rules.yaml` into `/etc/prometheus`" in PAGE


def test_what_is_measured_is_kept_as_long_as_the_objectives_look_back() -> None:
    options = dict(option.split("=", 1) for option in PROMETHEUS["command"])
    windows = {int(days) for days in re.findall(r"\[(\d+)d\]", RULES.read_text())} | {30}
    assert int(options["--storage.tsdb.retention.time"].removesuffix("d")) > max(windows)
    path = options["--storage.tsdb.path"]
    assert [volume for volume in PROMETHEUS["volumes"] if volume.endswith(f":{path}")] == [
        f"metrics:{path}"
    ]
    assert "metrics" in COMPOSE["volumes"]


@pytest.mark.parametrize("service", SETTINGS)
def test_prometheus_finds_the_replicas(service: str) -> None:
    jobs = yaml.safe_load(CONFIGURATION.read_text())["scrape_configs"]
    (job,) = (job for job in jobs if job["job_name"] == service)
    (found,) = job["dns_sd_configs"]
    assert found["names"] == [service]
    assert found["port"] == SETTINGS[service]().internal_port
    # One network in common: with two, each replica would be found twice.
    common = set(CONTAINERS[service]["networks"]) & set(PROMETHEUS["networks"])
    assert common == {"metrics"}
    assert CONTAINERS[service]["deploy"]["replicas"] == 2


def test_only_services_and_prometheus_are_in_the_network_of_the_metrics() -> None:
    on = {name: set(each["networks"]) for name, each in CONTAINERS.items()}
    assert {name for name in on if "metrics" in on[name]} == {*SETTINGS, "prometheus"}
    assert {name for name in on if "dashboards" in on[name]} == {"prometheus", "grafana"}
    assert "ports" not in PROMETHEUS


def test_grafana_shows_what_is_in_the_folder() -> None:
    assert mounts(GRAFANA) == {
        "/etc/grafana/provisioning": FOLDER / "grafana/provisioning",
        "/var/lib/grafana/dashboards": FOLDER / "grafana/dashboards",
    }
    ((provider,),) = (each["providers"] for each in provisioned("dashboards"))
    assert provider["options"]["path"] == "/var/lib/grafana/dashboards"
    assert {path.parent for path in DASHBOARDS} == {FOLDER / "grafana/dashboards"}
    ((source,),) = (each["datasources"] for each in provisioned("datasources"))
    assert urlsplit(source["url"]).hostname == "prometheus"
    assert f":{urlsplit(source['url']).port}/" in PROMETHEUS["healthcheck"]["test"][-1]
    assert "`grafana/provisioning` into `/etc/grafana/provisioning`" in PAGE
    assert "`grafana/dashboards` into\n`/var/lib/grafana/dashboards`" in PAGE


def test_grafana_lets_nobody_in_without_the_secret() -> None:
    environment = GRAFANA["environment"]
    assert GRAFANA["secrets"] == ["grafana_admin_password"]
    assert environment["GF_SECURITY_ADMIN_PASSWORD__FILE"] == "/run/secrets/grafana_admin_password"
    assert "GF_SECURITY_ADMIN_PASSWORD" not in environment
    assert environment["GF_AUTH_ANONYMOUS_ENABLED"] == "false"
    assert environment["GF_USERS_ALLOW_SIGN_UP"] == "false"
    # Kept nowhere, so that it is the file's password after every start.
    (data,) = (each for each in GRAFANA["tmpfs"] if each.startswith("/var/lib/grafana:"))
    assert "uid=472,gid=472" in data
    assert GRAFANA["user"] == "472:472"


def test_grafana_tells_nobody_that_it_is_here() -> None:
    environment = GRAFANA["environment"]
    asked = [name for name in environment if name.startswith(("GF_ANALYTICS_", "GF_NEWS_"))]
    assert len(asked) == 5
    assert {environment[name] for name in asked} == {"false"}
    assert environment["GF_PLUGINS_PREINSTALL_DISABLED"] == "true"
    assert environment["GF_SECURITY_DISABLE_GRAVATAR"] == "true"
