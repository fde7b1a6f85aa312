"""The example for lead providers does what it says, against a service as it is served."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import requests

from tests.conftest import PARTICIPANTS, Templates
from tests.participants.changes import EVERY_COHORT, LISTS
from tests.service_process import ServiceProcess, service_process

SCRIPT = Path("docs/examples/mirror_lead_provider.py").resolve()


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def url(templates: Templates, runner: asyncio.Runner) -> Iterator[str]:
    stack = AsyncExitStack()
    yield runner.run(stack.enter_async_context(templates.clone(PARTICIPANTS)))
    runner.run(stack.aclose())


@pytest.fixture(scope="module")
def service(url: str) -> Iterator[ServiceProcess]:
    with service_process(PARTICIPANTS, url) as process:
        yield process


def mirror(service: ServiceProcess, path: Path) -> str:
    """Run the example once and return what it says."""
    environment = os.environ | {
        "PARTICIPANTS_URL": service.url,
        "PARTICIPANTS_TOKEN": service.token,
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(path)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout.strip()


def mirrored(path: Path) -> dict[tuple[str, str, str], Any]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT resource, id, cohort, record FROM records").fetchall()
    return {(resource, one, cohort): json.loads(text) for resource, one, cohort, text in rows}


def listed(service: ServiceProcess) -> dict[tuple[str, str, str], Any]:
    """Return what all lists have."""
    found = {}
    for resource, path in LISTS.items():
        for cohort in map(str, EVERY_COHORT) if resource == "school" else [""]:
            answer = requests.get(
                service.url + path,
                params={"filter[cohort]": cohort} | {"page[per_page]": "3000"},
                headers={"Authorization": f"Bearer {service.token}"},
                timeout=30,
            )
            for record in answer.json()["data"]:
                found[resource, record["id"], cohort] = record
    return found


def act(service: ServiceProcess, participant_id: str) -> None:
    """Change something: whoever can be deferred is deferred."""
    answer = requests.put(
        f"{service.url}/api/v3/participants/{participant_id}/defer",
        json={
            "data": {
                "type": "participant-defer",
                "attributes": {"course_identifier": "ecf-induction", "reason": "other"},
            }
        },
        headers={"Authorization": f"Bearer {service.token}"},
        timeout=30,
    )
    assert answer.status_code in {200, 422}, answer.text


def test_a_mirror_is_made_and_followed_and_begun_anew(
    service: ServiceProcess, url: str, runner: asyncio.Runner, tmp_path: Path
) -> None:
    path = tmp_path / "mirror.sqlite"
    first = mirror(service, path)
    assert not first.startswith("0 changes")
    assert mirrored(path) == listed(service)
    assert {resource for resource, _, _ in mirrored(path)} == set(LISTS)
    assert mirror(service, path).startswith("0 changes")

    for resource, one, _ in list(mirrored(path))[:200]:
        if resource == "participant":
            act(service, one)
    news = mirror(service, path)
    assert not news.startswith("0 changes")
    assert mirrored(path) == listed(service)

    runner.run(forget(url))
    late = tmp_path / "late.sqlite"
    anew, *others = mirror(service, late).splitlines()
    assert anew.startswith("begun anew: What has happened after position 0 is no longer kept")
    assert others[-1].startswith("0 changes")
    assert mirrored(late) == listed(service)
    assert mirror(service, path).startswith("0 changes")


async def forget(url: str) -> None:
    """Prune all journals completely."""
    conn = await asyncpg.connect(url)
    try:
        await conn.execute("DELETE FROM participants.changes")
    finally:
        await conn.close()
