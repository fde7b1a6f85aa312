"""Keep a copy of everything a lead provider sees, in SQLite, in step with the service.

    export PARTICIPANTS_URL=http://127.0.0.1:8081 PARTICIPANTS_TOKEN=…
    python mirror_lead_provider.py mirror.sqlite       # as often as you like

Table `records`: what it is (`resource`), its `id`, for schools their `cohort`, and the `record` as
JSON. Records and position move in one transaction, so this may be stopped at any moment. Needs
nothing but Python.
"""

import json
import os
import re
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

URL = os.environ["PARTICIPANTS_URL"]
HEADERS = {"Authorization": f"Bearer {os.environ['PARTICIPANTS_TOKEN']}"}
COHORTS = range(2021, time.gmtime().tm_year + 2)
LISTS = {
    ("participant", ""): "/api/v3/participants?",
    ("participant-transfer", ""): "/api/v3/participants/transfers?",
    ("unfunded-mentor", ""): "/api/v3/unfunded-mentors?",
    ("partnership", ""): "/api/v3/partnerships?",
    ("delivery-partner", ""): "/api/v3/delivery-partners?",
} | {("school", str(year)): f"/api/v3/schools?filter[cohort]={year}&" for year in COHORTS}
SCHEMA = """
    CREATE TABLE IF NOT EXISTS records
        (resource TEXT, id TEXT, cohort TEXT, record TEXT, PRIMARY KEY (resource, id, cohort));
    CREATE TABLE IF NOT EXISTS position (position INTEGER);
"""


def get(path: str) -> tuple[int, dict, str]:
    """Return status, body and `Link` of an answer; ask again after a pause where that may help."""
    for attempt in range(1, 6):
        request = urllib.request.Request(URL + path, headers=HEADERS)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, json.load(answer), answer.headers.get("Link", "")
        except urllib.error.HTTPError as error:
            if error.code == 410:
                return error.code, json.load(error), ""
            if error.code != 503 or attempt == 5:
                sys.exit(f"{error.code}: {error.read().decode()}")
            time.sleep(float(error.headers.get("Retry-After", attempt)))
    raise AssertionError("the last attempt either returns or ends")


def put(copy: sqlite3.Connection, key: tuple[str, str, str], record: dict | None) -> None:
    """Write a record down, or strike it out."""
    copy.execute("DELETE FROM records WHERE (resource, id, cohort) = (?, ?, ?)", key)
    if record is not None:
        text = json.dumps(record, ensure_ascii=False)
        copy.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (*key, text))


def read_list(path: str) -> Iterator[dict]:
    """Yield all records of a list, page by page."""
    path += "page[per_page]=3000"
    while path:
        _, body, link = get(path)
        yield from body["data"]
        following = re.search(r'<(?:https?://[^/]+)?([^>]+)>; rel="next"', link)
        path = following[1] if following else ""


def begin_anew(copy: sqlite3.Connection, position: int) -> None:
    """Read all lists; the feed then goes on from where it ended before that."""
    with copy:
        copy.execute("DELETE FROM records")
        for (resource, cohort), path in LISTS.items():
            for record in read_list(path):
                put(copy, (resource, record["id"], cohort), record)
        copy.execute("DELETE FROM position")
        copy.execute("INSERT INTO position VALUES (?)", (position,))


def follow(copy: sqlite3.Connection) -> None:
    """Apply what has happened since the last time."""
    (position,) = copy.execute("SELECT coalesce(max(position), 0) FROM position").fetchone()
    news, has_more = 0, True
    while has_more:
        status, page, _ = get(f"/api/v3/changes?after={position}&limit=1000")
        head = page["meta"]["position"]
        if status == 410:
            print(f"begun anew: {page['errors'][0]['detail']}")
            begin_anew(copy, head)
            position = head
            continue
        has_more = page["meta"]["has_more"]
        position = page["data"][-1]["position"] if has_more else head
        with copy:
            for change in page["data"]:
                put(
                    copy,
                    (change["resource"], change["id"], change.get("cohort", "")),
                    change["record"],
                )
            copy.execute("DELETE FROM position")
            copy.execute("INSERT INTO position VALUES (?)", (position,))
        news += len(page["data"])
    (size,) = copy.execute("SELECT count(*) FROM records").fetchone()
    print(f"{news} changes, now at position {position} with {size} records")


if __name__ == "__main__":
    mirror = sqlite3.connect(sys.argv[1])
    mirror.executescript(SCHEMA)
    follow(mirror)
    mirror.close()
