"""The manifests as `kubectl kustomize` renders them."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

Object: TypeAlias = dict[str, Any]

OVERLAYS = Path("deploy/kubernetes/overlays")
ENVIRONMENTS = ("staging", "production")
SERVICES = ("participants", "trainees")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Something that runs pods: a deployment, a job, or a job at certain times."""

    kind: str
    name: str
    template: Object

    @property
    def pod(self) -> Object:
        spec: Object = self.template["spec"]
        return spec

    @property
    def labels(self) -> dict[str, str]:
        labels: dict[str, str] = self.template["metadata"]["labels"]
        return labels

    @property
    def service(self) -> str:
        return self.name.partition("-")[0]

    @property
    def container(self) -> Object:
        """The only container; one more would need rules of its own here."""
        (container,) = self.pod["containers"]
        assert "initContainers" not in self.pod
        found: Object = container
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifests:
    """All objects of one environment."""

    environment: str
    objects: tuple[Object, ...]

    def all(self, kind: str) -> list[Object]:
        return [each for each in self.objects if each["kind"] == kind]

    def one(self, kind: str, name: str) -> Object:
        (found,) = [each for each in self.all(kind) if each["metadata"]["name"] == name]
        return found

    def settings(self, service: str) -> dict[str, str]:
        """Return the config map of a service; its name ends in a hash."""
        (found,) = [
            each
            for each in self.all("ConfigMap")
            if each["metadata"]["name"].startswith(f"{service}-service-")
        ]
        data: dict[str, str] = found["data"]
        return data

    def workloads(self) -> Iterator[Workload]:
        for each in self.objects:
            spec = each.get("spec", {})
            if each["kind"] == "CronJob":
                spec = spec["jobTemplate"]["spec"]
            if "template" in spec:
                yield Workload(
                    kind=each["kind"], name=each["metadata"]["name"], template=spec["template"]
                )

    def service_workloads(self) -> Iterator[Workload]:
        """Those of our own images; what else runs is somebody else's program."""
        return (each for each in self.workloads() if each.service in SERVICES)

    def deployment(self, service: str) -> Workload:
        (found,) = [
            each
            for each in self.workloads()
            if each.kind == "Deployment" and each.service == service
        ]
        return found


@cache
def render(folder: str) -> Manifests:
    """Render an overlay, or one service of it: `production`, `production/trainees`."""
    done = subprocess.run(
        ["kubectl", "kustomize", str(OVERLAYS / folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    objects = tuple(yaml.safe_load_all(done.stdout))
    return Manifests(environment=folder.partition("/")[0], objects=objects)


def selects(selector: Object, labels: dict[str, str]) -> bool:
    """Tell whether a selector by labels alone means these; an empty one means everything."""
    assert set(selector) <= {"matchLabels"}
    return set(selector.get("matchLabels", {}).items()) <= set(labels.items())
