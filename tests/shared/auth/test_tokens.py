import pytest

from shared.auth.middleware import bearer_or_bare, bearer_or_token
from shared.auth.tokens import ALPHABET, display_prefix, is_well_formed, make_token


def test_a_new_token_is_well_formed_and_new() -> None:
    tokens = {make_token("participants") for _ in range(200)}
    assert len(tokens) == 200
    assert all(is_well_formed(token) for token in tokens)
    assert all(len(token) == len("participants_") + 38 for token in tokens)
    assert set("".join(token.removeprefix("participants_") for token in tokens)) == set(ALPHABET)


def test_one_wrong_character_is_noticed_without_a_database() -> None:
    token = make_token("trainees")
    for position in range(len("trainees_"), len(token)):
        other = ALPHABET[(ALPHABET.index(token[position]) + 1) % len(ALPHABET)]
        assert not is_well_formed(token[:position] + other + token[position + 1 :])


@pytest.mark.parametrize("text", ["", "x", "participants_", "a_b_c", "participants_" + "l" * 38])
def test_other_texts_are_not_tokens(text: str) -> None:
    assert not is_well_formed(text)


def test_people_can_tell_tokens_apart_without_using_them() -> None:
    token = make_token("participants")
    assert token.startswith(display_prefix(token))
    assert len(display_prefix(token)) == len("participants_") + 6


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer   abc ", "abc"),
        ("BEARER abc", "abc"),
        ("Token abc", "abc"),
        ('Token token="abc"', "abc"),
        ("Token token=abc", "abc"),
        ('token token="abc", nonce="def"', "abc"),
        ("abc", None),
        ("Basic abc", None),
        ("Bearer", None),
        ("Bearer a b", None),
        ("", None),
    ],
)
def test_lead_providers_authorisation(header: str, token: str | None) -> None:
    assert bearer_or_token(header) == token


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("abc", "abc"),
        ("Basic abc", None),
        ("", None),
        ("   ", None),
    ],
)
def test_training_providers_authorisation(header: str, token: str | None) -> None:
    assert bearer_or_bare(header) == token
