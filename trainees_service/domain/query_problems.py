"""What is wrong with the parameters of a query string."""

from collections.abc import Mapping


class InvalidQueryError(Exception):
    """Parameters have values they cannot have: texts under the parameters' names."""

    def __init__(self, problems: Mapping[str, tuple[str, ...]]) -> None:
        self.problems = problems
        count = sum(map(len, problems.values()))
        errors = "1 error" if count == 1 else f"{count} errors"
        self.message = f"Validation failed: {errors} prohibited this request being run"
        super().__init__(self.message)
