"""Errors of the API for lead providers, one class for each row of its table."""

from typing import ClassVar

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


class NotFoundError(ProblemError):
    """The id is unknown, is no id at all, or belongs to somebody this lead provider cannot see."""

    status = 404
    title = "Resource not found"
    detail = "Nothing could be found for the provided details"
