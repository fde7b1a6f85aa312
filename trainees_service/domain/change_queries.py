"""What a request for changes asks for."""

from collections.abc import Iterable

from shared.changes.queries import (
    HIGHEST_LIMIT,
    USUAL_LIMIT,
    ChangesQuery,
    read_limit,
    read_position,
)
from trainees_service.domain.query_problems import InvalidQueryError
from trainees_service.domain.sent import shown


def read_changes_query(parameters: Iterable[tuple[str, str]]) -> ChangesQuery:
    """Read the parameters of a query string, or raise InvalidQueryError.

    A blank parameter counts as absent; of one that is repeated the last one counts.
    """
    last = {name: value for name, value in parameters if value.strip()}
    after = read_position(last.get("after", "0"))
    limit = read_limit(last.get("limit", str(USUAL_LIMIT)))
    problems = {}
    if after is None:
        problems["after"] = (f"{shown(last['after'])} is not a valid position",)
    if limit is None:
        text = f"{shown(last['limit'])} is not a number from 1 to {HIGHEST_LIMIT}"
        problems["limit"] = (text,)
    if after is None or limit is None:
        raise InvalidQueryError(problems)
    return ChangesQuery(after=after, limit=limit)
