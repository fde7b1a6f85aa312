"""The code tables, read once."""

import csv
from datetime import date

from peer.settings import REFERENCE_DATA

Row = dict[str, str]


def _rows(name: str) -> list[Row]:
    with (REFERENCE_DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _table(name: str) -> dict[str, Row]:
    table: dict[str, Row] = {}
    for row in _rows(name):
        if row["code"]:
            table.setdefault(row["code"], row)
    return table


TABLES = {
    name: _table(name)
    for name in (
        "countries",
        "course_age_ranges",
        "course_subjects",
        "degree_grades",
        "degree_institutions",
        "degree_subjects",
        "degree_types",
        "disabilities",
        "ethnicities",
        "fund_codes",
        "funding_methods",
        "itt_aims",
        "itt_qualification_aims",
        "nationalities",
        "sexes",
        "study_modes",
        "training_initiatives",
        "training_routes",
    )
}
VALID_LISTS = {name: ", ".join(f"'{code}'" for code in table) for name, table in TABLES.items()}
SPECIAL_URNS = {row["urn"]: row["name"] for row in _rows("placement_urns")}
OTHER_UK_INSTITUTION_UUID = next(
    row["uuid"] for row in _rows("degree_institutions") if row["name"] == "Other UK institution"
)
CYCLES = [
    (
        date.fromisoformat(row["starts_on"]),
        date.fromisoformat(row["ends_on"]),
        int(row["start_year"]),
    )
    for row in _rows("academic_cycles")
]
CYCLE_YEARS = frozenset(start_year for _, _, start_year in CYCLES)


def cycle_of(day: date) -> int | None:
    """Return the start year of the academic cycle of a day."""
    for starts_on, ends_on, start_year in CYCLES:
        if starts_on <= day <= ends_on:
            return start_year
    return None
