import pytest

from trainees_service.domain.emails import is_email
from trainees_service.domain.postcodes import is_postcode
from trainees_service.domain.sent import Misfit


@pytest.mark.parametrize(
    "address",
    [
        "o'neil@x.org",
        "A.B+c@EXAMPLE.COM",
        "a@b.co",
        ".a.@b.co",
        "!#$%&*+/=?^_`{|}~-@b.co",
        "a@1.2.b.co",
        "a@xn--bcher-kva.example",
        "a@b.xn--p1ai",
        "a@" + "b" * 63 + ".co",
        "a@b." + "c" * 63,
        "a" * 309 + "@b.example",
    ],
)
def test_an_address_that_mail_could_reach(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Doe",
        "@b.co",
        "a@",
        "a@b",
        "a@b.c",
        "a@b.123",
        "a@b.c1",
        "a..b@c.com",
        "a@b..com",
        "a@.b.com",
        "a@b.com.",
        "a@-b.com",
        "a@b-.com",
        "a@b_c.com",
        "a@b@c.com",
        "a b@c.com",
        "ü@x.com",
        "a@ü.com",
        "a@\u017f.com",
        " a@b.co",
        "a@b.co ",
        "a@b.co\n",
        "a@b.co\0",
        "a@" + "b" * 64 + ".co",
        "a@b." + "c" * 64,
        "a@" + "b." * 126 + "co",
        "a" * 311 + "@b.example",
        None,
        Misfit("5"),
    ],
)
def test_an_address_that_mail_could_not_reach(address: str | Misfit | None) -> None:
    assert not is_email(address)


@pytest.mark.parametrize(
    "postcode",
    [
        "BN1 1AA",
        "bn11aa",
        "BN1  1AA",
        " BN1 1AA ",
        "M1 1AE",
        "M60 1NW",
        "CR2 6XH",
        "DN55 1PT",
        "W1A 1HQ",
        "EC1A 1BB",
        "GIR 0AA",
    ],
)
def test_a_postcode(postcode: str) -> None:
    assert is_postcode(postcode)


@pytest.mark.parametrize(
    "postcode",
    [
        "",
        "BN1",
        "BN1 1A",
        "BN1 AAA",
        "1BN 1AA",
        "BN1 1AAX",
        "QN1 1AA",
        "BN1-1AA",
        "BN1 1CA",
        "BN1 1AA BN1 1AA",
        "BN1 1AA\x00",
        "\u0661N1 1AA",
        None,
        Misfit("5"),
    ],
)
def test_no_postcode(postcode: str | Misfit | None) -> None:
    assert not is_postcode(postcode)


def test_a_long_text_is_refused_in_no_time() -> None:
    assert not is_email("a@" + "-" * 10**6)
    assert not is_postcode("BN1" + " " * 10**6)
