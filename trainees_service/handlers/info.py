"""A sign of life for whoever has a token."""

from aiohttp import web
from aiohttp_apispec import docs, response_schema

from shared.http.json import json_response
from trainees_service.schemas.info import InfoSchema

VERSION = "v0.1"
TAG = "Info"

routes = web.RouteTableDef()


@routes.get(f"/api/{VERSION}/info")
@docs(tags=[TAG], summary="Check that you can reach the API")
@response_schema(InfoSchema, 200, description="Your token is good.")
async def get_info(request: web.Request) -> web.Response:
    """Answer which version was asked for, and the newest there is."""
    return json_response({"status": "ok", "version": {"requested": VERSION, "latest": VERSION}})
