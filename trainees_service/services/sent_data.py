"""The `data` of a request, on its way from the handler to the rules."""

from collections.abc import Mapping
from typing import TypeAlias

from trainees_service.services.errors import DataMissingError

SentData: TypeAlias = Mapping[str, object] | None
"""What stood under `data`; None if there was nothing in it."""


def required(data: SentData) -> Mapping[str, object]:
    """Return what was sent, or raise DataMissingError.

    Asked for only when the record is found: who does not exist is not there, whatever was sent.
    """
    if data is None:
        raise DataMissingError
    return data
