"""What deploy/monitoring holds, and the expressions in it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path("deploy/monitoring")
RULES = FOLDER / "rules.yaml"
CONFIGURATION = FOLDER / "prometheus.yaml"
DASHBOARDS = sorted((FOLDER / "grafana/dashboards").glob("*.json"))

_STRING = re.compile(r'"[^"]*"')
_GROUPED = re.compile(r"\b(?:by|on|ignoring)\s*\(([^)]*)\)")
_MATCHERS = re.compile(r"\{([^}]*)\}")
_WINDOW = re.compile(r"\[[^\]]*\]")
_NAME = re.compile(r"\b([a-z_:][a-zA-Z0-9_:]*)\b(?!\s*\()(\{[^}]*\})?")
_WORDS = {"and", "or", "unless", "by", "on", "ignoring", "bool"}


@dataclass(frozen=True, slots=True)
class Selector:
    """A metric in an expression, with the labels that it is selected by."""

    metric: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Expression:
    """A PromQL expression, where it stands, and what is said with the labels of its outcome."""

    place: str
    text: str
    shown: str

    def selectors(self) -> list[Selector]:
        """Return the metrics that it reads."""
        bare = _WINDOW.sub("", _GROUPED.sub(" ", _STRING.sub("", self.text)))
        return [
            Selector(name, frozenset(re.findall(r"(\w+)\s*[=!]", matchers)))
            for name, matchers in _NAME.findall(bare)
            if name not in _WORDS
        ]

    def grouped_by(self) -> frozenset[str]:
        """Return the labels that sums and the like keep."""
        kept = _GROUPED.findall(self.text)
        return frozenset(label.strip() for labels in kept for label in labels.split(","))

    def shown_labels(self) -> frozenset[str]:
        """Return the labels that a legend or an annotation names."""
        return frozenset(re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", self.shown))


def rules() -> list[Mapping[str, Any]]:
    """Return all rules, of all groups."""
    return [
        rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]
    ]


def alerts() -> list[Mapping[str, Any]]:
    """Return the rules that alert."""
    return [rule for rule in rules() if "alert" in rule]


def dashboard(path: Path) -> Mapping[str, Any]:
    """Return a dashboard as Grafana reads it."""
    loaded: Mapping[str, Any] = json.loads(path.read_text())
    return loaded


def expressions() -> Iterator[Expression]:
    """Return every expression of the rules and the dashboards."""
    for rule in rules():
        name = rule.get("alert") or rule["record"]
        yield Expression(name, rule["expr"], " ".join(rule.get("annotations", {}).values()))
    for path in DASHBOARDS:
        for panel in dashboard(path)["panels"]:
            for target in panel["targets"]:
                place = f"{path.stem}: {panel['title']} {target['refId']}"
                yield Expression(place, target["expr"], target["legendFormat"])
