from dataclasses import asdict

import pytest

from trainees_service.domain.paging import Page, read_page


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        (None, 1),
        ("", 1),
        ("1", 1),
        ("2", 2),
        ("0", 1),
        ("-1", 1),
        ("x", 1),
        ("2x", 1),
        ("1.5", 1),
        ("007", 7),
        ("9" * 5000, 10**10),
    ],
)
def test_a_page_is_counted_from_one(sent: str | None, number: int) -> None:
    assert read_page(sent, None).number == number


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (None, 50),
        ("1", 1),
        ("999", 999),
        ("1000", 1000),
        ("1001", 1000),
        ("9" * 5000, 1000),
        ("0", 50),
        ("-1", 50),
        ("x", 50),
    ],
)
def test_a_page_has_up_to_a_thousand_records(sent: str | None, size: int) -> None:
    assert read_page(None, sent).size == size


def test_the_farthest_page_can_be_asked_for() -> None:
    assert read_page("9" * 5000, "9" * 5000).offset < 2**63


@pytest.mark.parametrize(("number", "offset"), [(1, 0), (2, 50), (3, 100)])
def test_pages_follow_each_other(number: int, offset: int) -> None:
    assert Page(number=number, size=50).offset == offset


@pytest.mark.parametrize(
    ("total", "pages"), [(0, 0), (1, 1), (49, 1), (50, 1), (51, 2), (100, 2), (101, 3)]
)
def test_a_page_tells_of_the_list(total: int, pages: int) -> None:
    assert asdict(Page(number=2, size=50).meta(total_count=total)) == {
        "current_page": 2,
        "total_pages": pages,
        "total_count": total,
        "per_page": 50,
    }
