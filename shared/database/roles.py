"""Each service's own schema, and the two roles that may touch it."""

from importlib.resources import files

from shared.database.pool import Connection

_SCRIPT = files("shared.database").joinpath("sql", "roles.sql").read_text()


async def prepare_roles(conn: Connection, schema: str) -> None:
    """Make sure that the schema and its owner and runtime roles exist, each with its own rights."""
    async with conn.transaction():
        await conn.execute("SELECT set_config('preparing.schema', $1, true)", schema)
        await conn.execute(_SCRIPT)
