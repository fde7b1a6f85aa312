"""The code tables as files, and the only place that opens them."""

import csv
from importlib.resources import files
from io import StringIO


def read_rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one table in file order, every value as text."""
    source = files(__package__).joinpath(f"{table}.csv")
    return tuple(csv.DictReader(StringIO(source.read_text(encoding="utf-8"))))
