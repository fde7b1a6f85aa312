"""What runs, with which rights, and how it comes and goes."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from tests.deploy.kubernetes.manifests import (
    ENVIRONMENTS,
    SERVICES,
    Manifests,
    Workload,
    render,
)

COMPOSE = yaml.safe_load(Path("deploy/compose.yaml").read_text())
WORKLOADS = [
    pytest.param(workload, id=f"{environment}-{workload.name}")
    for environment in ENVIRONMENTS
    for workload in render(environment).workloads()
]
every_workload = pytest.mark.parametrize("workload", WORKLOADS)
every_workload_of_a_service = pytest.mark.parametrize(
    "workload",
    [
        pytest.param(workload, id=f"{environment}-{workload.name}")
        for environment in ENVIRONMENTS
        for workload in render(environment).service_workloads()
    ],
)


def test_nothing_that_runs_is_left_out(manifests: Manifests) -> None:
    kinds = [workload.kind for workload in manifests.workloads()]
    assert sorted(kinds) == ["CronJob"] * 3 + ["Deployment"] * 3 + ["Job"] * 2


@every_workload
def test_an_image_has_a_version(workload: Workload) -> None:
    image = workload.container["image"]
    if workload.service not in SERVICES:
        assert image == COMPOSE["services"][workload.name]["image"]
        return
    name = f"teacher-services/{workload.service}"
    assert re.fullmatch(rf"{name}(:\d+\.\d+\.\d+|@sha256:[0-9a-f]{{64}})", image)


@every_workload
def test_a_pod_has_no_rights(workload: Workload) -> None:
    assert workload.pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "runAsGroup": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert workload.container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC", "volumes"} & set(workload.pod)


@every_workload
def test_a_pod_gets_no_token_of_the_cluster(workload: Workload) -> None:
    assert workload.pod["automountServiceAccountToken"] is False
    assert workload.pod["enableServiceLinks"] is False
    assert "serviceAccountName" not in workload.pod


@every_workload
def test_a_pod_says_what_it_needs_and_at_most_gets(workload: Workload) -> None:
    resources = workload.container["resources"]
    for kind in ("requests", "limits"):
        assert set(resources[kind]) == {"cpu", "memory"}


@every_workload_of_a_service
def test_the_command_is_one_of_the_service(workload: Workload) -> None:
    assert "command" not in workload.container
    assert (
        workload.container["args"]
        == {
            "service": ["serve"],
            "migration": ["migrate"],
            "prune": ["changes", "prune"],
            "tick": ["views", "tick"],
        }[workload.name.partition("-")[2]]
    )


def test_the_server_of_counts_is_that_of_compose(manifests: Manifests) -> None:
    valkey = manifests.deployment("valkey")
    assert "command" not in valkey.container
    assert valkey.container["args"] == COMPOSE["services"]["valkey"]["command"]
    spec = manifests.one("Deployment", "valkey")["spec"]
    # Two would each have half of the counts.
    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}
    assert spec["selector"]["matchLabels"] == valkey.labels


def test_services_find_the_server_of_counts(manifests: Manifests, service: str) -> None:
    address = urlsplit(manifests.settings(service)[f"{service.upper()}_RATE_LIMIT_STORAGE"])
    spec = manifests.one("Service", str(address.hostname))["spec"]
    valkey = manifests.deployment("valkey")
    assert spec["selector"] == valkey.labels
    (port,), (listener,) = spec["ports"], valkey.container["ports"]
    assert address.port == port["port"] == listener["containerPort"]
    assert port["targetPort"] == listener["name"]


def test_each_probe_has_a_question_of_its_own(manifests: Manifests, service: str) -> None:
    container = manifests.deployment(service).container
    probes = [container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "readiness", "liveness")]
    assert [probe["path"] for probe in probes] == ["/startupz", "/readyz", "/livez"]
    assert {probe["port"] for probe in probes} == {"internal"}


def test_the_probes_ports_are_the_listeners(manifests: Manifests, service: str) -> None:
    deployment = manifests.deployment(service)
    ports = {each["name"]: each["containerPort"] for each in deployment.container["ports"]}
    number = {"participants": 1, "trainees": 2}[service]
    assert ports == {"public": 8080 + number, "internal": 9080 + number}


def test_a_pod_has_time_to_finish(manifests: Manifests, service: str) -> None:
    deployment, settings = manifests.deployment(service), manifests.settings(service)
    prefix = service.upper()
    sleep, pause = deployment.container["lifecycle"]["preStop"]["exec"]["command"]
    notice = float(settings[f"{prefix}_NOTICE_SECONDS"])
    drain = float(settings[f"{prefix}_DRAIN_SECONDS"])
    assert sleep == "sleep"
    assert float(pause) + notice >= 10
    # Two listeners one after the other, each the drain and as long again for what was cancelled.
    longest = float(pause) + notice + 2 * 2 * drain
    assert deployment.pod["terminationGracePeriodSeconds"] > longest


def test_a_rollout_takes_nothing_away(manifests: Manifests, service: str) -> None:
    spec = manifests.one("Deployment", f"{service}-service")["spec"]
    assert spec["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert "replicas" not in spec
    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]


def test_replicas_scale_and_are_never_all_evicted(manifests: Manifests, service: str) -> None:
    scaler = manifests.one("HorizontalPodAutoscaler", f"{service}-service")["spec"]
    assert scaler["scaleTargetRef"] == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "name": f"{service}-service",
    }
    assert [each["resource"]["name"] for each in scaler["metrics"]] == ["cpu"]
    budget = manifests.one("PodDisruptionBudget", f"{service}-service")["spec"]
    assert 1 <= budget["maxUnavailable"] < scaler["minReplicas"] <= scaler["maxReplicas"]
    labels = manifests.deployment(service).labels
    assert budget["selector"]["matchLabels"] == labels


def test_replicas_are_spread(manifests: Manifests, service: str) -> None:
    deployment = manifests.deployment(service)
    constraints = deployment.pod["topologySpreadConstraints"]
    assert [each["topologyKey"] for each in constraints] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    for each in constraints:
        assert each["labelSelector"]["matchLabels"] == deployment.labels


def test_services_select_the_pods_that_listen(manifests: Manifests, service: str) -> None:
    deployment = manifests.deployment(service)
    listeners = {each["name"] for each in deployment.container["ports"]}
    for name in (f"{service}-service", f"{service}-service-internal"):
        spec = manifests.one("Service", name)["spec"]
        assert spec["selector"] == deployment.labels
        assert {port["targetPort"] for port in spec["ports"]} <= listeners
        matching = [each for each in manifests.workloads() if each.labels == spec["selector"]]
        assert matching == [deployment]


def test_the_day_begins_in_london(manifests: Manifests) -> None:
    tick = manifests.one("CronJob", "participants-tick")["spec"]
    assert tick["schedule"] == "5 0 * * *"
    for each in manifests.all("CronJob"):
        assert each["spec"]["timeZone"] == "Europe/London"
        assert each["spec"]["concurrencyPolicy"] == "Forbid"
        assert re.fullmatch(r"\d+ \d+ \* \* \*", each["spec"]["schedule"])


def test_a_finished_migration_makes_room_for_the_next(manifests: Manifests, service: str) -> None:
    job = manifests.one("Job", f"{service}-migration")["spec"]
    assert job["ttlSecondsAfterFinished"] <= 3600
    assert job["template"]["spec"]["restartPolicy"] == "Never"
