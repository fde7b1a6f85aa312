from datetime import UTC, datetime
from uuid import UUID

import pytest

from trainees_service.domain.duplicates import (
    MatchingKeys,
    email_key,
    first_name_key,
    last_name_key,
)
from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import Registers

from .payloads import make_registration

NOW = datetime(2026, 11, 24, 10, 12, 3, tzinfo=UTC)
PROVIDER = ProviderId(UUID("3f6f1f38-3c55-4d4b-9a0e-0d7a5ac0b6f2"))
OTHER_PROVIDER = ProviderId(UUID("d5d0cc2c-1a86-4b7b-8c0e-6b1ef2a3a111"))


def requested(**members: object) -> MatchingKeys:
    return MatchingKeys.requested(make_registration(**members))


def stored(**members: object) -> MatchingKeys:
    trainee = register_trainee(
        make_registration(**members),
        provider_id=PROVIDER,
        registers=Registers(),
        now=NOW,
    )
    return MatchingKeys.stored(trainee)


@pytest.mark.parametrize(
    ("members", "is_duplicate"),
    [
        pytest.param({}, True, id="the same"),
        pytest.param({"sex": "11", "hesa_id": "1", "middle_names": "X"}, True, id="uncompared"),
        pytest.param({"email": "other@post.example"}, True, id="other e-mail"),
        pytest.param({"first_names": "Ada"}, True, id="other first name"),
        pytest.param({"first_names": "Ada", "email": "o@post.example"}, False, id="both other"),
        pytest.param({"first_names": "TAMSIN Joy", "email": "o@post.example"}, True, id="first"),
        pytest.param(
            {"first_names": "Ada", "email": "Tamsin.OKONEDO@post.example"},
            True,
            id="e-mail in another case",
        ),
        pytest.param({"last_name": " OKONEDO "}, True, id="last name in another case"),
        pytest.param({"last_name": "Okoned_"}, False, id="no wildcard for one"),
        pytest.param({"last_name": "%"}, False, id="no wildcard for many"),
        pytest.param({"date_of_birth": "2001-04-18"}, False, id="other birth date"),
        pytest.param({"training_route": "10"}, False, id="other route"),
        pytest.param({"itt_start_date": "2026-08-01"}, True, id="same cycle"),
        pytest.param({"itt_start_date": "2026-07-31"}, False, id="cycle before"),
        pytest.param({"itt_start_date": "2027-08-01"}, False, id="next cycle"),
        pytest.param(
            {"itt_start_date": "2026-09-01", "trainee_start_date": "2025-09-01"},
            True,
            id="the request counts by its course",
        ),
    ],
)
def test_what_makes_a_duplicate(members: dict[str, object], is_duplicate: bool) -> None:
    assert stored().matches(requested(**members)) == is_duplicate
    assert requested(**members).matches(stored()) == is_duplicate


def test_any_registration_with_all_keys_can_be_searched_for() -> None:
    assert MatchingKeys.sent(make_registration()) == requested()


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"last_name": None}, id="no last name"),
        pytest.param({"first_names": "a\0b"}, id="a name that cannot be stored"),
        pytest.param({"date_of_birth": "1999-02-30"}, id="a day that no calendar has"),
        pytest.param({"itt_start_date": ""}, id="a blank date"),
        pytest.param({"email": 7}, id="an e-mail address that is no text"),
        pytest.param({"training_route": "13"}, id="an unknown route"),
        pytest.param({"training_route": "\0"}, id="a route that cannot even be compared"),
    ],
)
def test_a_registration_that_lacks_a_key_is_not_searched_for(members: dict[str, object]) -> None:
    assert MatchingKeys.sent(make_registration(**members)) is None


def test_a_stored_trainee_counts_by_the_own_start() -> None:
    late = stored(itt_start_date="2025-09-01", trainee_start_date="2026-09-01")
    assert late.matches(requested(itt_start_date="2026-10-01"))
    assert not late.matches(requested(itt_start_date="2025-09-01"))


def test_two_unknown_cycles_count_as_equal() -> None:
    assert stored(itt_start_date="2033-09-01").matches(requested(itt_start_date="2014-09-01"))


@pytest.mark.parametrize(
    ("first_names", "key"),
    [
        ("José Maria", "jose"),
        ("Jose\u0301", "jose"),
        ("Jean-Luc X", "jeanluc"),
        ("O'Neil", "oneil"),
        ("  ADA   May", "ada"),
        ("Ada\tMay", "ada"),
        ("Łukasz", "lukasz"),
        ("Øyvind", "oyvind"),
        ("Æthel", "aethel"),
        ("王小明 大", "王小明"),
        ("אורה", "אורה"),
        ("Юлия Ivanova", "юлия"),
        ("- Ada", "-"),
        ("42 Ada", "42"),
    ],
)
def test_the_first_name_is_compared_in_plain_letters(first_names: str, key: str) -> None:
    assert first_name_key(first_names) == key


def test_names_in_another_script_differ_from_each_other() -> None:
    assert first_name_key("王小明") != first_name_key("李小明")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Straße", "STRASSE"), (" Van  Dyk", "van dyk"), ("Zoë", "zoe\u0308"), ("ÖZ", "öz")],
)
def test_last_names_are_compared_squeezed_and_in_one_case(one: str, other: str) -> None:
    assert last_name_key(one) == last_name_key(other)


def test_last_names_keep_their_accents() -> None:
    assert last_name_key("Zoë") != last_name_key("Zoe")


def test_an_email_is_compared_trimmed_and_in_lower_case() -> None:
    assert email_key(" A.B@Post.EXAMPLE ") == "a.b@post.example"


def test_requests_that_may_be_duplicates_of_each_other_share_a_lock() -> None:
    lock = requested().lock_key(PROVIDER)
    assert -(2**63) <= lock < 2**63
    same = requested(last_name="OKONEDO", first_names="Ada", itt_start_date="2025-09-01")
    assert same.lock_key(PROVIDER) == lock
    assert stored().lock_key(PROVIDER) == lock
    assert requested().lock_key(OTHER_PROVIDER) != lock
    assert requested(date_of_birth="2001-04-18").lock_key(PROVIDER) != lock
    assert requested(last_name="Okonedi").lock_key(PROVIDER) != lock
