import pytest

from trainees_service.domain.code_tables import COURSE_SUBJECTS, NATIONALITIES

from .payloads import problems_with


@pytest.mark.parametrize(
    ("field", "title", "valid"),
    [
        ("sex", "Sex", "'10', '11', '12', '96', '99'"),
        ("study_mode", "Study mode", "'01', '02', '31', '63', '64'"),
        ("itt_aim", "Hesa trainee detail attributes Itt aim", "'201', '202'"),
        (
            "itt_qualification_aim",
            "Hesa trainee detail attributes Itt qualification aim",
            "'001', '002', '003', '004', '007', '008', '020', '021', '028', '031', '032'",
        ),
        (
            "course_age_range",
            "Hesa trainee detail attributes Course age range",
            (
                "'13909', '13911', '13912', '13913', '13914', '13915', '13916', '13917', '13918', "
                "'13919'"
            ),
        ),
        (
            "funding_method",
            "Hesa trainee detail attributes Funding method",
            "'4', '6', '7', '8', '9', 'B', 'C', 'D', 'E'",
        ),
        ("fund_code", "Hesa trainee detail attributes Fund code", "'2', '7'"),
        (
            "training_initiative",
            "Training initiative",
            "'001', '009', '011', '019', '025', '026', '036'",
        ),
        (
            "additional_training_initiative",
            "Hesa trainee detail attributes Additional training initiative",
            "'001', '009', '011', '019', '025', '026', '036'",
        ),
        (
            "ethnicity",
            "Ethnicity",
            (
                "'180', '100', '101', '103', '104', '119', '120', '121', '139', '140', '141', "
                "'142', '159', '160', '163', '166', '168', '179', '899', '997', '998', '999'"
            ),
        ),
        (
            "disability9",
            "Disability9",
            "'95', '58', '57', '59', '51', '54', '55', '56', '53', '96', '98', '99'",
        ),
        ("course_subject_one", "Course subject one", COURSE_SUBJECTS.valid_list),
        ("course_subject_two", "Course subject two", COURSE_SUBJECTS.valid_list),
        ("course_subject_three", "Course subject three", COURSE_SUBJECTS.valid_list),
        ("nationality", "Nationality", NATIONALITIES.valid_list),
    ],
)
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("zz", "zz", id="unknown"),
        pytest.param(" 10", " 10", id="not trimmed"),
        pytest.param(10, "10", id="number"),
        pytest.param(2.5, "2.5", id="fraction"),
        pytest.param(True, "true", id="boolean"),
        pytest.param([], "[...]", id="array"),
        pytest.param({"a": 1}, "{...}", id="object"),
        pytest.param("1\0", "1\0", id="NUL"),
        pytest.param("\udc00x", "?x", id="half a surrogate pair"),
        pytest.param("y" * 9000, "y" * 255, id="long"),
        pytest.param(10**5000, "a number too large", id="huge"),
    ],
)
def test_an_unknown_code_is_answered_with_the_valid_ones(
    field: str,
    title: str,
    valid: str,
    value: object,
    shown: str,
) -> None:
    assert problems_with(**{field: value}) == (
        f"{title} has invalid reference data value of '{shown}'. Valid values are {valid}.",
    )


def test_codes_keep_their_leading_zeros_and_case() -> None:
    assert len(problems_with(nationality="gb", study_mode="1", funding_method="d")) == 3


@pytest.mark.parametrize(
    ("aim", "qualification", "asked_for"),
    [("202", None, True), (None, None, True), ("201", None, False), ("999", "", False)],
)
def test_the_qualification_aim_depends_on_the_aim(
    aim: str | None,
    qualification: str | None,
    asked_for: bool,
) -> None:
    message = "Hesa trainee detail attributes Itt qualification aim can't be blank"
    found = problems_with(itt_aim=aim, itt_qualification_aim=qualification)
    assert (message in found) == asked_for


def test_a_qualification_aim_is_checked_whenever_it_is_there() -> None:
    (message,) = problems_with(itt_aim="201", itt_qualification_aim="999")
    assert message.startswith(
        "Hesa trainee detail attributes Itt qualification aim has invalid reference data value",
    )


@pytest.mark.parametrize(
    ("codes", "repeated"),
    [
        pytest.param({"disability1": "51", "disability9": "51"}, True, id="twice"),
        pytest.param({"disability1": "51", "disability2": "57"}, False, id="two"),
        pytest.param({"disability1": "95", "disability2": "95"}, False, id="none, twice"),
        pytest.param({"disability1": "98", "disability2": "99"}, False, id="not provided, twice"),
        pytest.param({"disability1": "51", "disability10": "51"}, False, id="only nine count"),
    ],
)
def test_a_disability_is_named_once(codes: dict[str, str], repeated: bool) -> None:
    message = "Trainee disabilities attributes contain duplicate values"
    assert problems_with(**codes) == ((message,) if repeated else ())


@pytest.mark.parametrize(
    ("subjects", "fields"),
    [
        pytest.param([None, None, None], [], id="none needed"),
        pytest.param(["zz", None, None], ["one"], id="one"),
        pytest.param(["100511", "zz", None], ["two"], id="two"),
        pytest.param(["100403", "100346", "zz"], ["three"], id="even if it had no place"),
        pytest.param(["yy", "zz", 5], ["one", "two", "three"], id="all"),
    ],
)
def test_an_unknown_subject_of_a_primary_course_is_reported_where_it_stood(
    subjects: list[object],
    fields: list[str],
) -> None:
    one, two, three = subjects
    found = problems_with(
        course_age_range="13914",
        course_subject_one=one,
        course_subject_two=two,
        course_subject_three=three,
    )
    assert [problem.split(" has ")[0] for problem in found] == [
        f"Course subject {field}" for field in fields
    ]
