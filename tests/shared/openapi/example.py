"""A small application with everything the generator has to describe."""

from enum import StrEnum

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp_apispec import (
    docs,
    json_schema,
    match_info_schema,
    querystring_schema,
    response_schema,
)
from marshmallow import EXCLUDE, Schema, fields, validate

from shared.http.bodies import read_json
from shared.http.conditional import IF_NONE_MATCH, NOT_MODIFIED
from shared.http.errors import (
    ApiError,
    BodyTooLargeError,
    ErrorBodies,
    ForbiddenError,
    InternalError,
    MalformedBodyError,
    MalformedRequestError,
    TooManyRequestsError,
    UnauthorizedError,
    UnavailableError,
    UnroutedError,
    UnsupportedMediaTypeError,
    error_middleware,
)
from shared.http.json import json_response
from shared.openapi import ApiDescription, errors
from shared.schemas import (
    Choice,
    Coded,
    CodeTable,
    IsoDate,
    MillisecondsTimestamp,
    PositiveNumber,
    ProblemsSchema,
    RefusalSchema,
    ResourceSchema,
    SecondsTimestamp,
    StrictBoolean,
    StrictInteger,
    StrictString,
    Uuid,
    many,
    one,
)

PHASES = CodeTable(
    name="Phase",
    labels={"01": "primary", "02": "secondary"},
    description="The phase of education.",
)


class Rating(StrEnum):
    """What an inspector says."""

    GOOD = "good"
    POOR = "poor"


class HeadSchema(ResourceSchema):
    """Who leads a school."""

    name = StrictString(validate=validate.Length(max=60))


class SchoolSchema(ResourceSchema):
    """A school."""

    sometimes = frozenset(["nickname"])
    example = {
        "id": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4",
        "name": "Fenbrook Academy",
        "nickname": "Fen",
        "phase": "02",
        "rating": None,
        "pupils": 812,
        "open": True,
        "opened_on": "1994-09-01",
        "head": {"name": "Imogen Achterberg"},
        "inspected_at": None,
        "updated_at": "2026-01-19T07:42:10Z",
    }

    id = Uuid()
    name = StrictString(validate=validate.Length(min=1, max=80))
    nickname = StrictString()
    phase = Coded(PHASES)
    rating = Choice(Rating, allow_none=True)
    pupils = StrictInteger(validate=validate.Range(min=0))
    open = StrictBoolean()
    opened_on = IsoDate(allow_none=True)
    head = fields.Nested(HeadSchema, allow_none=True)
    inspected_at = MillisecondsTimestamp(allow_none=True)
    updated_at = SecondsTimestamp()


SchoolResponse = one(SchoolSchema, name="SchoolResponse")
SchoolsResponse = many(SchoolSchema, name="SchoolsResponse")


class SchoolPath(Schema):
    """Where a school is."""

    school_id = Uuid(lenient=True, required=True, metadata={"description": "The school's id."})


class SchoolsQuery(Schema):
    """Which schools."""

    per_page = PositiveNumber(
        ceiling=3000,
        load_default=100,
        data_key="page[per_page]",
        metadata={"description": "How many to a page."},
    )
    after = StrictString(
        load_default=None,
        data_key="page[after]",
        metadata={"description": "Where the page before ended."},
    )
    sort = Choice(
        Rating, load_default=(Rating.GOOD, 1), metadata={"description": "Which come first."}
    )
    phases = fields.List(
        Coded(PHASES), data_key="filter[phase]", metadata={"description": "Any of these phases."}
    )
    opened_on = IsoDate(data_key="filter[opened_on]")


class PhasePath(Schema):
    """Which phase."""

    phase = StrictString(required=True, metadata={"description": "Its code, or `all`."})


class PhaseNameSchema(ResourceSchema):
    """What a phase is called."""

    phase = StrictString()


class PhaseNamesSchema(ResourceSchema):
    """What all phases are called."""

    phases = fields.List(StrictString())


