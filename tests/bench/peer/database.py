"""The engine, and a session for each request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from peer.settings import DATABASE_URL, POOL_SIZE
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine(DATABASE_URL, pool_size=POOL_SIZE, max_overflow=0)
open_session = async_sessionmaker(engine, expire_on_commit=False)


async def request_session() -> AsyncIterator[AsyncSession]:
    """Yield the session of a request."""
    async with open_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(request_session)]
