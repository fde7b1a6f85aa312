"""Every statement of a list finds what the filters say, in the order that was asked for."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

import orjson
import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.listings import (
    Order,
    Page,
    ParticipantFilters,
    ParticipantListing,
    SortKey,
)
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.statuses import TrainingStatus
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.list_pages import StoredPage
from participants_service.storage.participant_lists import PARTICIPANT_LISTS as LISTS
from participants_service.storage.participant_views import PARTICIPANT_VIEWS
from participants_service.storage.people_lists import Shifted
from shared.database import Connection, Pool
from shared.views import PublishedView, ViewDraft
from tests.participants.people import LARKFIELD, OTTERBURN, day, known, moment
from tests.participants.storage.walks import walked

TODAY = day("2025-10-15")
RETIRED = ParticipantId(known("retired"))

CREATED = Order(SortKey.CREATED_AT)
UPDATED = Order(SortKey.UPDATED_AT)
CREATED_DOWN = Order(SortKey.CREATED_AT, descending=True)
UPDATED_DOWN = Order(SortKey.UPDATED_AT, descending=True)
ORDERS = [
    (CREATED,),
    (CREATED_DOWN,),
    (UPDATED,),
    (UPDATED_DOWN,),
    (CREATED, UPDATED),
    (UPDATED_DOWN, CREATED),
    (CREATED_DOWN, UPDATED_DOWN),
]
FILTERS = [
    ParticipantFilters(),
    ParticipantFilters(cohorts=(CohortYear(2024),)),
    ParticipantFilters(cohorts=(CohortYear(2024), CohortYear(2025))),
    ParticipantFilters(cohorts=()),
    ParticipantFilters(training_statuses=(TrainingStatus.DEFERRED,)),
    ParticipantFilters(training_statuses=()),
    ParticipantFilters(from_participant_ids=(RETIRED,)),
    ParticipantFilters(from_participant_ids=()),
    ParticipantFilters(updated_since=moment("2025-10-03T00:00:00")),
    ParticipantFilters(updated_since=moment("2026-01-01T00:00:00")),
    ParticipantFilters(
        updated_since=moment("2025-10-02T00:00:00"),
        cohorts=(CohortYear(2025),),
        training_statuses=(TrainingStatus.ACTIVE,),
    ),
]


def make_view(number: int, lead_provider_id: LeadProviderId = LARKFIELD) -> PublishedView:
    """Make one of many views, with moments that several of them share."""
    dice = random.Random(number)
    record_id = str(known(f"participant {number}"))
    updated_at = moment("2025-10-01T00:00:00") + timedelta(hours=12 * dice.randrange(8))
    draft = ViewDraft(
        provider_id=lead_provider_id,
        record_id=record_id,
        body=b'{"number":%d,"updated_at":"@"}' % number,
        created_at=moment("2025-09-01T00:00:00") + timedelta(days=dice.randrange(6)),
        columns={
            "cohorts": dice.choice([[2024], [2025], [2024, 2025]]),
            "training_statuses": dice.choice([["active"], ["deferred"], ["active", "withdrawn"]]),
            "from_participant_ids": [RETIRED] if number == 7 else [],
        },
    )
    return PublishedView(
        draft=draft,
        digest=draft.digest,
        body=draft.stamped(updated_at.isoformat()),
        updated_at=updated_at,
    )


VIEWS = [make_view(number) for number in range(25)]


def expected(
    views: Sequence[PublishedView], listing: ParticipantListing, offset: int | None = None
) -> bytes:
    """Filter, sort and cut in plain words."""
    begin = listing.page.offset if offset is None else offset
    filters = listing.filters
    matching = [
        view
        for view in views
        if (filters.updated_since is None or view.updated_at >= filters.updated_since)
        and _meets(view, "cohorts", filters.cohorts)
        and _meets(view, "training_statuses", filters.training_statuses)
        and _meets(view, "from_participant_ids", filters.from_participant_ids)
    ]
    matching.sort(key=lambda view: UUID(view.draft.record_id), reverse=listing.order[-1].descending)
    for order in reversed(listing.order):
        matching.sort(key=_BY[order.key], reverse=order.descending)
    return b",".join([view.body for view in matching][begin:][: listing.page.size])


def _meets(view: PublishedView, column: str, wanted: Sequence[object] | None) -> bool:
    values = view.draft.columns[column]
    assert isinstance(values, list)
    return wanted is None or bool(set(values) & set(wanted))


_BY: dict[SortKey, Callable[[PublishedView], datetime]] = {
    SortKey.CREATED_AT: lambda view: view.draft.created_at,
    SortKey.UPDATED_AT: lambda view: view.updated_at,
}


async def store(conn: Connection, views: Sequence[PublishedView]) -> None:
    """Store views of Larkfield, and others of Otterburn that must never be found."""
    others = [make_view(number, OTTERBURN) for number in (*range(10), *range(100, 110))]
    await PARTICIPANT_VIEWS.upsert(conn, [*views, *others])


async def test_every_order_and_filter_finds_exactly_its_page(participants_pool: Pool) -> None:
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)
        for filters, order, number in product(FILTERS, ORDERS, (1, 2, 4, 1_000_000_000)):
            listing = ParticipantListing(
                filters=filters, order=order, page=Page(number=number, size=8)
            )
            page = await LISTS.select_page(conn, listing, lead_provider_id=LARKFIELD, today=TODAY)
            assert page.bodies == expected(VIEWS, listing), listing
            assert not page.is_due


async def test_shifted_views_take_the_place_of_the_stored_ones(participants_pool: Pool) -> None:
    later = moment("2025-11-01T00:00:00")
    shifted = [
        replace(view, body=b'{"shifted":%d}' % number, updated_at=later + timedelta(days=number))
        for number, view in enumerate(VIEWS[::3])
    ]
    # Whoever has no view at that time is left out.
    shifted.pop()
    replaced = [ParticipantId(UUID(view.draft.record_id)) for view in VIEWS[::3]]
    seen = [view for view in VIEWS if view not in VIEWS[::3]]
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)
        for filters, order in product(FILTERS, ORDERS):
            listing = ParticipantListing(filters=filters, order=order, page=Page(number=1, size=20))
            page = await LISTS.select_shifted_page(
                conn,
                listing,
                lead_provider_id=LARKFIELD,
                today=TODAY,
                shifted=Shifted(ids=replaced, views=shifted),
            )
            assert page.bodies == expected([*seen, *shifted], listing), listing


async def test_walks_come_to_everybody_in_order(participants_pool: Pool) -> None:
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)

        async def select(listing: ParticipantListing) -> StoredPage:
            return await LISTS.select_page(conn, listing, lead_provider_id=LARKFIELD, today=TODAY)

        for filters, order in product(FILTERS, ORDERS):
            for page in (Page(size=1), Page(size=8), Page(size=25), Page(number=3, size=4)):
                listing = ParticipantListing(filters=filters, order=order, page=page)
                pages = await walked(listing, select)
                whole = replace(listing, page=Page())
                assert b",".join(pages) == expected(VIEWS, whole, page.offset), listing
                assert b"" not in pages[1:]


async def test_walks_among_shifted_views(participants_pool: Pool) -> None:
    later = moment("2025-11-01T00:00:00")
    shifted = [
        replace(view, body=b'{"shifted":%d}' % number, updated_at=later + timedelta(days=number))
        for number, view in enumerate(VIEWS[::3])
    ]
    # Whoever has no view at that time is left out.
    shifted.pop()
    replaced = [ParticipantId(UUID(view.draft.record_id)) for view in VIEWS[::3]]
    seen = [view for view in VIEWS if view not in VIEWS[::3]]
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)

        async def select(listing: ParticipantListing) -> StoredPage:
            return await LISTS.select_shifted_page(
                conn,
                listing,
                lead_provider_id=LARKFIELD,
                today=TODAY,
                shifted=Shifted(ids=replaced, views=shifted),
            )

        for filters, order, size in product(FILTERS, ORDERS, (1, 8)):
            listing = ParticipantListing(filters=filters, order=order, page=Page(size=size))
            pages = await walked(listing, select)
            whole = replace(listing, page=Page())
            assert b",".join(pages) == expected([*seen, *shifted], whole), listing


async def test_the_newest_change_is_known_where_a_walk_may_have_to_catch_up(
    participants_pool: Pool,
) -> None:
    newest = max(view.updated_at for view in VIEWS)
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)
        for order, number in product(ORDERS, (1, 2, 3)):
            listing = ParticipantListing(order=order, page=Page(number=number, size=10))
            page = await LISTS.select_page(conn, listing, lead_provider_id=LARKFIELD, today=TODAY)
            if UPDATED_DOWN in order:
                assert page.newest == newest


async def test_pages_of_any_size_put_together_are_the_list(participants_pool: Pool) -> None:
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)
        for order, size in product(ORDERS, (1, 7, 25, 3000)):
            collected: list[int] = []
            for number in range(1, 27):
                listing = ParticipantListing(order=order, page=Page(number=number, size=size))
                page = await LISTS.select_page(
                    conn, listing, lead_provider_id=LARKFIELD, today=TODAY
                )
                collected += [view["number"] for view in orjson.loads(b"[%b]" % page.bodies)]
            assert sorted(collected) == list(range(len(VIEWS)))


@pytest.mark.parametrize(
    ("flips_on", "is_due"),
    [
        pytest.param(None, False, id="never"),
        pytest.param("2025-10-16", False, id="tomorrow"),
        pytest.param("2025-10-15", True, id="today"),
        pytest.param("2025-10-14", True, id="yesterday"),
    ],
)
async def test_what_the_calendar_has_overtaken_is_said_to_be_due(
    participants_pool: Pool, flips_on: str | None, is_due: bool
) -> None:
    view = _flipping(VIEWS[0], day(flips_on) if flips_on else None)
    participant_id = ParticipantId(UUID(view.draft.record_id))
    async with participants_pool.acquire() as conn:
        await store(conn, [view, *VIEWS[1:]])
        found = await LISTS.select_one(
            conn, participant_id, lead_provider_id=LARKFIELD, today=TODAY
        )
        assert found is not None
        assert (found.body, found.is_due) == (view.body, is_due)
        for filters, number in product(FILTERS, (1, 99)):
            listing = ParticipantListing(filters=filters, page=Page(number=number))
            page = await LISTS.select_page(conn, listing, lead_provider_id=LARKFIELD, today=TODAY)
            assert page.is_due is is_due
            page = await LISTS.select_page(conn, listing, lead_provider_id=OTTERBURN, today=TODAY)
            assert not page.is_due


async def test_another_provider_s_view_does_not_exist(participants_pool: Pool) -> None:
    participant_id = ParticipantId(UUID(VIEWS[20].draft.record_id))
    async with participants_pool.acquire() as conn:
        await store(conn, VIEWS)
        for lead_provider_id, is_there in ((LARKFIELD, True), (OTTERBURN, False)):
            found = await LISTS.select_one(
                conn, participant_id, lead_provider_id=lead_provider_id, today=TODAY
            )
            assert (found is not None) is is_there


def _flipping(view: PublishedView, flips_on: date | None) -> PublishedView:
    return replace(view, draft=replace(view.draft, flips_on=flips_on))
