import pytest

from .payloads import ABSENT, first_stage, make_data, make_degree, problems_with

EMAIL_FORM = "Email Enter an email address in the correct format, like name@example.com"


def test_a_valid_request_has_no_problems() -> None:
    assert first_stage(make_data()) == ()


def test_an_almost_empty_request_gets_every_missing_field_in_order() -> None:
    assert first_stage({"email": "Doe"}) == (
        "First names can't be blank",
        "Last name can't be blank",
        "Date of birth can't be blank",
        "Sex can't be blank",
        "Training route can't be blank",
        "Itt start date can't be blank",
        "Itt end date can't be blank",
        "Course subject one can't be blank",
        "Study mode can't be blank",
        "Hesa can't be blank",
        EMAIL_FORM,
        "Hesa trainee detail attributes Itt aim can't be blank",
        "Hesa trainee detail attributes Course year can't be blank",
        "Hesa trainee detail attributes Course age range can't be blank",
        "Hesa trainee detail attributes Fund code can't be blank",
        "Hesa trainee detail attributes Funding method can't be blank",
        "Hesa trainee detail attributes Itt qualification aim can't be blank",
    )


def test_all_problems_are_reported_in_the_order_of_the_rules() -> None:
    found = first_stage(
        {
            "first_names": 5,
            "last_name": "Okonedo",
            "email": "x" * 256,
            "training_route": "99",
            "itt_start_date": "a",
            "itt_end_date": "b",
            "trainee_start_date": "2026-01-05",
            "date_of_birth": "c",
            "pg_apprenticeship_start_date": "d",
            "provider_trainee_id": 1,
            "application_id": "x",
            "sex": "y",
            "ethnicity": "y",
            "course_subject_one": "y",
            "course_subject_two": "y",
            "course_subject_three": "y",
            "study_mode": "y",
            "nationality": "y",
            "training_initiative": "y",
            "additional_training_initiative": "y",
            "disability2": "y",
            "disability1": "51",
            "disability3": "51",
            "itt_aim": "y",
            "itt_qualification_aim": "y",
            "course_age_range": "y",
            "funding_method": "y",
            "fund_code": "y",
            "placements_attributes": [{}],
            "degrees_attributes": [],
        },
    )
    assert [problem.split(" has invalid reference data")[0] for problem in found] == [
        "First names is invalid",
        "Hesa can't be blank",
        "Email is too long (maximum is 255 characters)",
        EMAIL_FORM,
        "Itt start date is invalid",
        "Itt end date is invalid",
        "Date of birth is invalid",
        "Pg apprenticeship start date is invalid",
        "Provider trainee id is invalid",
        "Application id is invalid",
        "Degrees attributes can't be blank",
        "Ethnicity",
        "Sex",
        "Placements attributes Name can't be blank",
        "Hesa trainee detail attributes Course year can't be blank",
        "Hesa trainee detail attributes Itt aim",
        "Hesa trainee detail attributes Itt qualification aim",
        "Hesa trainee detail attributes Course age range",
        "Hesa trainee detail attributes Funding method",
        "Hesa trainee detail attributes Fund code",
        "Hesa trainee detail attributes Additional training initiative",
        "Training route",
        "Course subject one",
        "Course subject two",
        "Course subject three",
        "Study mode",
        "Nationality",
        "Training initiative",
        "Disability2",
        "Trainee disabilities attributes contain duplicate values",
    ]


