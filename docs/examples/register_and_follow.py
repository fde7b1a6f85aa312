"""Register trainees from a CSV file, and keep a copy of all records in step with the service.

    export REGISTER_URL=http://127.0.0.1:8082 REGISTER_TOKEN=…
    python register_and_follow.py register new.csv     # refused rows: new.refused.csv
    python register_and_follow.py follow copy.sqlite   # as often as you like

The columns of the CSV file are named like the members of the API; `degree.subject` and the like
make a degree, `placement.urn` and the like a placement; what is empty is not sent. Rows may be
sent again, mended or not: whoever is registered already is only counted. Needs `requests`.
"""

import csv
import json
import os
import sqlite3
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

API = os.environ["REGISTER_URL"] + "/api/v0.1"
SESSION = requests.Session()
SESSION.headers["Authorization"] = f"Bearer {os.environ['REGISTER_TOKEN']}"
ATTEMPTS = 5


def call(method: str, path: str, **options: object) -> requests.Response:
    """Send a request, again after a pause where that may help: even a POST may be repeated."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            response = SESSION.request(method, API + path, timeout=40, **options)
        except requests.ConnectionError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(attempt)
        else:
            if response.status_code not in (429, 503) or attempt == ATTEMPTS:
                return response
            time.sleep(float(response.headers.get("Retry-After", attempt)))
    raise AssertionError("the last attempt either returns or raises")


def trainee(row: dict[str, str]) -> dict[str, object]:
    """Return the trainee of a row."""
    sent = {name: value for name, value in row.items() if value}
    data: dict[str, object] = {n: v for n, v in sent.items() if "." not in n and n != "refused"}
    for kind in ("degree", "placement"):
        nested = {n.partition(".")[2]: v for n, v in sent.items() if n.startswith(f"{kind}.")}
        if nested:
            data[f"{kind}s_attributes"] = [nested]
    return data


def register(path: Path) -> None:
    """Register every row; write those that are refused, with the reasons, beside the file."""
    with path.open(newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda r: call("POST", "/trainees", json={"data": trainee(r)}), rows)
        )
    refused = []
    for row, answer in zip(rows, answers, strict=True):
        if answer.status_code == 422:
            reasons = [error["message"] for error in answer.json()["errors"]]
            refused.append({**row, "refused": "; ".join(reasons)})
        elif answer.status_code not in (201, 409):
            sys.exit(f"{answer.status_code}: {answer.text}")
    count = Counter(answer.status_code for answer in answers)
    print(f"{count[201]} registered, {count[409]} there already, {count[422]} refused")
    target = path.with_suffix(".refused.csv")
    target.unlink(missing_ok=True)
    if refused:
        with target.open("w", newline="", encoding="utf-8") as sink:
            writer = csv.DictWriter(sink, list(refused[0]))
            writer.writeheader()
            writer.writerows(refused)


def follow(path: Path) -> None:
    """Bring the copy up to date: records and position move in one transaction."""
    copy = sqlite3.connect(path)
    copy.execute("CREATE TABLE IF NOT EXISTS trainees (id TEXT PRIMARY KEY, record TEXT)")
    copy.execute("CREATE TABLE IF NOT EXISTS position (position INTEGER)")
    (position,) = copy.execute("SELECT coalesce(max(position), 0) FROM position").fetchone()
    news, has_more = 0, True
    while has_more:
        answer = call("GET", f"/changes?after={position}&limit=1000")
        if answer.status_code != 200:
            sys.exit(f"{answer.status_code}: {answer.text}")
        page = answer.json()
        with copy:
            for change in page["data"]:
                copy.execute("DELETE FROM trainees WHERE id = ?", (change["id"],))
                if change["record"] is not None:
                    record = json.dumps(change["record"], ensure_ascii=False)
                    copy.execute("INSERT INTO trainees VALUES (?, ?)", (change["id"], record))
                position = change["position"]
            copy.execute("DELETE FROM position")
            copy.execute("INSERT INTO position VALUES (?)", (position,))
        news, has_more = news + len(page["data"]), page["meta"]["has_more"]
    (size,) = copy.execute("SELECT count(*) FROM trainees").fetchone()
    print(f"{news} changes, now at position {position} with {size} trainees")
    copy.close()


if __name__ == "__main__":
    {"register": register, "follow": follow}[sys.argv[1]](Path(sys.argv[2]))
