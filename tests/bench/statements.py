"""The services' own statements as pgbench scripts."""

import re
from collections.abc import Mapping
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


def statement(package: str, file: str, name: str) -> str:
    """Return the text of a named statement, with its `:named` parameters."""
    text = files(package).joinpath("sql", file).read_text(encoding="utf-8")
    parts = iter(_NAME.split(text)[1:])
    for found, body in zip(parts, parts, strict=True):
        if found == name:
            return body.strip()
    raise KeyError(name)


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Write SQL expressions in the place of the parameters."""
    return _PARAMETER.sub(lambda match: f"({values[match[1]]})", text)