@pytest.mark.parametrize("blank", [ABSENT, None, "", "  ", "\t\n"])
@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("first_names", "First names can't be blank"),
        ("last_name", "Last name can't be blank"),
        ("date_of_birth", "Date of birth can't be blank"),
        ("sex", "Sex can't be blank"),
        ("training_route", "Training route can't be blank"),
        ("itt_end_date", "Itt end date can't be blank"),
        ("course_subject_one", "Course subject one can't be blank"),
        ("study_mode", "Study mode can't be blank"),
        ("hesa_id", "Hesa can't be blank"),
        ("itt_aim", "Hesa trainee detail attributes Itt aim can't be blank"),
        ("course_year", "Hesa trainee detail attributes Course year can't be blank"),
        ("course_age_range", "Hesa trainee detail attributes Course age range can't be blank"),
        ("fund_code", "Hesa trainee detail attributes Fund code can't be blank"),
        ("funding_method", "Hesa trainee detail attributes Funding method can't be blank"),
        (
            "itt_qualification_aim",
            "Hesa trainee detail attributes Itt qualification aim can't be blank",
        ),
    ],
)
def test_a_required_field_is_missed(field: str, message: str, blank: object) -> None:
    assert problems_with(**{field: blank}) == (message,)


@pytest.mark.parametrize("blank", [ABSENT, None, ""])
def test_a_missing_course_start_is_reported_once(blank: object) -> None:
    assert problems_with(itt_start_date=blank) == ("Itt start date can't be blank",)


@pytest.mark.parametrize("blank", [None, "", " "])
@pytest.mark.parametrize(
    "field",
    [
        "provider_trainee_id",
        "application_id",
        "middle_names",
        "previous_last_name",
        "nationality",
        "ethnicity",
        "disability1",
        "trainee_start_date",
        "course_subject_two",
        "course_subject_three",
        "training_initiative",
        "additional_training_initiative",
        "lead_partner_urn",
        "lead_partner_ukprn",
        "employing_school_urn",
        "ni_number",
        "pg_apprenticeship_start_date",
        "placements_attributes",
    ],
)
def test_an_optional_field_may_be_blank(field: str, blank: object) -> None:
    assert problems_with(**{field: blank}) == ()


@pytest.mark.parametrize(
    ("route", "needs_degree"),
    [
        ("02", True),
        ("03", True),
        ("10", True),
        ("12", True),
        ("09", False),
        ("11", False),
        ("14", False),
        (None, None),
    ],
)
@pytest.mark.parametrize("degrees", [ABSENT, None, [], {}, "degree", ["degree", 5], [[]]])
def test_only_postgraduate_routes_ask_for_a_degree(
    route: str | None,
    needs_degree: bool | None,
    degrees: object,
) -> None:
    problems = problems_with(training_route=route, degrees_attributes=degrees)
    assert ("Degrees attributes can't be blank" in problems) == bool(needs_degree)
    assert len(problems) == (1 if needs_degree or route is None else 0)


def test_problems_of_nested_records_carry_their_prefix_in_the_order_sent() -> None:
    assert problems_with(
        placements_attributes=[{"urn": "12345"}, {"name": "Fenbrook", "postcode": "BN1"}],
        degrees_attributes=[make_degree(subject="zz"), make_degree(grade=None)],
    ) == (
        "Placements attributes Urn is invalid",
        "Placements attributes Name can't be blank",
        "Placements attributes Postcode Enter a valid postcode (for example, BN1 1AA)",
        "Degrees attributes Subject can't be blank",
        "Degrees attributes Grade can't be blank",
    )


@pytest.mark.parametrize("nested", [None, "many", 5, {"0": {}}, [None, 5, "x", [], True]])
def test_nested_records_of_the_wrong_type_are_ignored(nested: object) -> None:
    assert problems_with(placements_attributes=nested) == ()


def test_nested_records_are_limited_in_number() -> None:
    assert (
        problems_with(
            placements_attributes=[{"urn": "900010"}] * 100,
            degrees_attributes=[make_degree()] * 100,
        )
        == ()
    )
    assert problems_with(
        placements_attributes=[{}] * 101,
        degrees_attributes=[{}] * 10_000,
    ) == (
        "Placements attributes is too long (maximum is 100 placements)",
        "Degrees attributes is too long (maximum is 100 degrees)",
    )


def test_unknown_members_are_ignored() -> None:
    assert problems_with(trn=5, state=[], disability0="zz", bursary_tier="tier_one") == ()
