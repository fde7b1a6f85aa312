"""What clients noticed within a stretch of time."""

import pytest

from deploy.drill.load.timeline import Kind, Lane, Timeline

PAGES, TRAINEES = Lane(Kind.READ, "pages"), Lane(Kind.READ, "trainees")
EVENTS = Lane(Kind.WRITE, "events")


def make_timeline(lane: Lane, *answers: tuple[float, int | str]) -> Timeline:
    timeline = Timeline()
    note(timeline, lane, *answers)
    return timeline


def note(timeline: Timeline, lane: Lane, *answers: tuple[float, int | str]) -> None:
    """Note requests that are answered a tenth of a second after they began."""
    for started, outcome in answers:
        timeline.note(lane, started=started, ended=started + 0.1, outcome=outcome)


@pytest.mark.parametrize(
    ("outcome", "failures"),
    [
        *((status, {}) for status in (200, 201, 299)),
        *((status, {f"read pages: {status}": 1}) for status in (199, 300, 304, 404, 503)),
        ("TimeoutError", {"read pages: TimeoutError": 1}),
    ],
)
def test_whatever_is_not_2xx_has_failed(outcome: int | str, failures: dict[str, int]) -> None:
    figures = make_timeline(PAGES, (1.0, outcome)).figures(0, 2)
    assert (figures.requests, figures.failures) == (1, failures)
    assert figures.failed == len(failures)


def test_a_request_belongs_to_the_stretch_in_which_it_was_begun() -> None:
    timeline = make_timeline(PAGES, (0.99, 503), (1.0, 200), (1.99, 503), (2.0, 200))
    figures = timeline.figures(1, 2)
    assert (figures.requests, figures.failed) == (2, 1)


def test_a_pause_lies_between_good_answers_of_one_lane() -> None:
    timeline = make_timeline(PAGES, (0.9, 200), (2.0, 503), (4.4, 200), (5.0, 200))
    note(timeline, EVENTS, (2.4, 201))
    figures = timeline.figures(0, 6)
    assert figures.longest_pause_of_reads == pytest.approx(3.5)
    assert figures.longest_pause_of_writes == pytest.approx(3.5)


def test_a_lane_that_flows_does_not_hide_one_that_is_blocked() -> None:
    timeline = make_timeline(PAGES, *((float(second), 200) for second in range(9)))
    note(timeline, TRAINEES, (0.9, 200), (3.0, "TimeoutError"), (6.9, 200))
    assert timeline.figures(0, 9).longest_pause_of_reads == pytest.approx(6)


def test_without_any_good_answer_all_of_it_is_a_pause() -> None:
    figures = make_timeline(EVENTS, (3.0, "TimeoutError")).figures(1, 9)
    assert figures.longest_pause_of_reads == 8
    assert figures.longest_pause_of_writes == 8


def test_a_lane_is_blocked_until_something_succeeds_that_was_begun_later() -> None:
    timeline = make_timeline(PAGES, (1.0, 200), (5.0, 200))
    note(timeline, EVENTS, (1.0, 201), (4.0, 503))
    assert timeline.blocked_since(2) == {EVENTS}
    note(timeline, EVENTS, (7.0, 201))
    assert timeline.blocked_since(2) == set()
    assert timeline.blocked_since(6) == {PAGES}
