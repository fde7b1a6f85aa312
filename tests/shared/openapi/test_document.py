import copy
from typing import Any

import pytest
from aiohttp import web
from aiohttp_apispec import docs, response_schema
from marshmallow import Schema

from shared.http.errors import ApiError
from shared.openapi import errors, openapi_document
from shared.schemas import Coded, CodeTable, ResourceSchema, StrictString
from tests.contract.documents import document_faults
from tests.shared.openapi.example import (
    DESCRIPTION,
    PHASES,
    NameTakenError,
    SchoolNotFoundError,
    SchoolSchema,
    create_app,
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document(create_app(), DESCRIPTION)


def test_the_document_is_valid_and_its_examples_fit_their_schemas(
    document: dict[str, Any],
) -> None:
    assert document["openapi"] == "3.1.0"
    assert document_faults(document) == [
        "GET /schools does not describe filter[opened_on]",
    ]


def test_a_wrong_example_is_found(document: dict[str, Any]) -> None:
    spoilt = copy.deepcopy(document)
    answer = spoilt["paths"]["/schools"]["get"]["responses"]["200"]
    answer["content"]["application/json"]["example"]["data"][0]["opened_on"] = "yesterday"
    assert any("yesterday" in fault for fault in document_faults(spoilt))


@pytest.mark.parametrize(
    ("path", "status", "fault"),
    [
        ("/schools", "401", "GET /schools says nothing of 401"),
        ("/schools", "429", "GET /schools says nothing of 429"),
        ("/phases/{phase}", "500", "GET /phases/{phase} says nothing of 500"),
    ],
)
def test_an_answer_nobody_described_is_found(
    document: dict[str, Any], path: str, status: str, fault: str
) -> None:
    spoilt = copy.deepcopy(document)
    del spoilt["paths"][path]["get"]["responses"][status]
    assert fault in document_faults(spoilt)


@pytest.mark.parametrize("status", ["401", "403", "429"])
def test_a_refusal_by_an_operation_that_asks_for_no_token_is_found(
    document: dict[str, Any], status: str
) -> None:
    spoilt = copy.deepcopy(document)
    refusal = spoilt["paths"]["/schools"]["get"]["responses"][status]
    spoilt["paths"]["/phases/{phase}"]["get"]["responses"][status] = refusal
    fault = f"GET /phases/{{phase}} asks for no token and yet answers {status}"
    assert fault in document_faults(spoilt)


def test_an_answer_that_hides_the_limit_is_found(document: dict[str, Any]) -> None:
    spoilt = copy.deepcopy(document)
    del spoilt["paths"]["/schools"]["get"]["responses"]["200"]["headers"]["RateLimit"]
    assert "GET /schools has no RateLimit on 200" in document_faults(spoilt)


def test_the_limit_is_on_what_is_counted(document: dict[str, Any]) -> None:
    limits = {"RateLimit", "RateLimit-Policy", "Retry-After"}
    stated = {
        status: limits & answer["headers"].keys()
        for status, answer in document["paths"]["/schools"]["get"]["responses"].items()
    }
    both = limits - {"Retry-After"}
    assert stated == {
        "200": both,
        "401": set(),
        "403": set(),
        "429": limits,
        "500": both,
        "503": both,
    }
    for answer in document["paths"]["/phases/{phase}"]["get"]["responses"].values():
        assert not limits & answer["headers"].keys()


def test_making_the_document_again_gives_the_same(document: dict[str, Any]) -> None:
    assert openapi_document(create_app(), DESCRIPTION) == document


def test_operations_are_named_after_their_handlers(document: dict[str, Any]) -> None:
    operation = document["paths"]["/schools/{school_id}"]["get"]
    assert operation["operationId"] == "getSchool"
    assert operation["tags"] == ["Schools"]
    assert operation["summary"] == "One school"
    assert operation["description"] == "The school with this id."
    assert "produces" not in operation


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/schools", "get", ["200", "401", "403", "429", "500", "503"]),
        ("/schools/{school_id}", "get", ["200", "401", "403", "404", "429", "500", "503"]),
        ("/phases/{phase}", "get", ["200", "304", "404", "500", "503"]),
        (
            "/schools/{school_id}/name",
            "put",
            ["200", "400", "401", "403", "404", "413", "415", "422", "429", "500", "503"],
        ),
    ],
)
def test_every_status_has_a_schema(
    document: dict[str, Any], path: str, method: str, statuses: list[str]
) -> None:
    responses = document["paths"][path][method]["responses"]
    assert list(responses) == statuses
    with_body = [each for status, each in responses.items() if status != "304"]
    assert all("schema" in each["content"]["application/json"] for each in with_body)
    assert all("X-Request-Id" in each["headers"] for each in responses.values())


def test_errors_carry_the_body_they_have_on_the_wire(document: dict[str, Any]) -> None:
    responses = document["paths"]["/schools/{school_id}/name"]["put"]["responses"]
    assert responses["422"]["description"] == "Unprocessable Entity: Another school has the name."
    assert responses["422"]["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/Problems"},
        "examples": {
            "nameTaken": {
                "summary": "Another school has the name.",
                "value": {"errors": [{"title": "name", "detail": "Fenbrook is taken"}]},
            }
        },
    }


