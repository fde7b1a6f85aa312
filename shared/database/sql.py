"""SQL that lives in `.sql` files, called by name with named parameters.

A statement begins with `-- name: select_things`; comment lines below say what it is for.
Parameters are written `:name`; they become `$1, $2, …` in the order of their first appearance.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import asyncpg

from shared.database.pool import Connection

_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
# A string literal, a comment or a cast is left alone; only a lone `:name` is a parameter.
_TOKEN = re.compile(r"'(?:[^']|'')*'|--[^\n]*|::\w+|:([a-z_][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with numbered parameters, and the names that belong to the numbers."""

    name: str
    text: str
    parameters: tuple[str, ...]

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """Put named values in the order of the numbers; TypeError on a missing or odd name."""
        if values.keys() != set(self.parameters):
            wanted = ", ".join(self.parameters)
            raise TypeError(f"{self.name} takes ({wanted}), not ({', '.join(values)})")
        return [values[name] for name in self.parameters]


# The names by the texts that the driver is given, for those who look on.
_NAMES: dict[str, str] = {}


def statement_name(text: str) -> str | None:
    """Return the name of a statement that was loaded from a file; None for any other."""
    return _NAMES.get(text)


class Statements:
    """The statements of one file."""

    __slots__ = ("_by_name",)

    def __init__(self, statements: Mapping[str, Statement]) -> None:
        self._by_name = statements

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Statement:
        return self._by_name[name]

    async def fetch(self, conn: Connection, name: str, **values: object) -> list[asyncpg.Record]:
        """Run a statement and return all its rows."""
        statement = self._by_name[name]
        return await conn.fetch(statement.text, *statement.arguments(values))

    async def fetchrow(
        self, conn: Connection, name: str, **values: object
    ) -> asyncpg.Record | None:
        """Run a statement and return its first row, if any."""
        statement = self._by_name[name]
        return await conn.fetchrow(statement.text, *statement.arguments(values))

    async def fetchval(self, conn: Connection, name: str, **values: object) -> Any:
        """Run a statement and return the first value of its first row; None without a row."""
        statement = self._by_name[name]
        return await conn.fetchval(statement.text, *statement.arguments(values))

    async def execute(self, conn: Connection, name: str, **values: object) -> str:
        """Run a statement and return the server's command tag, such as `UPDATE 1`."""
        statement = self._by_name[name]
        return await conn.execute(statement.text, *statement.arguments(values))


def parse_statements(text: str) -> Statements:
    """Split the text of a `.sql` file into its statements."""
    pieces = _NAME.split(text)
    names, bodies = pieces[1::2], pieces[2::2]
    if len(set(names)) != len(names):
        raise ValueError("two statements have the same name")
    return Statements({name: _number(name, body) for name, body in zip(names, bodies, strict=True)})


def _number(name: str, body: str) -> Statement:
    parameters: list[str] = []

    def number(match: re.Match[str]) -> str:
        parameter = match[1]
        if parameter is None:
            return "" if match[0].startswith("--") else match[0]
        if parameter not in parameters:
            parameters.append(parameter)
        return f"${parameters.index(parameter) + 1}"

    text = _TOKEN.sub(number, body).strip().rstrip(";")
    return Statement(name, text, tuple(parameters))


@cache
def load_statements(package: str, file: str) -> Statements:
    """Read `sql/<file>` beside the modules of a package."""
    statements = parse_statements((files(package) / "sql" / file).read_text(encoding="utf-8"))
    _NAMES.update((statement.text, statement.name) for statement in statements)
    return statements
