"""OpenAPI 3.1 from the handlers' decorators, and the interactive page that shows it."""

from shared.openapi.description import ApiDescription
from shared.openapi.document import documented_operations, openapi_document
from shared.openapi.errors import errors
from shared.openapi.pages import is_documentation, setup_docs

__all__ = [
    "ApiDescription",
    "documented_operations",
    "errors",
    "is_documentation",
    "openapi_document",
    "setup_docs",
]
