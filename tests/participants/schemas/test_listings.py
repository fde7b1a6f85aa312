"""What lists understand: pages, order and filters with every odd input."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from participants_service.domain.listings import Order, ParticipantListing, SortKey
from participants_service.schemas.listings import ParticipantsQuery
from participants_service.schemas.query_strings import QueryString
from tests.participants.people import known, moment

QUERY = ParticipantsQuery()


def read(raw: str) -> ParticipantListing:
    listing = QUERY.load(QueryString(raw).values())
    assert isinstance(listing, ParticipantListing)
    return listing


def test_nothing_asked_for_is_the_first_hundred_by_creation() -> None:
    assert read("") == ParticipantListing()
    assert read("unknown=1&filter[unknown]=1&page[unknown]=1") == ParticipantListing()


@pytest.mark.parametrize(
    ("raw", "number", "size"),
    [
        pytest.param("page[page]=1&page[per_page]=1", 1, 1, id="least"),
        pytest.param("page[page]=7&page[per_page]=25", 7, 25, id="ordinary"),
        pytest.param("page[per_page]=3000", 1, 3000, id="most to a page"),
        pytest.param("page[per_page]=3001", 1, 3000, id="more than the most"),
        pytest.param("page[per_page]=" + "9" * 400, 1, 3000, id="far more than the most"),
        pytest.param("page[page]=007&page[per_page]=0050", 7, 50, id="leading zeros"),
        pytest.param("page[page]=" + "9" * 400, 1_000_000_000, 100, id="absurdly far"),
        pytest.param("page[page]", 1, 100, id="nothing said"),
    ],
)
def test_page(raw: str, number: int, size: int) -> None:
    page = read(raw).page
    assert (page.number, page.size, page.offset) == (number, size, (number - 1) * size)


@pytest.mark.parametrize("member", ["page[page]", "page[per_page]"])
@pytest.mark.parametrize(
    "value",
    ["", "0", "000", "-1", "abc", "0.8", "1.9", "2abc", "+1", "1e3", "%20", "%D9%A3", "%00"],
)
def test_a_page_that_is_no_positive_number_is_refused(member: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read(f"{member}={value}")
    assert isinstance(refused.value.messages, dict)
    assert set(refused.value.messages) == {member}


@pytest.mark.parametrize("raw", ["page[page][]=1", "page[page][x]=1"])
def test_a_page_that_is_no_value_is_refused(raw: str) -> None:
    with pytest.raises(ValidationError):
        read(raw)


CREATED = Order(SortKey.CREATED_AT)
UPDATED = Order(SortKey.UPDATED_AT)
CREATED_DOWN = Order(SortKey.CREATED_AT, descending=True)
UPDATED_DOWN = Order(SortKey.UPDATED_AT, descending=True)


@pytest.mark.parametrize(
    ("raw", "order"),
    [
        pytest.param("sort=", (CREATED,), id="empty"),
        pytest.param("sort=trn", (CREATED,), id="unknown"),
        pytest.param("sort=CREATED_AT", (CREATED,), id="case matters"),
        pytest.param("sort=created_at", (CREATED,), id="created"),
        pytest.param("sort=-created_at", (CREATED_DOWN,), id="created, descending"),
        pytest.param("sort=updated_at", (UPDATED,), id="updated"),
        pytest.param("sort=-updated_at", (UPDATED_DOWN,), id="updated, descending"),
        pytest.param("sort=%2Bupdated_at", (UPDATED,), id="plus sign"),
        pytest.param("sort=+updated_at", (CREATED,), id="plus sign not encoded"),
        pytest.param("sort=--updated_at", (CREATED,), id="two signs"),
        pytest.param("sort=-updated_at,created_at", (UPDATED_DOWN, CREATED), id="two keys"),
        pytest.param("sort=trn,-updated_at,x", (UPDATED_DOWN,), id="unknown ones are dropped"),
        pytest.param("sort=updated_at,-updated_at", (UPDATED,), id="the first mention counts"),
        pytest.param("sort[]=-updated_at", (CREATED,), id="list"),
        pytest.param("sort=updated_at&sort=-created_at", (CREATED_DOWN,), id="the last counts"),
    ],
)
def test_order(raw: str, order: tuple[Order, ...]) -> None:
    assert read(raw).order == order


@pytest.mark.parametrize(
    ("raw", "cohorts"),
    [
        pytest.param("filter[cohort]=2024", (2024,), id="one"),
        pytest.param("filter[cohort]=2023,2024,2025", (2023, 2024, 2025), id="several"),
        pytest.param("filter[cohort]=", None, id="empty"),
        pytest.param("filter[cohort]=%20", None, id="blank"),
        pytest.param("filter[cohort]", None, id="nothing said"),
        pytest.param("filter[cohort]=2024,invalid,,20A1", (2024,), id="some invalid"),
        pytest.param("filter[cohort]=2024, 2025", (2024,), id="a space"),
        pytest.param("filter[cohort]=invalid", (), id="all invalid"),
        pytest.param("filter[cohort]=,", (), id="nothing but a comma"),
        pytest.param("filter[cohort]=-2024", (), id="a sign"),
        pytest.param("filter[cohort]=%D9%A2%D9%A0", (), id="digits of another script"),
        pytest.param("filter[cohort]=2024%0A", (), id="a line break"),
        pytest.param("filter[cohort]=99999999999999999999,2024", (2024,), id="absurdly large"),
        pytest.param("filter[cohort]=002024", (2024,), id="leading zeros"),
        pytest.param("filter[cohort][]=2024", (2024,), id="list of one"),
        pytest.param("filter[cohort][]=2024&filter[cohort][]=2025", (2024, 2025), id="list"),
        pytest.param("filter[cohort][]=2024,2025", (), id="commas inside a list"),
        pytest.param("filter[cohort][]=", (), id="list with nothing in it"),
        pytest.param("filter[cohort][]", None, id="list, nothing said"),
        pytest.param("filter[cohort][x]=2024", (), id="nested"),
        pytest.param("filter[cohort]=2024&filter[cohort]=2025", (2025,), id="the last counts"),
    ],
)
def test_cohort(raw: str, cohorts: tuple[int, ...] | None) -> None:
    assert read(raw.replace(" ", "%20")).filters.cohorts == cohorts


@pytest.mark.parametrize(
    ("value", "since"),
    [
        ("2025-03-30T01:02:03Z", "2025-03-30T01:02:03"),
        ("2025-03-30t01:02:03z", "2025-03-30T01:02:03"),
        ("2025-03-30T01:02:03", "2025-03-30T01:02:03"),
        ("2025-03-30T01:02:03.5Z", "2025-03-30T01:02:03.500000"),
        ("2025-03-30T01:02:03.123456789Z", "2025-03-30T01:02:03.123456"),
        ("2025-03-30T01:02:03-01:30", "2025-03-30T02:32:03"),
        ("2025-03-30T01:02:03-0130", "2025-03-30T02:32:03"),
        ("2025-03-30T01:02:03-01", "2025-03-30T02:02:03"),
        ("2025-03-30T01:02:03%2B01:00", "2025-03-30T00:02:03"),
        ("2025-03-30T01:02:03%252B01:00", "2025-03-30T00:02:03"),
        ("2025-03-30T01:02:03+01:00", "2025-03-30T00:02:03"),
        ("2025-03-30T01:02:03%2001:00", "2025-03-30T00:02:03"),
        ("2025-03-30T01:02:03%2B0100", "2025-03-30T00:02:03"),
        ("2025-03-30T01:02:03%2B01", "2025-03-30T00:02:03"),
        ("2025-03-30T01%3A02%3A03Z", "2025-03-30T01:02:03"),
        ("2025-03-30T01%253A02%253A03Z", "2025-03-30T01:02:03"),
        ("2025-03-30", "2025-03-30T00:00:00"),
        ("2024-02-29", "2024-02-29T00:00:00"),
        ("0001-01-01T00:00:00%2B01:00", "0001-01-01T00:00:00"),
        ("9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59.999999"),
    ],
)
def test_updated_since(value: str, since: str) -> None:
    assert read(f"filter[updated_since]={value}").filters.updated_since == moment(since)


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2025",
        "2025-03",
        "20250330",
        "2025-W13-7",
        "1743292923",
        "2025-02-30",
        "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-00-01",
        "0000-01-01",
        "2025-03-30T24:00:00Z",
        "2025-03-30T01:60:00Z",
        "2025-03-30T01:02",
        "2025-03-30T01:02Z",
        "2025-03-30%2001:02:03",
        "2025-03-30Z",
        "2025-03-30T01:02:03.Z",
        "2025-03-30T01:02:03%2B24:00",
        "2025-03-30T01:02:03%2B01:60",
        "2025-03-30T01:02:03%2B1",
        "2025-03-30T01:02:03ZZ",
        "2025-03-30T01:02:03Z%0A",
        "%202025-03-30",
        "2025-03-30T01:02:03Z%00",
        "%D9%A2%D9%A0%D9%A2%D9%A5-03-30",
        "2025-03-30T01:02:03%25252B01:00",
    ],
)
def test_updated_since_that_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read(f"filter[updated_since]={value}")
    assert isinstance(refused.value.messages, dict)
    assert set(refused.value.messages) == {"filter[updated_since]"}


@pytest.mark.parametrize("raw", ["filter[updated_since][]=2025-03-30", "filter[updated_since][x]="])
def test_updated_since_that_is_no_value_is_refused(raw: str) -> None:
    with pytest.raises(ValidationError):
        read(raw)


@pytest.mark.parametrize("raw", ["filter[updated_since]=", "filter[updated_since]=%20"])
def test_an_empty_updated_since_is_no_filter(raw: str) -> None:
    assert read(raw).filters.updated_since is None


@given(st.datetimes(timezones=st.just(UTC)))
def test_updated_since_reads_every_moment_that_python_writes(instant: datetime) -> None:
    assert read(f"filter[updated_since]={instant.isoformat()}").filters.updated_since == instant


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        pytest.param("filter[training_status]=deferred", ("deferred",), id="one"),
        pytest.param("filter[training_status]=Deferred", (), id="case matters"),
        pytest.param("filter[training_status]=active,deferred", (), id="only one"),
        pytest.param("filter[training_status]=left", (), id="unknown"),
        pytest.param("filter[training_status]=%00", (), id="odd characters"),
        pytest.param("filter[training_status]=", None, id="empty"),
        pytest.param("filter[training_status][]=deferred", (), id="list"),
        pytest.param("filter[training_status][x]=deferred", (), id="members"),
    ],
)
def test_training_status(raw: str, statuses: Any) -> None:
    assert read(raw).filters.training_statuses == statuses


ID = known("retired")


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        pytest.param(str(ID), (ID,), id="usual form"),
        pytest.param(str(ID).upper(), (ID,), id="upper case"),
        pytest.param(ID.hex, (ID,), id="no hyphens"),
        pytest.param("{" + str(ID) + "}", (ID,), id="braces"),
        pytest.param("not-an-id", (), id="no id"),
        pytest.param(str(ID)[:-1], (), id="too short"),
        pytest.param("%00", (), id="odd characters"),
        pytest.param("", None, id="empty"),
    ],
)
def test_from_participant_id(value: str, ids: Any) -> None:
    assert read(f"filter[from_participant_id]={value}").filters.from_participant_ids == ids


@pytest.mark.parametrize(
    "raw", [f"filter[from_participant_id][]={ID}", f"filter[from_participant_id][x]={ID}"]
)
def test_several_values_where_one_is_meant_find_nobody_rather_than_everybody(raw: str) -> None:
    assert read(raw).filters.from_participant_ids == ()
