"""The schema library: fields, envelopes, error bodies and paging for both services."""

from shared.schemas.alternatives import OneOfResources
from shared.schemas.codes import Choice, Coded, CodeTable
from shared.schemas.dates import IsoDate, read_date
from shared.schemas.errors import (
    FaultSchema,
    FaultsSchema,
    ProblemSchema,
    ProblemsSchema,
    RefusalSchema,
)
from shared.schemas.identifiers import Uuid, read_uuid
from shared.schemas.paging import FARTHEST_PAGE, PositiveNumber
from shared.schemas.resources import ResourceSchema, many, one
from shared.schemas.strict import StrictBoolean, StrictInteger, StrictString, is_storable
from shared.schemas.timestamps import (
    MillisecondsTimestamp,
    Moment,
    SecondsTimestamp,
    milliseconds_text,
    read_moment,
    seconds_text,
)
from shared.schemas.wire import FieldOptions, TextField, WireField

__all__ = [
    "FARTHEST_PAGE",
    "Choice",
    "CodeTable",
    "Coded",
    "FaultSchema",
    "FaultsSchema",
    "FieldOptions",
    "IsoDate",
    "MillisecondsTimestamp",
    "Moment",
    "OneOfResources",
    "PositiveNumber",
    "ProblemSchema",
    "ProblemsSchema",
    "RefusalSchema",
    "ResourceSchema",
    "SecondsTimestamp",
    "StrictBoolean",
    "StrictInteger",
    "StrictString",
    "TextField",
    "Uuid",
    "WireField",
    "is_storable",
    "many",
    "milliseconds_text",
    "one",
    "read_date",
    "read_moment",
    "read_uuid",
    "seconds_text",
]
