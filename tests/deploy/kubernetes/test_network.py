"""Who may talk to whom."""

from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from tests.deploy.kubernetes.manifests import Manifests, Object, Workload, selects


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """What all policies together allow one kind of pod; they only ever add to each other."""

    closed: frozenset[str]
    incoming: set[tuple[str, int]]
    outgoing: set[tuple[str, int]]


def peer_name(peer: Object) -> str:
    if "ipBlock" in peer:
        assert ip_network(peer["ipBlock"]["cidr"]).is_private
        return "network"
    pods = peer.get("podSelector", {}).get("matchLabels", {})
    if "namespaceSelector" not in peer:
        # Of the same namespace; without labels it would be everybody there.
        assert pods
        return "/".join(pods.values())
    name: str = peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
    return "/".join([name, *pods.values()])


def allowed(rules: list[Any], side: str) -> set[tuple[str, int]]:
    found = set()
    for rule in rules:
        # Without peers or ports a rule would allow all of them.
        assert rule[side]
        assert rule["ports"]
        for peer in rule[side]:
            found |= {(peer_name(peer), port["port"]) for port in rule["ports"]}
    return found


def policies_of(workload: Workload, manifests: Manifests) -> Policies:
    specs = [
        each["spec"]
        for each in manifests.all("NetworkPolicy")
        if selects(each["spec"]["podSelector"], workload.labels)
    ]
    return Policies(
        closed=frozenset(kind for spec in specs for kind in spec["policyTypes"]),
        incoming=set().union(*(allowed(spec.get("ingress", []), "from") for spec in specs)),
        outgoing=set().union(*(allowed(spec.get("egress", []), "to") for spec in specs)),
    )


def test_every_pod_is_closed_in_both_directions(manifests: Manifests) -> None:
    for workload in manifests.workloads():
        assert policies_of(workload, manifests).closed == {"Ingress", "Egress"}
    deny = manifests.one("NetworkPolicy", "default-deny")["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_the_gateway_reaches_the_public_listener_alone(manifests: Manifests, service: str) -> None:
    deployment = manifests.deployment(service)
    ports = {each["name"]: each["containerPort"] for each in deployment.container["ports"]}
    assert policies_of(deployment, manifests).incoming == {
        ("gateway", ports["public"]),
        ("monitoring", ports["internal"]),
        ("registry", ports["internal"]),
    }


def test_nobody_reaches_a_job(manifests: Manifests) -> None:
    for workload in manifests.workloads():
        if workload.kind != "Deployment":
            assert not policies_of(workload, manifests).incoming


def test_pods_reach_names_the_database_and_the_collector(manifests: Manifests) -> None:
    for workload in manifests.service_workloads():
        everybody = {
            ("kube-system/kube-dns", 53),
            ("network", 5432),
            ("network", 6432),
            ("monitoring", 4317),
            ("monitoring", 4318),
        }
        # Jobs have no requests to count.
        counts = {("valkey", 6379)} if workload.kind == "Deployment" else set()
        assert policies_of(workload, manifests).outgoing == everybody | counts


def test_only_what_answers_requests_reaches_the_counts(manifests: Manifests, service: str) -> None:
    valkey = manifests.deployment("valkey")
    policies = policies_of(valkey, manifests)
    assert policies.outgoing == set()
    assert policies.incoming == {("api/participants-service", 6379), ("api/trainees-service", 6379)}
    (rule,) = manifests.one("NetworkPolicy", "valkey")["spec"]["ingress"]
    for peer in rule["from"]:
        for workload in manifests.workloads():
            assert (
                not selects(peer["podSelector"], workload.labels) or workload.kind == "Deployment"
            )
    (rule,) = manifests.one("NetworkPolicy", f"{service}-service-counters")["spec"]["egress"]
    (peer,) = rule["to"]
    assert [
        each for each in manifests.workloads() if selects(peer["podSelector"], each.labels)
    ] == [valkey]


def test_the_way_to_the_database_is_narrow(manifests: Manifests, service: str) -> None:
    spec = manifests.one("NetworkPolicy", f"{service}-service-database")["spec"]
    for rule in spec["egress"]:
        for peer in rule["to"]:
            assert ip_network(peer["ipBlock"]["cidr"]).prefixlen >= 24


def test_each_policy_means_some_pod(manifests: Manifests) -> None:
    for each in manifests.all("NetworkPolicy"):
        selector = each["spec"]["podSelector"]
        assert any(selects(selector, workload.labels) for workload in manifests.workloads())


def test_a_first_migration_finds_what_it_needs(manifests: Manifests, service: str) -> None:
    """What a release applies first, by these labels, is enough for the migration."""
    first = Manifests(
        environment=manifests.environment,
        objects=tuple(
            each
            for each in manifests.objects
            if each["metadata"].get("labels", {}).get("app.kubernetes.io/component")
            in {"network", "migration"}
            and each["metadata"]["labels"]["app.kubernetes.io/name"] == f"{service}-service"
        ),
    )
    (migration,) = first.workloads()
    assert policies_of(migration, first).outgoing >= {
        ("kube-system/kube-dns", 53),
        ("network", 5432),
    }
    assert "envFrom" not in migration.container
    assert "component in (network, migration)" in Path("docs/operators.md").read_text()
