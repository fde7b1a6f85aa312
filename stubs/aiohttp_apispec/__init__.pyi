# The library carries no types; these are the decorators we use.
from collections.abc import Callable
from typing import Any, TypeVar

from marshmallow import Schema

_Handler = TypeVar("_Handler", bound=Callable[..., Any])

def docs(**kwargs: Any) -> Callable[[_Handler], _Handler]: ...
def json_schema(schema: Schema | type[Schema], **kwargs: Any) -> Callable[[_Handler], _Handler]: ...
def querystring_schema(
    schema: Schema | type[Schema], **kwargs: Any
) -> Callable[[_Handler], _Handler]: ...
def match_info_schema(
    schema: Schema | type[Schema], **kwargs: Any
) -> Callable[[_Handler], _Handler]: ...
def headers_schema(
    schema: Schema | type[Schema], **kwargs: Any
) -> Callable[[_Handler], _Handler]: ...
def response_schema(
    schema: Schema | type[Schema],
    code: int = ...,
    required: bool = ...,
    description: str | None = ...,
) -> Callable[[_Handler], _Handler]: ...
