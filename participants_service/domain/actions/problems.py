"""Why an action is refused, in the words that lead providers are told."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one attribute of an action."""

    title: str
    detail: str


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by title in the order in which titles first failed, each problem once."""
    by_title: dict[str, dict[Problem, None]] = {}
    for problem in problems:
        by_title.setdefault(problem.title, {})[problem] = None
    return tuple(problem for group in by_title.values() for problem in group)
