"""Which revisions of its schema a service knows, and whether the database has them.

Kept apart from running them, because alembic and SQLAlchemy take a second to import and tens of
megabytes to keep, and a process that serves needs neither.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import asyncpg

from shared.database.pool import Connection
from shared.database.sql import load_statements

SQL = load_statements("shared.database", "migrations.sql")


@dataclass(frozen=True)
class Revisions:
    """The revisions of one service; a revision's file begins with its number."""

    package: str

    @cached_property
    def known(self) -> tuple[str, ...]:
        """All revisions, oldest first."""
        names = (entry.name for entry in (files(self.package) / "versions").iterdir())
        return tuple(sorted(name.partition("_")[0] for name in names if name.endswith(".py")))

    @property
    def head(self) -> str:
        """The newest revision that this code knows."""
        return self.known[-1]

    async def are_applied(self, conn: Connection) -> bool:
        """Tell whether the schema has everything that this code needs.

        A version that we do not know is a newer one: migrations that expand run before the code
        that needs them, and code that runs on must not call itself unready for that.
        """
        version = await self.applied(conn)
        return version is not None and (version == self.head or version not in self.known)

    async def applied(self, conn: Connection) -> str | None:
        """Return the revision of the schema, which may be newer than this code; None if bare."""
        try:
            version: str | None = await SQL.fetchval(conn, "select_version")
        except asyncpg.UndefinedTableError:
            return None
        return version
