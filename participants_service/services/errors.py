"""Errors of the API for lead providers, one class for each row of its table."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from participants_service.domain.actions.problems import Problem
from shared.changes.queries import HIGHEST_LIMIT
from shared.http.errors import ApiError, Body


class ProblemError(ApiError):
    """A problem with a title and a sentence."""

    title: ClassVar[str]
    detail: ClassVar[str]

    def body(self) -> Body:
        """Return the problem as the only one of its list."""
        return {"errors": [{"title": self.title, "detail": self.detail}]}


class FilterNotAHashError(ProblemError):
    """`filter` was sent without a name in brackets, on whatever endpoint."""

    status = 400
    title = "Bad parameter"
    detail = "Filter must be a hash"


class CohortNotGivenError(ProblemError):
    """Schools were asked for without the cohort in which to look at them."""

    status = 400
    title = "Bad parameter"
    detail = "The filter '#/cohort' must be included in your request"


class BadUpdatedSinceError(ProblemError):
    """A list was asked for changes since something that is no date."""

    status = 400
    title = "Bad request"
    detail = "The filter '#/updated_since' must be a valid ISO 8601 date"


class BadPageError(ProblemError):
    """The number or size of a page is no positive number."""

    status = 400
    title = "Bad request"
    detail = (
        "The '#/page[page]' and '#/page[per_page]' parameter values must be a valid positive number"
    )


class BadCursorError(ProblemError):
    """The place where a walk should go on is none of the list that is asked for."""

    status = 400
    title = "Bad request"
    detail = (
        "The '#/page[after]' parameter value must be a cursor from the 'Link' header of this list"
    )


class BadStructureError(ProblemError):
    """The body is not JSON, or has none of the attributes that the endpoint takes."""

    status = 400
    title = "Bad request"
    detail = "Correct json data structure required. See API docs for reference."


class BadPositionError(ProblemError):
    """The change feed was asked to go on from something that is no position."""

    status = 400
    title = "Bad request"
    detail = "The '#/after' parameter value must be a position: a whole number from 0"


class BadLimitError(ProblemError):
    """The change feed was asked for a number of entries that it does not answer."""

    status = 400
    title = "Bad request"
    detail = f"The '#/limit' parameter value must be a whole number from 1 to {HIGHEST_LIMIT}"


class BadResourceError(ProblemError):
    """The change feed was asked for changes of something that is no resource."""

    status = 400
    title = "Bad request"

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self._names = tuple(names)

    def body(self) -> Body:
        """Return the problem with the names there are."""
        detail = f"The filter '#/resource' must be any of {', '.join(self._names)}"
        return {"errors": [{"title": self.title, "detail": detail}]}


class ChangesGoneError(ApiError):
    """From this position there is no going on: the caller starts anew and goes on from the head."""

    status = 410

    def __init__(self, detail: str, *, head: int) -> None:
        super().__init__(detail)
        self.head = head

    def body(self) -> Body:
        """Return the problem with the position from which to go on."""
        problem = {"title": "Gone", "detail": str(self)}
        return {"errors": [problem], "meta": {"position": self.head}}


class NoSuchPositionError(ChangesGoneError):
    """The lead provider's journal has not come to this position."""

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
    return f"read all lists once, then ask for what has happened after {head}."


class NotFoundError(ProblemError):
    """The id is unknown, is no id at all, or belongs to somebody this lead provider cannot see."""

    status = 404
    title = "Resource not found"
    detail = "Nothing could be found for the provided details"


class ActionRefusedError(ApiError):
    """Rules stand in the way of an action; all that is wrong is told at once."""

    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = tuple(problems)

    def body(self) -> Body:
        """Return the problems in their order."""
        return {
            "errors": [
                {"title": problem.title, "detail": problem.detail} for problem in self.problems
            ]
        }
