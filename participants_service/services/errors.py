"""Errors of the API for lead providers, one class for each row of its table."""

from collections.abc import Sequence
from typing import ClassVar

from participants_service.domain.actions.problems import Problem
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


class BadStructureError(ProblemError):
    """The body is not JSON, or has none of the attributes that the endpoint takes."""

    status = 400
    title = "Bad request"
    detail = "Correct json data structure required. See API docs for reference."


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
