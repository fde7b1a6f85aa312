import pytest

from .payloads import problems_with

EMAIL_FORM = "Email Enter an email address in the correct format, like name@example.com"


@pytest.mark.parametrize(
    ("email", "messages"),
    [
        pytest.param(None, ["Email can't be blank"], id="null"),
        pytest.param("", ["Email can't be blank", EMAIL_FORM], id="empty"),
        pytest.param("  ", ["Email can't be blank", EMAIL_FORM], id="blanks"),
        pytest.param("Doe", [EMAIL_FORM], id="malformed"),
        pytest.param(5, [EMAIL_FORM], id="number"),
        pytest.param({}, [EMAIL_FORM], id="object"),
        pytest.param("a@\ud800.com", [EMAIL_FORM], id="half a surrogate pair"),
        pytest.param("a" * 249 + "@b.co", [], id="254 characters"),
        pytest.param("a" * 250 + "@b.co", [], id="255 characters"),
        pytest.param(
            "a" * 251 + "@b.co",
            ["Email is too long (maximum is 255 characters)"],
            id="256 characters",
        ),
        pytest.param(
            "a" * 316 + "@b.co",
            ["Email is too long (maximum is 255 characters)", EMAIL_FORM],
            id="321 characters",
        ),
    ],
)
def test_an_email_is_there_short_and_well_formed(email: object, messages: list[str]) -> None:
    assert problems_with(email=email) == tuple(messages)


@pytest.mark.parametrize(
    ("year", "valid"),
    [
        ("1", True),
        (2, True),
        ("abc", True),
        ("2147483647", True),
        ("2147483648", False),
        (2147483648, False),
        pytest.param("9" * 5000, False, id="long False"),
        (True, False),
        (1.5, False),
        ([], False),
        ("1\x00", False),
        ("\ud800", False),
    ],
)
def test_the_course_year_is_a_text_or_a_number_of_32_bits(year: object, valid: bool) -> None:
    message = "Hesa trainee detail attributes Course year is invalid"
    assert problems_with(course_year=year) == (() if valid else (message,))


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (482913, True),
        ("482913", True),
        (0, True),
        (2147483647, True),
        (-2147483648, True),
        (2147483648, False),
        (-2147483649, False),
        ("2147483648", False),
        pytest.param(10**400, False, id="long False"),
        pytest.param("0" * 9000 + "1", True, id="long True"),
        pytest.param("9" * 9000, False, id="long False"),
        ("A12", False),
        (1.0, False),
        (True, False),
        ([1], False),
        ({}, False),
        ("1\x00", False),
    ],
)
def test_an_application_id_is_a_number_of_32_bits(value: object, valid: bool) -> None:
    expected = () if valid else ("Application id is invalid",)
    assert problems_with(application_id=value) == expected


@pytest.mark.parametrize("value", [5, 0, False, 1.5, [], ["Ada"], {}, "Ad\0a", "Ad\ud83da"])
@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("first_names", "First names is invalid"),
        ("last_name", "Last name is invalid"),
        ("hesa_id", "Hesa is invalid"),
        ("provider_trainee_id", "Provider trainee id is invalid"),
        ("middle_names", "Middle names is invalid"),
        ("previous_last_name", "Previous last name is invalid"),
        ("lead_partner_urn", "Lead partner urn is invalid"),
        ("lead_partner_ukprn", "Lead partner ukprn is invalid"),
        ("employing_school_urn", "Employing school urn is invalid"),
        ("ni_number", "Ni number is invalid"),
    ],
)
def test_a_text_that_cannot_be_stored_is_invalid(field: str, message: str, value: object) -> None:
    assert problems_with(**{field: value}) == (message,)


def test_the_partners_ukprn_is_not_looked_at_beside_its_urn() -> None:
    assert problems_with(lead_partner_urn=None, lead_partner_ukprn=5) == ()


@pytest.mark.parametrize("name", ["Zoë", "Nguyễn Thị", "אורה", "王小明", "👩‍🏫 Ada", "O'Neil-Ōta"])
def test_a_name_may_be_in_any_script(name: str) -> None:
    assert problems_with(first_names=name, last_name=name, middle_names=name) == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("provider_trainee_id", "Provider trainee id"),
        ("previous_last_name", "Previous last name"),
        ("lead_partner_urn", "Lead partner urn"),
        ("lead_partner_ukprn", "Lead partner ukprn"),
        ("employing_school_urn", "Employing school urn"),
        ("hesa_id", "Hesa"),
        ("ni_number", "Ni number"),
        ("course_year", "Hesa trainee detail attributes Course year"),
    ],
)
def test_no_text_has_more_than_5000_characters(name: str, title: str) -> None:
    assert problems_with(**{name: "é" * 5_000}) == ()
    assert problems_with(**{name: "é" * 5_001}) == (
        f"{title} is too long (maximum is 5000 characters)",
    )


def test_the_name_of_a_placement_has_no_more_either() -> None:
    assert problems_with(placements_attributes=[{"name": "é" * 5_000}]) == ()
    assert problems_with(placements_attributes=[{"name": "é" * 5_001}]) == (
        "Placements attributes Name is too long (maximum is 5000 characters)",
    )
