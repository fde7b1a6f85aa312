"""Migrations: alembic revisions written in SQL, one environment and version table per service.

Each service has a package `migrations` whose `env.py` calls `run_environment`. The version table
lives in the service's schema. Revisions run as the service's owner role.
"""

import asyncio
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

from shared.database.pool import connection_options
from shared.database.roles import prepare_roles
from shared.service import ServiceIdentity

_VERSION_TABLE = "alembic_version"


async def migrate(url: str, identity: ServiceIdentity) -> None:
    """Prepare roles and schema where that is allowed, then run every revision that is missing."""
    conn = await asyncpg.connect(url)
    try:
        await prepare_roles(conn, identity.schema)
    finally:
        await conn.close()
    await upgrade(url, identity)


async def upgrade(url: str, identity: ServiceIdentity, revision: str = "head") -> None:
    """Bring the schema up to a revision."""
    await asyncio.to_thread(command.upgrade, _config(url, identity), revision)


async def downgrade(url: str, identity: ServiceIdentity, revision: str) -> None:
    """Take the schema back to a revision; `base` is before the first."""
    await asyncio.to_thread(command.downgrade, _config(url, identity), revision)


def script_directory(identity: ServiceIdentity) -> ScriptDirectory:
    """Return the service's revisions as alembic sees them."""
    return ScriptDirectory.from_config(_config("", identity))


def run_environment() -> None:
    """Run the revisions that the command asked for; the whole body of an `env.py`."""
    attributes = context.config.attributes
    asyncio.run(_run_online(attributes["url"], attributes["identity"]))


def execute_script(script: str) -> None:
    """Run several statements within the revision's transaction, as they are written."""
    bind = op.get_bind()
    # Only a statement of its own makes SQLAlchemy begin the transaction.
    bind.execute(text("SELECT 1"))
    connection: Any = bind.connection
    connection.run_async(lambda raw: raw.execute(script))


def _config(url: str, identity: ServiceIdentity) -> Config:
    folder = Path(str(import_module(identity.migrations_package).__file__)).parent
    config = Config(attributes={"url": url, "identity": identity})
    # Alembic reads its options through configparser, where a percent sign is special.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def _run_online(url: str, identity: ServiceIdentity) -> None:
    options = connection_options(url, identity.owner_role, identity.schema, pooled=False)
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(**options),
        poolclass=NullPool,
    )
    async with engine.connect() as connection:
        await connection.run_sync(_run_revisions, identity.schema)
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
