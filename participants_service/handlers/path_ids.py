"""Ids in paths: read however they are written, and what is no id is nobody's."""

from uuid import UUID

from aiohttp import web

from participants_service.services.errors import NotFoundError
from shared.schemas import read_uuid


def path_id(request: web.Request, name: str) -> UUID:
    """Return the id that stands in the path, or raise NotFoundError."""
    try:
        return read_uuid(request.match_info[name])
    except ValueError as error:
        raise NotFoundError from error
