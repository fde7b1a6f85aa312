"""How a field says of itself what OpenAPI should know beyond its type."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class DescribedField(Protocol):
    """A field with OpenAPI keywords of its own."""

    def openapi(self) -> dict[str, object]:
        """Return the JSON Schema keywords that hold for every non-null value of the field."""
        ...


@runtime_checkable
class NamedValues(Protocol):
    """A field whose keywords stand once in the document's components and are referred to."""

    def component_name(self) -> str:
        """Return the name under which the values are described."""
        ...

    def openapi(self) -> dict[str, object]:
        """Return the JSON Schema of the values."""
        ...
