"""A place where one of several resources stands."""

from collections.abc import Mapping
from typing import Any, Unpack

from marshmallow import fields

from shared.schemas.resources import ResourceSchema
from shared.schemas.wire import FieldOptions


class OneOfResources(fields.Field[Any]):
    """One of several resources, told apart by their member `type`."""

    default_error_messages = {"invalid": "Not one of the resources that may stand here."}

    def __init__(
        self,
        resources: Mapping[str, type[ResourceSchema]],
        **options: Unpack[FieldOptions],
    ) -> None:
        super().__init__(**options)
        self.resources = resources

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> object:
        if not isinstance(value, dict) or value.get("type") not in self.resources:
            raise self.make_error("invalid")
        return self.resources[value["type"]]().load(value)