class RenameSchema(Schema):
    """A new name."""

    name = StrictString(required=True, validate=validate.Length(min=1, max=80))

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class SchoolNotFoundError(ApiError):
    """There is no such school."""

    status = 404

    def body(self) -> dict[str, object]:
        """Say so."""
        return {"errors": [{"title": "Resource not found", "detail": "No such school"}]}


class NameTakenError(ApiError):
    """Another school has the name."""

    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def body(self) -> dict[str, object]:
        """Say which."""
        return {"errors": [{"title": "name", "detail": f"{self.name} is taken"}]}


def _problem(detail: str) -> dict[str, object]:
    return {"errors": [{"title": "Bad request", "detail": detail}]}


BODIES: ErrorBodies = {
    TooManyRequestsError: lambda _: {"error": "Too many requests"},
    UnauthorizedError: lambda _: {"error": "Access denied"},
    ForbiddenError: lambda _: {"error": "Forbidden"},
    UnroutedError: lambda _: {"error": "Resource not found"},
    InternalError: lambda _: {"error": "Internal server error"},
    UnavailableError: lambda _: {"error": "Service unavailable"},
    MalformedBodyError: lambda _: _problem("Not JSON"),
    MalformedRequestError: lambda _: _problem("Not a request"),
    BodyTooLargeError: lambda _: _problem("Too large"),
    UnsupportedMediaTypeError: lambda _: _problem("Not declared as JSON"),
}

DESCRIPTION = ApiDescription(
    title="Schools",
    version="1.0",
    description="Schools and their names.",
    tags={"Schools": "Reading and renaming schools."},
    authorisation="The token of your organisation.",
    error_bodies=BODIES,
    error_schemas=(RefusalSchema, ProblemsSchema),
)

TOKEN = "example_token"
SCHOOL = dict(SchoolSchema.example)
routes = web.RouteTableDef()


@routes.get("/schools")
@docs(
    tags=["Schools"],
    summary="List schools",
    response_headers={"Link": "Where the next page is."},
)
@querystring_schema(SchoolsQuery)
@response_schema(SchoolsResponse, 200)
async def list_schools(request: web.Request) -> web.Response:
    return json_response({"data": [SCHOOL]})


@routes.get("/schools/{school_id}")
@docs(tags=["Schools"], summary="One school", description="The school with this id.")
@match_info_schema(SchoolPath)
@response_schema(SchoolResponse, 200)
@errors(SchoolNotFoundError)
async def get_school(request: web.Request) -> web.Response:
    if request.match_info["school_id"] != SCHOOL["id"]:
        raise SchoolNotFoundError
    return json_response({"data": SCHOOL})


@routes.put("/schools/{school_id}/name")
@docs(tags=["Schools"], summary="Rename a school")
@match_info_schema(SchoolPath)
@json_schema(RenameSchema, example={"name": "Fenbrook High"})
@response_schema(SchoolResponse, 200, description="The school under its new name.")
@errors(SchoolNotFoundError, NameTakenError("Fenbrook"))
async def rename_school(request: web.Request) -> web.Response:
    body = await read_json(request)
    return json_response({"data": {**SCHOOL, "name": body["name"]}})


@routes.get("/phases/{phase}")
@docs(
    tags=["Schools"],
    summary="What a phase is called",
    parameters=[IF_NONE_MATCH],
    responses={
        200: {
            "schema": {"oneOf": [PhaseNameSchema, PhaseNamesSchema]},
            "example": {"phases": ["primary"]},
        },
        **NOT_MODIFIED,
    },
    security=[],
)
@match_info_schema(PhasePath)
@errors(SchoolNotFoundError)
async def get_phase(request: web.Request) -> web.Response:
    return json_response({"phases": ["primary", "secondary"]})


@web.middleware
async def ask_for_token(request: web.Request, handler: Handler) -> web.StreamResponse:
    protected = request.path.startswith("/schools")
    if protected and request.headers.get("Authorization") != f"Bearer {TOKEN}":
        raise UnauthorizedError
    return await handler(request)


def create_app() -> web.Application:
    """Return the application, undocumented as yet."""
    app = web.Application(middlewares=[error_middleware(BODIES), ask_for_token])
    app.add_routes(routes)
    return app
