"""The order of refusals."""

from participants_service.domain.actions.problems import Problem, grouped


def problem(text: str) -> Problem:
    title, _, detail = text.partition(" ")
    return Problem(title=title, detail=detail)


def test_problems_are_grouped_by_title_in_the_order_in_which_titles_failed() -> None:
    found = map(problem, ["reason 1", "cohort 2", "reason 3", "cohort 2", "reason 1"])
    assert grouped(found) == tuple(map(problem, ["reason 1", "reason 3", "cohort 2"]))


def test_nothing_wrong_is_nothing() -> None:
    assert grouped([]) == ()
