"""What compose.yaml promises, and that everything it refers to is there."""

import re
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from deploy.compose.make_secrets import make_secrets
from participants_service.settings import ParticipantsSettings
from shared.settings import describe_settings
from tests.deploy.dockerfile import read_dockerfile
from trainees_service.settings import TraineesSettings

Container: TypeAlias = dict[str, Any]

FOLDER = Path("deploy")
TEXT = (FOLDER / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
CONTAINERS: dict[str, Container] = COMPOSE["services"]
MIGRATIONS = ("participants-migration", "trainees-migration")
# Everything a service may say here; compose itself would refuse a name that it does not know.
KNOWN = {
    "build", "cap_drop", "command", "depends_on", "deploy", "entrypoint", "env_file",
    "environment", "healthcheck", "image", "init", "logging", "networks", "ports",
    "profiles", "read_only", "restart", "secrets", "security_opt", "shm_size", "stop_grace_period",
    "stop_signal", "tmpfs", "ulimits", "user", "volumes",
}  # fmt: skip
every_container = pytest.mark.parametrize("name", CONTAINERS)


def service_of(container: Container) -> str | None:
    """Return whose image it is, if it is one of ours."""
    name = re.fullmatch(r"teacher-services/(\w+):.*", container["image"])
    return name[1] if name else None


def test_everything_is_there() -> None:
    assert set(CONTAINERS) == {
        "gateway",
        "grafana",
        "participants",
        "participants-migration",
        "participants-prune",
        "participants-tick",
        "pgbouncer",
        "postgres",
        "prometheus",
        "trainees",
        "trainees-migration",
        "trainees-prune",
        "valkey",
    }
    assert "version" not in COMPOSE


@every_container
def test_a_container_says_nothing_unknown(name: str) -> None:
    assert set(CONTAINERS[name]) <= KNOWN


@every_container
def test_a_container_is_locked(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    if service_of(container):
        assert "user" not in container, "the image names its user"
    else:
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", container["user"])


@every_container
def test_an_image_has_a_version(name: str) -> None:
    image = CONTAINERS[name]["image"]
    if service := service_of(CONTAINERS[name]):
        assert image == f"teacher-services/{service}:${{VERSION:-0.1.0}}"
    else:
        assert re.fullmatch(r"[a-z/]+:v?\d+[a-z0-9.-]*", image)


def test_an_image_is_built_once_and_knows_its_version() -> None:
    builds = {name: each["build"] for name, each in CONTAINERS.items() if "build" in each}
    assert set(builds) == {"participants", "trainees"}
    for service, build in builds.items():
        assert build["dockerfile"] == f"deploy/images/{service}.Dockerfile"
        taken = {each.rest.partition("=")[0] for each in read_dockerfile(service).image.all("ARG")}
        assert set(build["args"]) == taken
        assert CONTAINERS[service]["image"].endswith(f":{build['args']['VERSION']}")


@every_container
def test_a_container_tells_its_health_or_is_a_job(name: str) -> None:
    container = CONTAINERS[name]
    if name in MIGRATIONS:
        assert container["healthcheck"] == {"disable": True}
        assert container["restart"] == "on-failure:3"
        return
    assert container["restart"] == "unless-stopped"
    if "healthcheck" in container:
        assert container["healthcheck"]["test"][0] == "CMD"
    else:
        service = service_of(container)
        assert service is not None
        assert len(read_dockerfile(service).image.all("HEALTHCHECK")) == 1


@every_container
def test_a_container_has_limits(name: str) -> None:
    assert set(CONTAINERS[name]["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


@pytest.mark.parametrize("service", ["participants", "trainees"])
def test_there_are_two_replicas_that_wait_for_the_migration(service: str) -> None:
    container = CONTAINERS[service]
    assert container["deploy"]["replicas"] == 2
    assert "ports" not in container
    assert "container_name" not in container
    assert container["depends_on"] == {
        f"{service}-migration": {"condition": "service_completed_successfully"},
        "pgbouncer": {"condition": "service_healthy"},
    }
    drain = float(container["environment"][f"{service.upper()}_DRAIN_SECONDS"])
    assert float(container["stop_grace_period"].removesuffix("s")) > 2 * 2 * drain


@pytest.mark.parametrize("name", [name for name in CONTAINERS if service_of(CONTAINERS[name])])
def test_settings_are_those_of_the_service(name: str) -> None:
    service = service_of(CONTAINERS[name])
    assert service is not None
    kind = {"participants": ParticipantsSettings, "trainees": TraineesSettings}[service]
    known = {each.variable for each in describe_settings(kind, service.upper())}
    environment = CONTAINERS[name]["environment"]
    assert {variable.removesuffix("_FILE") for variable in environment} - {"TZ"} <= known
    # The owner's login is for migrations, and goes to the database itself.
    owner = name in MIGRATIONS
    secret = f"{service}_{'migration' if owner else 'database'}_url"
    assert CONTAINERS[name]["secrets"] == [secret]
    assert environment[f"{service.upper()}_DATABASE_URL_FILE"] == f"/run/secrets/{secret}"
    assert (f"{service.upper()}_DATABASE_POOLER" in environment) is not owner


def test_jobs_run_at_their_time_in_london() -> None:
    jobs = {
        name: (*container["entrypoint"][2:], *container["command"], container["environment"]["TZ"])
        for name, container in CONTAINERS.items()
        if "daily.sh" in str(container.get("entrypoint"))
    }
    assert jobs == {
        "participants-tick": ("00:05", "participants-service", "views", "tick", "Europe/London"),
        "participants-prune": (
            "03:20", "participants-service", "changes", "prune", "Europe/London"
        ),
        "trainees-prune": ("03:40", "trainees-service", "changes", "prune", "Europe/London"),
    }  # fmt: skip


def test_only_what_people_look_at_is_published_and_only_here() -> None:
    published = {name: each["ports"] for name, each in CONTAINERS.items() if "ports" in each}
    assert published == {
        "gateway": ["${GATEWAY_ADDRESS:-127.0.0.1}:${GATEWAY_PORT:-8080}:8080"],
        "grafana": ["127.0.0.1:${GRAFANA_PORT:-3000}:3000"],
    }
    for name, network in COMPOSE["networks"].items():
        assert (network.get("internal") is True) == (name != "edge")
    on = {name: set(each["networks"]) for name, each in CONTAINERS.items()}
    assert {name for name in on if "edge" in on[name]} == set(published)
    assert "database" not in on["gateway"]
    assert on["postgres"] == on["pgbouncer"] == {"database"}
    assert on["valkey"] == {"counters"}
    assert {name for name in on if "counters" in on[name]} == {"participants", "trainees", "valkey"}


def test_secrets_are_files_that_the_command_makes(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    declared = COMPOSE["secrets"]
    assert {path.name for path in folder.iterdir()} == set(declared)
    for name, secret in declared.items():
        assert secret == {"file": f"compose/secrets/{name}"}
    used = {name for each in CONTAINERS.values() for name in each.get("secrets", ())}
    assert used == set(declared)
    assert "deploy/compose/secrets/" in Path(".gitignore").read_text().splitlines()


def test_no_secret_is_written_down() -> None:
    for container in CONTAINERS.values():
        for variable, value in container.get("environment", {}).items():
            secret = re.search("PASSWORD|_URL|TOKEN|KEY", variable)
            assert not secret or re.fullmatch(r"/run/secrets/[a-z_]+", value)
    # No address has a login in it, that of the server of counts neither.
    assert not re.search(r"\w+://\S*@", TEXT)


def test_the_files_that_are_referred_to_are_there() -> None:
    mounted = {
        volume.partition(":")[0]
        for each in CONTAINERS.values()
        for volume in each.get("volumes", ())
        if volume.startswith(".")
    }
    dockerfiles = {each["build"]["dockerfile"] for each in CONTAINERS.values() if "build" in each}
    assert all(Path(file).is_file() for file in dockerfiles)
    env_files = {file for each in CONTAINERS.values() for file in each.get("env_file", ())}
    folders = {
        "./compose/certificate",
        "./gateway/templates",
        "./monitoring/grafana/dashboards",
        "./monitoring/grafana/provisioning",
    }
    assert len(mounted - folders) == 6
    assert len(env_files) == 1
    assert all((FOLDER / file).is_file() for file in (mounted | env_files) - folders)
    assert all(any((FOLDER / folder).iterdir()) for folder in mounted & folders)


def test_the_pooler_pools_transactions_of_the_runtime_roles(tmp_path: Path) -> None:
    settings = dict(
        re.findall(r"^(\w+) = (.*)$", (FOLDER / "compose/pgbouncer.ini").read_text(), re.MULTILINE)
    )
    assert settings["pool_mode"] == "transaction"
    assert settings["auth_file"] == "/run/secrets/pgbouncer_users"
    assert settings["services"] == "host=postgres port=5432 dbname=services"
    make_secrets(tmp_path / "secrets")
    users = re.findall(
        '^"(.*?)" ".+"$', (tmp_path / "secrets/pgbouncer_users").read_text(), re.MULTILINE
    )
    assert users == ["participants_runtime", "trainees_runtime"]
