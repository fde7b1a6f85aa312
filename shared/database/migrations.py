"""Migrations: alembic revisions written in SQL, one environment and version table per service.

Each service has a package `migrations` whose `env.py` calls `run_environment`. The version table
lives in the service's schema. Revisions run as the service's owner role.
"""

import asyncio
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command, context, op
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.database.pool import Connection, connection_options
from shared.database.sql import load_statements

SQL = load_statements("shared.database", "migrations.sql")
_VERSION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Migrations:
    """The revisions of one service."""

    package: str
    schema: str
    owner: str

    @cached_property
    def _config(self) -> Config:
        folder = Path(str(import_module(self.package).__file__)).parent
        config = Config()
        # Alembic reads its options through configparser, where a percent sign is special.
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        return config

    @cached_property
    def revisions(self) -> tuple[str, ...]:
        """All revisions, oldest first."""
        walked = ScriptDirectory.from_config(self._config).walk_revisions()
        return tuple(reversed([revision.revision for revision in walked]))

    @property
    def head(self) -> str:
        """The newest revision that this code knows."""
        return self.revisions[-1]

    async def upgrade(self, url: str, revision: str = "head") -> None:
        """Bring the schema up to a revision."""
        await asyncio.to_thread(self._run, command.upgrade, url, revision)

    async def downgrade(self, url: str, revision: str) -> None:
        """Take the schema back to a revision; `base` is before the first."""
        await asyncio.to_thread(self._run, command.downgrade, url, revision)

    async def is_current(self, conn: Connection) -> bool:
        """Tell whether the schema has everything that this code needs.

        A version that we do not know is a newer one: migrations that expand run before the code
        that needs them, and code that runs on must not call itself unready for that.
        """
        try:
            version = await SQL.fetchval(conn, "select_version")
        except asyncpg.UndefinedTableError:
            return False
        return version is not None and (version == self.head or version not in self.revisions)

    def _run(self, action: Any, url: str, revision: str) -> None:
        config = Config(attributes={"url": url, "migrations": self})
        for name in ("script_location", "path_separator"):
            value = self._config.get_main_option(name) or ""
            config.set_main_option(name, value.replace("%", "%%"))
        action(config, revision)


def run_environment() -> None:
    """Run the revisions that the command asked for; the whole body of an `env.py`."""
    attributes = context.config.attributes
    asyncio.run(_run_online(attributes["migrations"], attributes["url"]))


def execute_script(script: str) -> None:
    """Run several statements within the revision's transaction, as they are written."""
    bind = op.get_bind()
    # Only a statement of its own makes SQLAlchemy begin the transaction.
    bind.execute(text("SELECT 1"))
    connection: Any = bind.connection
    connection.run_async(lambda raw: raw.execute(script))


async def _run_online(migrations: Migrations, url: str) -> None:
    options = connection_options(url, migrations.owner, migrations.schema, pooled=False)
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(**options),
        poolclass=NullPool,
    )
    async with engine.connect() as connection:
        await connection.run_sync(_run_revisions, migrations.schema)
    await engine.dispose()


def _run_revisions(connection: SyncConnection, schema: str) -> None:
    context.configure(
        connection=connection,
        version_table=_VERSION_TABLE,
        version_table_schema=schema,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
