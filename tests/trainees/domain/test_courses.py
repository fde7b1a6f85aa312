import pytest

from trainees_service.domain.code_tables import COURSE_AGE_RANGES
from trainees_service.domain.courses import arranged_subjects, phase_of


@pytest.mark.parametrize(
    ("code", "ages", "phase"),
    [
        ("13909", (3, 7), "primary"),
        ("13911", (3, 9), "primary"),
        ("13912", (3, 11), "primary"),
        ("13913", (5, 9), "primary"),
        ("13914", (5, 11), "primary"),
        ("13915", (7, 11), "primary"),
        ("13916", (7, 14), "secondary"),
        ("13917", (9, 14), "secondary"),
        ("13918", (11, 16), "secondary"),
        ("13919", (11, 19), "secondary"),
    ],
)
def test_a_course_up_to_11_is_primary(code: str, ages: tuple[int, int], phase: str) -> None:
    age_range = COURSE_AGE_RANGES[code]
    assert (age_range.min_age, age_range.max_age) == ages
    assert phase_of(age_range) == phase


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (("100346", "101410", "100366"), ("100511", "100346", "101410")),
        (("100346", "100511", "100366"), ("100511", "100346", "100366")),
        (("100511", "100346", None), ("100511", "100346", None)),
        (("100346", None, "100366"), ("100511", "100346", "100366")),
        (("100511", None, "100366"), ("100511", "100366", None)),
        (("100511", "100511", "100511"), ("100511", None, None)),
        ((None, None, None), ("100511", None, None)),
    ],
)
def test_a_primary_course_is_primary_teaching_first(
    sent: tuple[str | None, str | None, str | None],
    stored: tuple[str | None, str | None, str | None],
) -> None:
    assert arranged_subjects(sent, age_range=COURSE_AGE_RANGES["13914"]) == stored


@pytest.mark.parametrize("age_range", [COURSE_AGE_RANGES["13918"], None])
def test_other_courses_keep_their_subjects(age_range: None) -> None:
    sent = ("100346", None, "100511")
    assert arranged_subjects(sent, age_range=age_range) == sent
