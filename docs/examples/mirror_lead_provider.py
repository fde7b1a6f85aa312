"""Keep a copy of everything a lead provider sees, in SQLite, in step with the service.

    export PARTICIPANTS_URL=http://127.0.0.1:8081 PARTICIPANTS_TOKEN=…
    python mirror_lead_provider.py mirror.sqlite       # as often as you like

Table `records`: what it is (`resource`), its `id`, for schools their `cohort`, and the `record` as
JSON. Records and position move together, so this may be stopped at any moment. Needs only Python.
"""

import json
import os
import re
import sqlite3
import sys
import time
import urllib.error
import urllib.request

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
TABLES = """
    CREATE TABLE IF NOT EXISTS records
        (resource TEXT, id TEXT, cohort TEXT, record TEXT, PRIMARY KEY (resource, id, cohort));
    CREATE TABLE IF NOT EXISTS position (position INTEGER);
"""


def get(path: str) -> tuple[int, dict, str]:
    """Return status, body and `Link` of an answer; ask again after a pause where that may help."""
    for attempt in range(1, 6):
        try:
            request = urllib.request.Request(URL + path, headers=HEADERS)
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, json.load(answer), answer.headers.get("Link", "")
        except urllib.error.HTTPError as error:
            if error.code == 410:
                return error.code, json.load(error), ""
            if error.code != 503 or attempt == 5:
                sys.exit(f"{error.code}: {error.read().decode()}")
            time.sleep(float(error.headers.get("Retry-After", attempt)))
    raise AssertionError("the last attempt either returns or ends")


def put(copy: sqlite3.Connection, *key: str, record: dict | None) -> None:
    """Write a record down, or strike it out."""
    copy.execute("DELETE FROM records WHERE (resource, id, cohort) = (?, ?, ?)", key)
    if record is not None:
        text = json.dumps(record, ensure_ascii=False)
        copy.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (*key, text))


def read_lists(copy: sqlite3.Connection) -> None:
    """Begin anew, page by page."""
    copy.execute("DELETE FROM records")
    for (resource, cohort), path in LISTS.items():
        next_page = path + "page[per_page]=3000"
        while next_page:
            _, body, link = get(next_page)
            for record in body["data"]:
                put(copy, resource, record["id"], cohort, record=record)
            found = re.search(r'<(?:https?://[^/]+)?([^>]+)>; rel="next"', link)
            next_page = found[1] if found else ""


def follow(copy: sqlite3.Connection) -> None:
    """Apply what has happened since the last time."""
    (position,) = copy.execute("SELECT coalesce(max(position), 0) FROM position").fetchone()
    news, has_more = 0, True
    while has_more:
        status, page, _ = get(f"/api/v3/changes?after={position}&limit=1000")
        entries, position = page.get("data", []), page["meta"]["position"]
        with copy:
            if status == 410:
                print(f"begun anew: {page['errors'][0]['detail']}")
                read_lists(copy)
            elif has_more := page["meta"]["has_more"]:
                position = entries[-1]["position"]
            for entry in entries:
                cohort = entry.get("cohort", "")
                put(copy, entry["resource"], entry["id"], cohort, record=entry["record"])
            copy.execute("DELETE FROM position")
            copy.execute("INSERT INTO position VALUES (?)", (position,))
        news += len(entries)
    (size,) = copy.execute("SELECT count(*) FROM records").fetchone()
    print(f"{news} changes, now at position {position} with {size} records")


if __name__ == "__main__":
    mirror = sqlite3.connect(sys.argv[1])
    mirror.executescript(TABLES)
    follow(mirror)
    mirror.close()
