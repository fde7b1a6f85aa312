"""The manifests are what Kubernetes knows, and one service's can be applied without the other's."""

import re
from pathlib import Path

import kubernetes_validate
import pytest

from tests.deploy.kubernetes.manifests import ENVIRONMENTS, SERVICES, Manifests, Object, render

# The oldest in which every field is stable, `timeZone` being the youngest, and the newest whose
# schemas there are.
OLDEST = "1.27"
KUBERNETES_VERSIONS = (OLDEST, kubernetes_validate.latest_version())
PAGE = Path("docs/operators.md")
OTHER = {"participants": "trainees", "trainees": "participants"}
BASE = Path("deploy/kubernetes/base")


def test_everything_is_there(manifests: Manifests) -> None:
    found = sorted((each["kind"], each["metadata"]["name"]) for each in manifests.objects)
    assert [each for each in found if each[0] != "ConfigMap"] == sorted(
        [
            ("Namespace", f"teacher-services-{manifests.environment}"),
            ("NetworkPolicy", "default-deny"),
            ("CronJob", "participants-tick"),
            ("Deployment", "valkey"),
            ("NetworkPolicy", "valkey"),
            ("Service", "valkey"),
            *(
                (kind, f"{service}-{suffix}")
                for service in ("participants", "trainees")
                for kind, suffix in (
                    ("CronJob", "prune"),
                    ("Deployment", "service"),
                    ("HTTPRoute", "service"),
                    ("HorizontalPodAutoscaler", "service"),
                    ("Job", "migration"),
                    ("NetworkPolicy", "service-counters"),
                    ("NetworkPolicy", "service-database"),
                    ("NetworkPolicy", "service-egress"),
                    ("NetworkPolicy", "service-listeners"),
                    ("PodDisruptionBudget", "service"),
                    ("Service", "service"),
                    ("Service", "service-internal"),
                )
            ),
        ]
    )


@pytest.mark.parametrize("version", KUBERNETES_VERSIONS)
def test_objects_follow_their_schemas_to_the_letter(manifests: Manifests, version: str) -> None:
    checked = [each for each in manifests.objects if each["kind"] != "HTTPRoute"]
    assert len(checked) == len(manifests.objects) - 2
    for each in checked:
        kubernetes_validate.validate(each, version, strict=True)


def test_operators_are_told_the_oldest_version() -> None:
    assert f"Kubernetes {OLDEST} or newer" in PAGE.read_text()


def test_a_misspelt_field_is_noticed(manifests: Manifests) -> None:
    wrong = manifests.one("Deployment", "trainees-service")
    wrong = wrong | {"spec": wrong["spec"] | {"minReadySecond": 5}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES_VERSIONS[0], strict=True)


def test_objects_are_in_the_namespace_of_their_environment(manifests: Manifests) -> None:
    for each in manifests.objects:
        if each["kind"] != "Namespace":
            assert each["metadata"]["namespace"] == f"teacher-services-{manifests.environment}"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_service_is_applied_without_the_other(environment: str, service: str) -> None:
    alone = render(f"{environment}/{service}")
    assert OTHER[service] not in str(alone.objects)
    together = render(environment).objects
    assert all(each in together for each in alone.objects)


def test_the_services_differ_in_names_and_limits_alone() -> None:
    def without_names(service: str, text: str) -> str:
        names = f"{service}|{service.upper()}|[89]08[12]|/api/v[0-9.]+|- tick.yaml\n"
        limit = "(?<=_RATE_LIMIT=).*"
        return re.sub(f"{names}|{limit}", "", text)

    def files(service: str) -> dict[str, str]:
        return {
            path.name: without_names(service, path.read_text())
            for path in (BASE / service).iterdir()
            if path.name != "tick.yaml"
        }

    assert files("participants") == files("trainees")


def test_the_namespace_refuses_pods_with_rights(manifests: Manifests) -> None:
    (namespace,) = manifests.all("Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def route_paths(route: Object) -> dict[str, str | None]:
    """Check the fields of a route that we use; return its paths and what becomes of them."""
    assert route["apiVersion"] == "gateway.networking.k8s.io/v1"
    assert set(route["spec"]) == {"parentRefs", "hostnames", "rules"}
    (hostname,) = route["spec"]["hostnames"]
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", hostname)
    paths: dict[str, str | None] = {}
    for rule in route["spec"]["rules"]:
        assert set(rule) <= {"matches", "filters", "backendRefs"}
        (match,) = rule["matches"]
        assert set(match) == {"path"}
        assert match["path"]["type"] in {"Exact", "PathPrefix"}
        rewritten = None
        for each in rule.get("filters", ()):
            assert set(each) == {"type", "urlRewrite"}
            assert each["type"] == "URLRewrite"
            path = dict(each["urlRewrite"]["path"])
            kind = path.pop("type")
            # A prefix can only be replaced where one was matched.
            assert kind == "ReplaceFullPath" or match["path"]["type"] == "PathPrefix"
            rewritten = path.pop(kind[0].lower() + kind[1:])
            assert not path
        paths[match["path"]["value"]] = rewritten
    return paths


def test_a_route_leads_to_the_api_and_its_description(manifests: Manifests, service: str) -> None:
    route = manifests.one("HTTPRoute", f"{service}-service")
    assert route_paths(route) == {
        {"participants": "/api/v3", "trainees": "/api/v0.1"}[service]: None,
        f"/{service}/docs": "/docs",
        f"/{service}/openapi.json": "/openapi.json",
    }


def test_a_route_begins_at_the_listener_with_tls_alone(manifests: Manifests) -> None:
    """Attached to a Gateway as a whole it would take tokens from the listener on port 80, too."""
    routes = manifests.all("HTTPRoute")
    assert len(routes) == len(SERVICES)
    for each in routes:
        assert each["spec"]["parentRefs"] == [
            {"name": "public", "namespace": "gateway", "sectionName": "https"}
        ]
    assert "listener `https`" in PAGE.read_text()


def test_the_page_names_what_is_to_be_changed_with_its_files() -> None:
    section = PAGE.read_text().partition("### On Kubernetes")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| [^|]+ \| (`[^|]+`) \| (`[^|]+`) \|$", section, re.MULTILINE)
    assert len(listed) >= 6
    for values, files in listed:
        for file in re.findall("`([^`]+)`", files):
            found = sorted(BASE.parent.glob(file))
            assert found, file
            texts = [path.read_text() for path in found]
            for value in re.findall("`([^`]+)`", values):
                assert any(value in text for text in texts), (value, file)


def test_a_route_ends_at_the_public_listener(manifests: Manifests, service: str) -> None:
    route = manifests.one("HTTPRoute", f"{service}-service")
    target = manifests.one("Service", f"{service}-service")
    (port,) = target["spec"]["ports"]
    for rule in route["spec"]["rules"]:
        assert rule["backendRefs"] == [{"name": f"{service}-service", "port": port["port"]}]
    assert port["targetPort"] == "public"
