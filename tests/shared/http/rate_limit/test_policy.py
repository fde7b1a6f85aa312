import pytest

from shared.http.rate_limit.policy import RatePolicy, parse_policy, parse_storage


@pytest.mark.parametrize(
    ("text", "requests", "seconds"),
    [
        ("1000/5 minutes", 1000, 300),
        ("100/minute", 100, 60),
        (" 100 / 1 Minute ", 100, 60),
        ("100 per minute", 100, 60),
        ("7/seconds", 7, 1),
        ("1/24 hours", 1, 86_400),
        ("100000/hour", 100_000, 3600),
    ],
)
def test_a_rate_is_read(text: str, requests: int, seconds: int) -> None:
    assert parse_policy(text) == RatePolicy(requests=requests, seconds=seconds)


@pytest.mark.parametrize("text", ["off", "OFF", " off "])
def test_off_is_no_limit(text: str) -> None:
    assert parse_policy(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "neither off nor a rate"),
        ("many", "neither off nor a rate"),
        ("100", "neither off nor a rate"),
        ("-1/minute", "neither off nor a rate"),
        ("1.5/minute", "neither off nor a rate"),
        ("100/fortnight", "neither off nor a rate"),
        ("100perminute", "neither off nor a rate"),
        ("100/minute; 10/second", "neither off nor a rate"),
        ("0/minute", "not a number of requests"),
        ("100001/minute", "not a number of requests"),
        ("100/0 minutes", "not a period"),
        ("100/25 hours", "not a period"),
    ],
)
def test_an_odd_rate_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refused:
        parse_policy(text)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("memory", None),
        (" Memory ", None),
        ("redis://cache", "redis://cache:6379"),
        ("redis://cache:6380/2", "redis://cache:6380/2"),
        ("valkey://cache:6379/0", "redis://cache:6379/0"),
        ("valkeys://user:p%40ss@cache", "rediss://user:p%40ss@cache:6379"),
        ("rediss://:secret@[::1]:6379", "rediss://:secret@[::1]:6379"),
    ],
)
def test_a_storage_is_read(text: str, address: str | None) -> None:
    assert parse_storage(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "disk",
        "redis",
        "redis://",
        "redis://:hidden@",
        "memcached://:hidden@cache",
        "redis://:hid/den@cache:6379",
        "redis://:hid#den@cache:6379",
        "redis://:hid?den@cache:6379",
        "redis://:hidden@cache:port",
        "redis://:hidden@cache:99999",
        "redis://:hidden@cache/name",
        "redis://:hidden@cache?ssl_check_hostname=false",
    ],
)
def test_an_odd_storage_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="neither memory nor an address") as refused:
        parse_storage(text)
    assert "hid" not in str(refused.value)
