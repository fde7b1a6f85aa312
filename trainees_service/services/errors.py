"""Errors of the Register API, one class for each row of its table."""

from collections.abc import Sequence
from typing import ClassVar

import orjson

from shared.http.errors import ApiError, Body
from trainees_service.domain.query_problems import InvalidQueryError
from trainees_service.domain.sent import shown
from trainees_service.domain.states import StateTransitionError


class FaultsError(ApiError):
    """One or several faults of the same kind, each in a sentence."""

    kind: ClassVar[str]

    def __init__(self, *messages: str) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages

    def body(self) -> Body:
        """Return the faults in the order in which they were found."""
        return {"errors": [{"error": self.kind, "message": message} for message in self.messages]}


class NotFoundError(FaultsError):
    """There is nothing here that the provider could see."""

    status = 404
    kind = "NotFound"
    message: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(self.message)


class TraineeNotFoundError(NotFoundError):
    """There is no such trainee, or it is another provider's."""

    message = "Trainee(s) not found"


class NoTraineesFoundError(NotFoundError):
    """Nobody fits what was asked for, or the list ends before this page."""

    message = "No trainees found"


class PlacementNotFoundError(NotFoundError):
    """The trainee has no such placement."""

    message = "Placement(s) not found"


class DegreeNotFoundError(NotFoundError):
    """The trainee has no such degree."""

    message = "Degree(s) not found"


class ReferenceFieldNotFoundError(FaultsError):
    """No field of that name takes codes."""

    status = 404
    kind = "NotFound"

    def __init__(self, field: str) -> None:
        super().__init__(f"Reference data field '{shown(field)}' not found")


class StateForbidsError(FaultsError):
    """The trainee is in a state in which this cannot be done."""

    status = 422
    kind = "StateTransitionError"

    def __init__(self) -> None:
        super().__init__(StateTransitionError.message)


class UnprocessableError(FaultsError):
    """What was sent breaks a rule."""

    status = 422
    kind = "UnprocessableEntity"


class InvalidTraineeError(UnprocessableError):
    """The trainee cannot be registered as it was sent."""


class RefusedQueryError(ApiError):
    """A parameter of the query string has a value it cannot have."""

    status = 422

    def __init__(self, query: InvalidQueryError) -> None:
        super().__init__(query.message)
        self.problems = query.problems

    def body(self) -> Body:
        """Return all texts under the names of their parameters."""
        return {"message": str(self), "errors": self.problems}


class ChangesGoneError(FaultsError):
    """From this position there is no going on: the caller starts anew and goes on from the head."""

    status = 410
    kind = "Gone"

    def __init__(self, message: str, *, head: int) -> None:
        super().__init__(message)
        self.head = head

    def body(self) -> Body:
        """Return the fault with the position from which to go on."""
        return {**super().body(), "meta": {"position": self.head}}


class NoSuchPositionError(ChangesGoneError):
    """The provider's journal has not come to this position."""

    def __init__(self, *, head: int) -> None:
        super().__init__(
            f"There is no such position yet: the last one is {head}. If you were given it, "
            f"{_start_anew(head)}",
            head=head,
        )


class ForgottenChangesError(ChangesGoneError):
    """What has happened after this position is no longer kept."""

    def __init__(self, after: int, *, head: int) -> None:
        super().__init__(
            f"What has happened after position {after} is no longer kept: {_start_anew(head)}",
            head=head,
        )


def _start_anew(head: int) -> str:
    return (
        "read all trainees with GET /trainees, academic cycle by academic cycle, then ask for "
        f"what has happened after {head}."
    )


class DataMissingError(UnprocessableError):
    """The body has no `data`, or nothing in it."""

    def __init__(self) -> None:
        super().__init__("Param is missing or the value is empty: data")


class InvalidRecordError(UnprocessableError):
    """A placement, a degree or an action breaks a rule as it was sent."""


class ConflictError(FaultsError):
    """What was sent exists already."""

    status = 409
    kind = "Conflict"

    def __init__(self, message: str, records: Sequence[bytes]) -> None:
        super().__init__(message)
        self.records = records

    def body(self) -> Body:
        """Return the fault with the records that exist, as their providers see them."""
        return {**super().body(), "data": [orjson.Fragment(record) for record in self.records]}


class DuplicateTraineeError(ConflictError):
    """The provider has registered this trainee already."""

    def __init__(self, records: Sequence[bytes]) -> None:
        super().__init__("This trainee is already in Register", records)


class DuplicateDegreeError(ConflictError):
    """The trainee has this degree already."""

    def __init__(self, records: Sequence[bytes]) -> None:
        super().__init__("This is a duplicate degree", records)
