"""The services' own statements as pgbench scripts."""

import re
from collections.abc import Mapping

from shared.database import load_statements

_NUMBERED = re.compile(r"\$([0-9]+)")


def statement_with(package: str, file: str, name: str, values: Mapping[str, str]) -> str:
    """Return a named statement with SQL expressions in the place of its parameters."""
    statement = load_statements(package, file)[name]
    expressions = [values[parameter] for parameter in statement.parameters]
    return _NUMBERED.sub(lambda match: f"({expressions[int(match[1]) - 1]})", statement.text) + ";"
