import pytest

from trainees_service.domain.identifiers import ALPHABET, is_identifier, new_identifier


def test_a_new_identifier_is_24_characters_that_nobody_confuses() -> None:
    found = {new_identifier() for _ in range(2000)}
    assert len(found) == 2000
    assert all(is_identifier(identifier) for identifier in found)
    assert set("".join(found)) == set(ALPHABET)
    assert len(ALPHABET) == 58
    assert not set("0OIl") & set(ALPHABET)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("k3TzWq8NfP5hYbRm2VdXs7Ga", True),
        ("k3TzWq8NfP5hYbRm2VdXs7G", False),
        ("k3TzWq8NfP5hYbRm2VdXs7Gaa", False),
        ("k3TzWq8NfP5hYbRm2VdXs7G0", False),
        ("k3TzWq8NfP5hYbRm2VdXs7G\n", False),
        ("", False),
    ],
)
def test_the_form_of_an_identifier(text: str, fits: bool) -> None:
    assert is_identifier(text) == fits
