"""Answers to requests that cannot be granted."""

from collections.abc import Iterable

from fastapi import HTTPException
from fastapi.encoders import jsonable_encoder
from peer.trainees.models import Trainee
from pydantic import BaseModel


def existing(trainee: Trainee | None) -> Trainee:
    """Refuse to go on without a trainee."""
    if trainee is None:
        raise not_found("Trainee(s) not found")
    return trainee


def not_found(message: str) -> HTTPException:
    """Return the refusal of what does not exist, or is another provider's."""
    return HTTPException(404, faults("NotFound", [message]))


def refuse_if_any(problems: Iterable[str]) -> None:
    """Refuse the request if there are any problems."""
    messages = list(problems)
    if messages:
        raise HTTPException(422, faults("UnprocessableEntity", messages))


def unknown_cycle(year: int) -> HTTPException:
    """Return the refusal to list an academic cycle that nobody knows."""
    return HTTPException(
        422,
        {
            "message": "Validation failed: 1 error prohibited this request being run",
            "errors": {"academic_cycle": [f"{year} is not a valid academic cycle year"]},
        },
    )


def conflict(message: str, records: Iterable[BaseModel]) -> HTTPException:
    """Return the refusal of what is stored already."""
    data = jsonable_encoder(list(records))
    return HTTPException(409, faults("Conflict", [message]) | {"data": data})


def faults(kind: str, messages: Iterable[str]) -> dict[str, object]:
    """Return the body of a refusal."""
    return {"errors": [{"error": kind, "message": message} for message in messages]}
