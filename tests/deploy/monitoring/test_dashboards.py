"""Grafana can read the dashboards, and they go with whatever data source is chosen."""

from pathlib import Path

import pytest
import yaml

from tests.deploy.monitoring.files import DASHBOARDS, FOLDER, dashboard

PROVISIONING = FOLDER / "grafana/provisioning"
CHOSEN = {"type": "prometheus", "uid": "${datasource}"}


def test_dashboards_differ_in_uid_and_title() -> None:
    assert len(DASHBOARDS) == 2
    for member in ("uid", "title"):
        assert len({dashboard(path)[member] for path in DASHBOARDS}) == len(DASHBOARDS)


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_panels_use_the_chosen_data_source(path: Path) -> None:
    source, job = dashboard(path)["templating"]["list"]
    assert (source["name"], source["type"], source["query"]) == (
        "datasource",
        "datasource",
        "prometheus",
    )
    assert job["datasource"] == CHOSEN
    for panel in dashboard(path)["panels"]:
        assert panel["datasource"] == CHOSEN
        for target in panel["targets"]:
            assert target["datasource"] == CHOSEN
            assert 'job=~"$job"' in target["expr"]


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_panels_stand_side_by_side(path: Path) -> None:
    panels = dashboard(path)["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        columns = range(place["x"], place["x"] + place["w"])
        cells = {(x, y) for x in columns for y in range(place["y"], place["y"] + place["h"])}
        assert max(columns) < 24
        assert not cells & taken, panel["title"]
        taken |= cells


def test_grafana_is_told_of_prometheus_and_of_the_dashboards() -> None:
    (source,) = yaml.safe_load((PROVISIONING / "datasources/prometheus.yaml").read_text())[
        "datasources"
    ]
    assert source["type"] == CHOSEN["type"]
    (provider,) = yaml.safe_load((PROVISIONING / "dashboards/services.yaml").read_text())[
        "providers"
    ]
    page = Path("docs/operators.md").read_text()
    assert f"`{provider['options']['path']}`" in page
