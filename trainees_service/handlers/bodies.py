"""What every request with a body has in common."""

from collections.abc import Mapping

from trainees_service.services.errors import DataMissingError


def required_data(body: object) -> Mapping[str, object]:
    """Return the object under `data`, or raise DataMissingError if there is nothing in it."""
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict) or not data:
        raise DataMissingError
    return data