def test_query_parameters_keep_their_names_limits_and_defaults(document: dict[str, Any]) -> None:
    parameters = {each["name"]: each for each in document["paths"]["/schools"]["get"]["parameters"]}
    assert parameters["page[per_page]"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "default": 100,
    }
    assert parameters["page[after]"]["schema"] == {"type": "string"}
    assert parameters["sort"]["schema"] == {"$ref": "#/components/schemas/Rating"}
    assert parameters["filter[phase]"]["schema"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Phase"},
    }
    assert all(each["in"] == "query" for each in parameters.values())


def test_the_body_has_its_schema_and_example(document: dict[str, Any]) -> None:
    assert document["paths"]["/schools/{school_id}/name"]["put"]["requestBody"] == {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Rename"},
                "example": {"name": "Fenbrook High"},
            }
        },
    }


def test_resources_have_all_members_and_code_tables_stand_apart(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    school = schemas["School"]
    assert school["required"] == sorted(set(SchoolSchema().fields) - {"nickname"})
    assert school["additionalProperties"] is False
    assert school["description"] == "A school."
    assert school["properties"]["phase"] == {"$ref": "#/components/schemas/Phase"}
    assert school["properties"]["rating"] == {
        "anyOf": [{"$ref": "#/components/schemas/Rating"}, {"type": "null"}]
    }
    assert school["properties"]["opened_on"]["type"] == ["string", "null"]
    assert school["properties"]["name"] == {"type": "string", "minLength": 1, "maxLength": 80}
    assert school["properties"]["pupils"] == {"type": "integer", "minimum": 0}
    assert schemas["Phase"] == PHASES.openapi()


def test_a_token_is_asked_for(document: dict[str, Any]) -> None:
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"] == {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of your organisation.",
    }


def test_an_operation_may_ask_for_no_token(document: dict[str, Any]) -> None:
    assert document["paths"]["/phases/{phase}"]["get"]["security"] == []
    others = [path for path in document["paths"] if path != "/phases/{phase}"]
    assert len(others) == 3
    for path in others:
        for operation in document["paths"][path].values():
            assert "security" not in operation


def test_an_answer_may_have_one_of_two_schemas_and_an_example(document: dict[str, Any]) -> None:
    answer = document["paths"]["/phases/{phase}"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"] == {
        "schema": {
            "oneOf": [
                {"$ref": "#/components/schemas/PhaseName"},
                {"$ref": "#/components/schemas/PhaseNames"},
            ]
        },
        "example": {"phases": ["primary"]},
    }


def one_route(*decorators: Any, schema: type[Schema] = SchoolSchema) -> web.Application:
    async def read_something(request: web.Request) -> web.Response:
        raise NotImplementedError

    handler = response_schema(schema, 200)(read_something)
    for decorator in decorators:
        handler = decorator(handler)
    app = web.Application()
    app.router.add_get("/something", handler)
    return app


def test_an_unknown_tag_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Cricket"):
        openapi_document(one_route(docs(tags=["Cricket"])), DESCRIPTION)


def test_an_error_no_schema_describes_is_a_mistake() -> None:
    class OddError(ApiError):
        """It happens."""

        status = 418

        def body(self) -> dict[str, object]:
            return {"odd": True}

    with pytest.raises(ValueError, match="OddError"):
        openapi_document(one_route(errors(OddError)), DESCRIPTION)


def test_two_errors_of_one_status_share_a_response() -> None:
    class ElsewhereError(ApiError):
        """It is elsewhere."""

        status = 404

        def body(self) -> dict[str, object]:
            return {"error": "Elsewhere"}

    app = one_route(errors(SchoolNotFoundError, ElsewhereError))
    answer = openapi_document(app, DESCRIPTION)["paths"]["/something"]["get"]["responses"]["404"]
    media = answer["content"]["application/json"]
    assert media["schema"] == {
        "oneOf": [
            {"$ref": "#/components/schemas/Problems"},
            {"$ref": "#/components/schemas/Refusal"},
        ]
    }
    assert list(media["examples"]) == ["schoolNotFound", "elsewhere"]


def test_an_error_with_a_schema_of_its_own_keeps_it() -> None:
    class TakenSchema(ResourceSchema):
        """What is there already."""

        errors = StrictString()

    class TakenError(NameTakenError):
        """It is taken."""

        def body(self) -> dict[str, object]:
            return {"errors": "taken"}

    app = one_route(response_schema(TakenSchema, 422), errors(TakenError("x")))
    answer = openapi_document(app, DESCRIPTION)["paths"]["/something"]["get"]["responses"]["422"]
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Taken"}


def test_two_code_tables_of_one_name_are_a_mistake() -> None:
    class TwiceSchema(ResourceSchema):
        """Twice."""

        first = Coded(PHASES)
        second = Coded(CodeTable(name="Phase", labels={"09": "nursery"}))

    with pytest.raises(ValueError, match="Phase"):
        openapi_document(one_route(schema=TwiceSchema), DESCRIPTION)
