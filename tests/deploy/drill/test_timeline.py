"""What clients noticed within a stretch of time."""

import pytest

from deploy.drill.load.timeline import Kind, Timeline


def make_timeline(kind: Kind, *answers: tuple[float, int | None]) -> Timeline:
    timeline = Timeline()
    for ended, status in answers:
        timeline.note(kind, ended=ended, status=status)
    return timeline


@pytest.mark.parametrize(
    ("status", "failed"),
    [(200, 0), (201, 0), (299, 0), (199, 1), (300, 1), (304, 1), (404, 1), (503, 1), (None, 1)],
)
def test_whatever_is_not_2xx_has_failed(status: int | None, failed: int) -> None:
    figures = make_timeline(Kind.READ, (1.0, status)).figures(0, 2)
    assert (figures.requests, figures.failed) == (1, failed)


def test_a_request_belongs_to_the_stretch_in_which_it_ended() -> None:
    timeline = make_timeline(Kind.READ, (0.9, 200), (1.0, 200), (1.9, 503), (2.0, 503))
    figures = timeline.figures(1, 2)
    assert (figures.requests, figures.failed) == (2, 1)


def test_a_pause_lies_between_good_answers_of_one_kind() -> None:
    timeline = Timeline()
    for ended, status in ((1.0, 200), (2.0, 503), (4.5, 200), (5.0, 200)):
        timeline.note(Kind.READ, ended=ended, status=status)
    timeline.note(Kind.WRITE, ended=2.5, status=201)
    figures = timeline.figures(0, 6)
    assert figures.longest_pause_of_reads == 3.5
    assert figures.longest_pause_of_writes == 3.5


def test_without_any_good_answer_all_of_it_is_a_pause() -> None:
    figures = make_timeline(Kind.WRITE, (3.0, None)).figures(1, 9)
    assert figures.longest_pause_of_reads == 8
    assert figures.longest_pause_of_writes == 8


def test_readers_are_served_when_one_of_them_succeeds() -> None:
    timeline = make_timeline(Kind.READ, (1.0, 200), (5.0, 200), (6.0, 503))
    timeline.note(Kind.WRITE, ended=7, status=201)
    assert timeline.has_read_since(2)
    assert timeline.has_read_since(5)
    assert not timeline.has_read_since(5.5)
