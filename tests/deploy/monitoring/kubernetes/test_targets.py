"""On Kubernetes Prometheus finds the pods that answer requests, each under its service's job.

Not every build of Prometheus knows Kubernetes, Debian's does not. So what it would find there is
made from the rendered manifests, and Prometheus' own tool says what becomes of that.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.kubernetes.manifests import (
    SERVICES,
    Manifests,
    Object,
    Workload,
    render,
    selects,
)
from tests.deploy.monitoring.files import CONFIGURATION, FOLDER

KUBERNETES = FOLDER / "prometheus.kubernetes.yaml"
MANIFESTS = render("production")
PORTS = {"participants": 9081, "trainees": 9082}


def jobs() -> dict[str, Object]:
    """Return what is scraped, by the names of the jobs."""
    listed = yaml.safe_load(KUBERNETES.read_text())["scrape_configs"]
    return {job["job_name"]: job for job in listed}


def discovery(job: Object) -> Object:
    """Return how a job finds pods."""
    (found,) = job["kubernetes_sd_configs"]
    assert set(found) == {"role", "namespaces", "selectors"}
    assert found["role"] == "pod"
    assert set(found["namespaces"]) == {"names"}
    return dict(found)


def selected(job: Object, manifests: Manifests) -> list[Workload]:
    """Return whose pods a job asks Kubernetes for."""
    found = discovery(job)
    (selector,) = found["selectors"]
    assert selector["role"] == "pod"
    labels = dict(each.split("=") for each in selector["label"].split(","))
    names = found["namespaces"]["names"]
    return [
        each
        for each in manifests.workloads()
        if selects({"matchLabels": labels}, each.labels)
        and manifests.one(each.kind, each.name)["metadata"]["namespace"] in names
    ]


def discovered(workload: Workload, *, phase: str = "Running") -> Iterator[Object]:
    """Yield what Prometheus is told of a pod: a target for each port of its container."""
    for port in workload.container.get("ports", ()):
        yield {
            "targets": [f"10.0.0.1:{port['containerPort']}"],
            "labels": {
                "__meta_kubernetes_pod_name": f"{workload.name}-5d8f",
                "__meta_kubernetes_pod_phase": phase,
                "__meta_kubernetes_pod_container_port_name": port["name"],
            },
        }


def with_pods(folder: Path, **pods: list[Object]) -> Path:
    """Write the configuration with these in place of what it would ask Kubernetes for."""
    configuration: dict[str, Any] = yaml.safe_load(KUBERNETES.read_text())
    for job in configuration["scrape_configs"]:
        del job["kubernetes_sd_configs"]
        job["static_configs"] = pods.get(job["job_name"], [])
    path = folder / KUBERNETES.name
    path.write_text(yaml.safe_dump(configuration))
    (folder / "rules.yaml").write_text((FOLDER / "rules.yaml").read_text())
    return path


def promtool(*arguments: str) -> str:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def scraped(configuration: Path, job: str) -> list[dict[str, str]]:
    """Return the labels of all that is scraped, without what is always the same."""
    said = promtool("check", "service-discovery", "--timeout=1s", str(configuration), job)
    kept = [target["labels"] for target in json.loads(said) if target["labels"]]
    return [
        {
            name: value
            for name, value in labels.items()
            if name not in {"__scheme__", "__scrape_interval__", "__scrape_timeout__"}
        }
        for labels in kept
    ]


def test_promtool_is_content_with_all_but_the_discovery(tmp_path: Path) -> None:
    promtool("check", "config", "--lint-fatal", str(with_pods(tmp_path)))


def test_the_rest_is_as_in_compose() -> None:
    here, compose = [yaml.safe_load(path.read_text()) for path in (KUBERNETES, CONFIGURATION)]
    assert list(jobs()) == [job["job_name"] for job in compose["scrape_configs"]]
    for each in (here, compose):
        del each["scrape_configs"]
    assert here == compose


@pytest.mark.parametrize("service", SERVICES)
def test_a_job_asks_for_the_pods_that_answer_requests(service: str) -> None:
    assert selected(jobs()[service], MANIFESTS) == [MANIFESTS.deployment(service)]


@pytest.mark.parametrize("service", SERVICES)
def test_other_environments_are_not_mixed_in(service: str) -> None:
    assert selected(jobs()[service], render("staging")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_pod_is_scraped_once_at_its_internal_listener(service: str, tmp_path: Path) -> None:
    deployment = MANIFESTS.deployment(service)
    configuration = with_pods(tmp_path, **{service: list(discovered(deployment))})
    assert scraped(configuration, service) == [
        {
            "__address__": f"10.0.0.1:{PORTS[service]}",
            "__metrics_path__": "/metrics",
            "instance": f"{service}-service-5d8f",
            "job": service,
        }
    ]


@pytest.mark.parametrize("phase", ["Pending", "Succeeded", "Failed"])
def test_a_pod_that_does_not_run_is_nobody(phase: str, tmp_path: Path) -> None:
    pods = list(discovered(MANIFESTS.deployment("trainees"), phase=phase))
    assert pods
    assert scraped(with_pods(tmp_path, trainees=pods), "trainees") == []


def test_nothing_else_says_where_metrics_are() -> None:
    """Annotations lead whoever follows them to targets of a job that no rule knows."""
    for each in MANIFESTS.workloads():
        assert "prometheus.io" not in str(each.template["metadata"])


def test_policies_let_prometheus_in_from_where_it_runs() -> None:
    assert "in the namespace\n# `monitoring`" in KUBERNETES.read_text()
    for service in SERVICES:
        spec = MANIFESTS.one("NetworkPolicy", f"{service}-service-listeners")["spec"]
        peers = [
            rule["from"] for rule in spec["ingress"] if rule["ports"] == [{"port": PORTS[service]}]
        ]
        assert {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}
        } in peers[0]
