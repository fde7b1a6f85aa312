"""Create the peer's own tables anew: `python -m peer.trainees.create_tables`."""

import asyncio

from peer.database import engine
from peer.trainees.models import SCHEMA, Base
from sqlalchemy.schema import CreateSchema, DropSchema


async def create_tables() -> None:
    """Drop what is there, and create empty tables."""
    async with engine.begin() as connection:
        await connection.execute(DropSchema(SCHEMA, cascade=True, if_exists=True))
        await connection.execute(CreateSchema(SCHEMA))
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(create_tables())
