import pytest

from trainees_service.domain.diversity import disability_disclosure, is_disclosed


@pytest.mark.parametrize(
    ("codes", "disclosure", "disclosed"),
    [
        ([], "disability_not_provided", False),
        ([None, None], "disability_not_provided", False),
        (["98"], "disability_not_provided", False),
        (["99"], "disability_not_provided", False),
        (["98", "99"], "disability_not_provided", False),
        (["95"], "no_disability", True),
        (["95", "95"], "no_disability", True),
        (["98", "95"], "no_disability", True),
        (["51"], "disabled", True),
        (["95", "51"], "disabled", True),
        (["98", None, "96"], "disabled", True),
    ],
)
def test_what_the_disability_codes_say(
    codes: list[str | None],
    disclosure: str,
    disclosed: bool,
) -> None:
    assert disability_disclosure(codes) == disclosure
    assert is_disclosed(ethnicity="997", disabilities=codes) == disclosed


@pytest.mark.parametrize(
    ("ethnicity", "disclosed"),
    [("103", True), ("899", True), ("997", False), ("998", False), ("999", False)],
)
def test_an_ethnic_background_is_a_disclosure(ethnicity: str, disclosed: bool) -> None:
    assert is_disclosed(ethnicity=ethnicity, disabilities=["98"]) == disclosed
