"""The example for integrators does what it says, against a service as it is served."""

import asyncio
import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import TRAINEES, Templates
from tests.local.waiting import wait_until
from tests.service_process import ServiceProcess, service_process
from trainees_service.demo.payloads import trainee_payloads

SCRIPT = Path("docs/examples/register_and_follow.py").resolve()
NESTED = {"degrees_attributes": "degree", "placements_attributes": "placement"}


@pytest.fixture(scope="module")
def service(templates: Templates) -> Iterator[ServiceProcess]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = runner.run(stack.enter_async_context(templates.clone(TRAINEES)))
        with service_process(TRAINEES, url) as process:
            yield process
        runner.run(stack.aclose())


def run(service: ServiceProcess, command: str, path: Path) -> str:
    environment = os.environ | {"REGISTER_URL": service.url, "REGISTER_TOKEN": service.token}
    arguments = [sys.executable, str(SCRIPT), command, str(path)]
    done = subprocess.run(
        arguments, env=environment, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def as_row(data: dict[str, Any]) -> dict[str, str]:
    """Write a registration as a row of a spreadsheet, with one degree and one placement."""
    row = {name: str(value) for name, value in data.items() if name not in NESTED}
    for member, prefix in NESTED.items():
        for nested in data.get(member, [])[:1]:
            row |= {f"{prefix}.{name}": str(value) for name, value in nested.items()}
    return row


def write(path: Path, rows: list[dict[str, str]]) -> None:
    names = dict.fromkeys(name for row in rows for name in row)
    with path.open("w", newline="", encoding="utf-8") as sink:
        writer = csv.DictWriter(sink, list(names))
        writer.writeheader()
        writer.writerows(rows)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def test_rows_are_registered_mended_and_followed(service: ServiceProcess, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    rows = [as_row(body["data"]) for body in trainee_payloads(40, today=today, seed=7)]
    rows[3]["sex"] = "male"
    rows[8]["last_name"] = ""
    path = tmp_path / "new.csv"
    write(path, rows)

    assert run(service, "register", path) == "38 registered, 0 there already, 2 refused"
    refused = read(tmp_path / "new.refused.csv")
    assert [row["refused"].partition(" ")[0] for row in refused] == ["Sex", "Last"]
    assert refused[1]["refused"] == "Last name can't be blank"

    refused[0]["sex"], refused[1]["last_name"] = "10", "Ångström"
    mended = tmp_path / "mended.csv"
    write(mended, refused)
    assert run(service, "register", mended) == "2 registered, 0 there already, 0 refused"
    assert not (tmp_path / "mended.refused.csv").exists()
    assert run(service, "register", mended) == "0 registered, 2 there already, 0 refused"

    copy = tmp_path / "copy.sqlite"
    wait_until(
        lambda: run(service, "follow", copy).startswith("0 changes"),
        seconds=60,
        what="TRNs for everybody",
    )
    with closing(sqlite3.connect(copy)) as connection:
        texts = connection.execute("SELECT record FROM trainees").fetchall()
    records = [json.loads(text) for (text,) in texts]
    assert {row["email"] for row in rows} <= {record["email"] for record in records}
    assert all(record["trn"] for record in records)
    for record in records:
        assert get(service, f"/api/v0.1/trainees/{record['trainee_id']}") == record


def get(service: ServiceProcess, path: str) -> Any:
    headers = {"Authorization": f"Bearer {service.token}"}
    return requests.get(f"{service.url}{path}", headers=headers, timeout=10).json()["data"]
