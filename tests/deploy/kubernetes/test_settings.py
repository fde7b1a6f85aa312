"""What the manifests set is what the services read, and no secret is written down."""

import dataclasses
import re
from pathlib import Path

import pytest

from participants_service.settings import ParticipantsSettings
from shared.service_settings import ServiceSettings
from shared.settings import describe_settings, read_settings
from tests.deploy.kubernetes.manifests import Manifests
from trainees_service.settings import TraineesSettings

SETTINGS: dict[str, type[ServiceSettings]] = {
    "participants": ParticipantsSettings,
    "trainees": TraineesSettings,
}
FOLDER = Path("deploy/kubernetes")


def known(service: str) -> set[str]:
    return {each.variable for each in describe_settings(SETTINGS[service], service.upper())}


def secret_variables(service: str) -> set[str]:
    variables = describe_settings(SETTINGS[service], service.upper())
    fields = dataclasses.fields(SETTINGS[service])
    return {each.variable for each, field in zip(variables, fields, strict=True) if not field.repr}


def test_settings_are_those_of_the_service(manifests: Manifests, service: str) -> None:
    settings = manifests.settings(service)
    # The address of the server of counts is a secret where one logs in there, and here nobody does.
    storage = f"{service.upper()}_RATE_LIMIT_STORAGE"
    assert set(settings) <= known(service) - secret_variables(service) | {storage}
    assert "@" not in settings[storage]


def test_a_service_starts_with_these_settings(
    manifests: Manifests, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = service.upper()
    for name, value in manifests.settings(service).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv(f"{prefix}_DATABASE_URL", "postgresql://runtime@pooler.example/services")
    settings = read_settings(SETTINGS[service], prefix)
    assert settings.database_pooler
    # Limits are the contract's, which are the defaults, and replicas share their counts.
    assert settings.rate_policy == SETTINGS[service]().rate_policy
    assert settings.rate_storage


def test_secrets_are_named_and_hold_what_the_service_reads(manifests: Manifests) -> None:
    for workload in manifests.service_workloads():
        (variable,) = workload.container["env"]
        reference = variable["valueFrom"]["secretKeyRef"]
        assert variable["name"] == reference["key"]
        assert reference["key"] in secret_variables(workload.service)
        # Only a migration has the owner's login.
        owner = workload.kind == "Job"
        assert reference["name"] == f"{workload.service}-{'migration' if owner else 'database'}"


def test_what_is_not_ours_needs_no_settings(manifests: Manifests) -> None:
    (valkey,) = [each for each in manifests.workloads() if each.service not in SETTINGS]
    assert not {"env", "envFrom"} & set(valkey.container)


def test_config_maps_that_are_referred_to_are_there(manifests: Manifests) -> None:
    names = {each["metadata"]["name"] for each in manifests.all("ConfigMap")}
    used = {
        source["configMapRef"]["name"]
        for workload in manifests.workloads()
        for source in workload.container.get("envFrom", ())
    }
    assert used == names


def test_operators_are_told_how_to_create_each_secret(manifests: Manifests) -> None:
    page = Path("docs/operators.md").read_text()
    for workload in manifests.service_workloads():
        (variable,) = workload.container["env"]
        name = variable["valueFrom"]["secretKeyRef"]["name"].replace(workload.service, "$service")
        assert f"create secret generic {name}" in page


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=str)
def test_no_secret_is_written_down(path: Path) -> None:
    text = path.read_text()
    assert "kind: Secret" not in text
    assert "secretGenerator" not in text
    assert not re.search(r"\w+://\S*:\S*@", text)
    assert not re.search("password|token=", text, re.IGNORECASE)
