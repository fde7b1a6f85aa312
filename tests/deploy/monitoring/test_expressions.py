"""Rules and dashboards read metrics that there are, by labels that these have."""

import pytest
from prometheus_client.metrics import MetricWrapperBase

from shared.metrics import Metrics
from tests.deploy.monitoring.files import CONFIGURATION, Expression, expressions, rules

SCRAPED = frozenset(("job", "instance"))


def exposed() -> dict[str, frozenset[str]]:
    """Return the labels of everything that a process exposes, by the name that is scraped."""
    labels: dict[str, frozenset[str]] = {}
    for metric in vars(Metrics()).values():
        if not isinstance(metric, MetricWrapperBase):
            continue
        own = frozenset(metric._labelnames)
        (family,) = metric.describe()
        match family.type:
            case "counter":
                labels[f"{family.name}_total"] = own
            case "histogram":
                labels[f"{family.name}_bucket"] = own | {"le"}
                labels[f"{family.name}_count"] = own
                labels[f"{family.name}_sum"] = own
            case _:
                labels[family.name] = own
    return labels


def known() -> dict[str, frozenset[str]]:
    """Return the labels of all series in Prometheus."""
    scraped = {name: own | SCRAPED for name, own in exposed().items()}
    recorded = {rule["record"]: frozenset(("job",)) for rule in rules() if "record" in rule}
    return scraped | recorded | {"up": SCRAPED}


@pytest.mark.parametrize("expression", list(expressions()), ids=lambda one: one.place)
def test_what_is_read_exists(expression: Expression) -> None:
    series = known()
    selectors = expression.selectors()
    assert selectors
    assert {one.metric for one in selectors} <= series.keys()
    for one in selectors:
        assert one.labels <= series[one.metric], one.metric


@pytest.mark.parametrize("expression", list(expressions()), ids=lambda one: one.place)
def test_what_is_kept_and_shown_exists(expression: Expression) -> None:
    series = known()
    there = frozenset().union(*(series[one.metric] for one in expression.selectors()))
    assert expression.grouped_by() <= there
    assert expression.shown_labels() <= (expression.grouped_by() or there)


def test_everything_exposed_is_looked_at() -> None:
    read = {one.metric for expression in expressions() for one in expression.selectors()}
    unread = {name for name in exposed() if not name.endswith("_sum")} - read
    assert unread == set()


def test_the_latency_objective_is_a_bucket() -> None:
    limits = {float(bound) for bound in Metrics().latency._upper_bounds}
    named = [text for one in expressions() for text in one.text.split('le="')[1:]]
    assert named
    assert {float(text.partition('"')[0]) for text in named} <= limits


def test_the_jobs_are_the_ones_that_the_rules_name() -> None:
    text = CONFIGURATION.read_text()
    for name, port in (("participants", 9081), ("trainees", 9082)):
        assert f"job_name: {name}\n" in text
        assert f"names: [{name}], type: A, port: {port}" in text
