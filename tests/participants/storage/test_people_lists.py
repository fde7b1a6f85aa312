"""Every statement of the lists without filters finds its page, in the order asked for."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from participants_service.domain.listings import Order, Page, PeopleListing, SortKey
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.due_people import Coming, replace_coming
from participants_service.storage.list_pages import StoredPage
from participants_service.storage.participant_views import TRANSFER_VIEWS, UNFUNDED_MENTOR_VIEWS
from participants_service.storage.people_lists import (
    TRANSFER_LISTS,
    UNFUNDED_MENTOR_LISTS,
    PeopleLists,
    Shifted,
)
from participants_service.storage.view_tables import ViewTable
from shared.database import Connection, Pool
from shared.views import PublishedView, ViewDraft
from tests.participants.people import LARKFIELD, OTTERBURN, day, known, moment
from tests.participants.storage.walks import walked

TODAY = day("2025-10-15")
ORDERS = [
    (Order(SortKey.CREATED_AT),),
    (Order(SortKey.CREATED_AT, descending=True),),
    (Order(SortKey.UPDATED_AT),),
    (Order(SortKey.UPDATED_AT, descending=True),),
    (Order(SortKey.CREATED_AT), Order(SortKey.UPDATED_AT)),
    (Order(SortKey.UPDATED_AT, descending=True), Order(SortKey.CREATED_AT)),
]
MOMENTS = [None, moment("2025-10-03T00:00:00"), moment("2026-01-01T00:00:00")]
BOTH = pytest.mark.parametrize(
    ("table", "lists"),
    [
        pytest.param(TRANSFER_VIEWS, TRANSFER_LISTS, id="transfers"),
        pytest.param(UNFUNDED_MENTOR_VIEWS, UNFUNDED_MENTOR_LISTS, id="unfunded mentors"),
    ],
)


def make_view(number: int, lead_provider_id: LeadProviderId = LARKFIELD) -> PublishedView:
    """Make one of many views, with moments that several of them share."""
    dice = random.Random(number)
    updated_at = moment("2025-10-01T00:00:00") + timedelta(hours=12 * dice.randrange(8))
    draft = ViewDraft(
        provider_id=lead_provider_id,
        record_id=str(known(f"participant {number}")),
        body=b'{"number":%d,"updated_at":"@"}' % number,
        created_at=moment("2025-09-01T00:00:00") + timedelta(days=dice.randrange(6)),
    )
    return PublishedView(
        draft=draft,
        digest=draft.digest,
        body=draft.stamped(updated_at.isoformat()),
        updated_at=updated_at,
    )


VIEWS = [make_view(number) for number in range(25)]


def expected(views: Sequence[PublishedView], listing: PeopleListing) -> bytes:
    """Filter, sort and cut in plain words."""
    since = listing.updated_since
    matching = [view for view in views if since is None or view.updated_at >= since]
    matching.sort(key=lambda view: UUID(view.draft.record_id), reverse=listing.order[-1].descending)
    for order in reversed(listing.order):
        matching.sort(key=_BY[order.key], reverse=order.descending)
    return b",".join([view.body for view in matching][listing.page.offset :][: listing.page.size])


_BY: dict[SortKey, Callable[[PublishedView], datetime]] = {
    SortKey.CREATED_AT: lambda view: view.draft.created_at,
    SortKey.UPDATED_AT: lambda view: view.updated_at,
}


async def store(conn: Connection, table: ViewTable, views: Sequence[PublishedView]) -> None:
    """Store views of Larkfield, and others of Otterburn that must never be found."""
    others = [make_view(number, OTTERBURN) for number in (*range(10), *range(100, 110))]
    await table.upsert(conn, [*views, *others])


@BOTH
async def test_every_order_finds_exactly_its_page(
    participants_pool: Pool, table: ViewTable, lists: PeopleLists
) -> None:
    async with participants_pool.acquire() as conn:
        await store(conn, table, VIEWS)
        for since, order, number in product(MOMENTS, ORDERS, (1, 2, 4, 1_000_000_000)):
            listing = PeopleListing(
                updated_since=since, order=order, page=Page(number=number, size=8)
            )
            page = await lists.select_page(conn, listing, lead_provider_id=LARKFIELD, today=TODAY)
            assert page.bodies == expected(VIEWS, listing), listing
            assert not page.is_due


@BOTH
async def test_walks_come_to_everybody_in_order(
    participants_pool: Pool, table: ViewTable, lists: PeopleLists
) -> None:
    async with participants_pool.acquire() as conn:
        await store(conn, table, VIEWS)

        async def select(listing: PeopleListing) -> StoredPage:
            return await lists.select_page(conn, listing, lead_provider_id=LARKFIELD, today=TODAY)

        for since, order, size in product(MOMENTS, ORDERS, (1, 4, 25)):
            listing = PeopleListing(updated_since=since, order=order, page=Page(size=size))
            pages = await walked(listing, select)
            assert b",".join(pages) == expected(VIEWS, replace(listing, page=Page())), listing
            page = await select(listing)
            if page.bodies and Order(SortKey.UPDATED_AT, descending=True) in order:
                assert page.newest == max(view.updated_at for view in VIEWS)


@BOTH
async def test_shifted_views_take_the_place_of_the_stored_ones(
    participants_pool: Pool, table: ViewTable, lists: PeopleLists
) -> None:
    later = moment("2025-11-01T00:00:00")
    shifted = [
        replace(view, body=b'{"shifted":%d}' % number, updated_at=later + timedelta(days=number))
        for number, view in enumerate(VIEWS[::3])
    ]
    # Whoever has no view at that time is left out, and somebody without a stored one may have one.
    shifted[-1] = make_view(200)
    replaced = [ParticipantId(UUID(view.draft.record_id)) for view in VIEWS[::3]]
    seen = [view for view in VIEWS if view not in VIEWS[::3]]
    async with participants_pool.acquire() as conn:
        await store(conn, table, VIEWS)
        for since, order in product(MOMENTS, ORDERS):
            listing = PeopleListing(updated_since=since, order=order, page=Page(size=20))
            page = await lists.select_shifted_page(
                conn,
                listing,
                lead_provider_id=LARKFIELD,
                today=TODAY,
                shifted=Shifted(ids=replaced, views=shifted),
            )
            assert page.bodies == expected([*seen, *shifted], listing), listing


DUE = pytest.mark.parametrize(
    ("flips_on", "is_due"),
    [
        pytest.param(None, False, id="never"),
        pytest.param(day("2025-10-16"), False, id="tomorrow"),
        pytest.param(day("2025-10-15"), True, id="today"),
        pytest.param(day("2025-10-14"), True, id="yesterday"),
    ],
)


async def is_due_in_lists(conn: Connection, lists: PeopleLists, provider: LeadProviderId) -> bool:
    """Say whether something is due, on whatever page and in whatever order."""
    answers = set()
    for since, order, number in product(MOMENTS, ORDERS, (1, 99)):
        listing = PeopleListing(updated_since=since, order=order, page=Page(number=number))
        page = await lists.select_page(conn, listing, lead_provider_id=provider, today=TODAY)
        answers.add(page.is_due)
    (answer,) = answers
    return answer


@BOTH
@DUE
async def test_what_the_calendar_has_overtaken_is_said_to_be_due(
    participants_pool: Pool,
    table: ViewTable,
    lists: PeopleLists,
    *,
    flips_on: date | None,
    is_due: bool,
) -> None:
    view = replace(VIEWS[0], draft=replace(VIEWS[0].draft, flips_on=flips_on))
    participant_id = ParticipantId(UUID(view.draft.record_id))
    async with participants_pool.acquire() as conn:
        await store(conn, table, [view, *VIEWS[1:]])
        found = await lists.select_one(
            conn, participant_id, lead_provider_id=LARKFIELD, today=TODAY
        )
        assert found is not None
        assert (found.body, found.is_due) == (view.body, is_due)
        assert (found.version.digest, found.version.updated_at) == (view.digest, view.updated_at)
        version = await lists.select_version(
            conn, participant_id, lead_provider_id=LARKFIELD, today=TODAY
        )
        assert found.version == version
        for lead_provider_id, expects in ((LARKFIELD, is_due), (OTTERBURN, False)):
            head = await lists.select_head(conn, lead_provider_id=lead_provider_id, today=TODAY)
            assert head.is_due is expects
        assert await is_due_in_lists(conn, lists, LARKFIELD) is is_due
        assert not await is_due_in_lists(conn, lists, OTTERBURN)


@DUE
async def test_what_the_calendar_should_have_brought_is_due_without_a_body(
    participants_pool: Pool, flips_on: date | None, is_due: bool
) -> None:
    lists, participant_id = UNFUNDED_MENTOR_LISTS, ParticipantId(known("to come"))
    coming: Coming = {} if flips_on is None else {(LARKFIELD, str(participant_id)): flips_on}
    async with participants_pool.acquire() as conn:
        await store(conn, UNFUNDED_MENTOR_VIEWS, VIEWS)
        await replace_coming(conn, "unfunded-mentor", {}, coming)
        await replace_coming(conn, "something-else", {}, {(OTTERBURN, str(known("x"))): TODAY})
        for lead_provider_id, expects in ((LARKFIELD, is_due), (OTTERBURN, False)):
            found = await lists.select_one(
                conn, participant_id, lead_provider_id=lead_provider_id, today=TODAY
            )
            assert (found is not None) is expects
            assert found is None or (found.body, found.is_due) == (b"", True)
            version = await lists.select_version(
                conn, participant_id, lead_provider_id=lead_provider_id, today=TODAY
            )
            assert (version is not None and version.is_due) is expects
            head = await lists.select_head(conn, lead_provider_id=lead_provider_id, today=TODAY)
            assert head.is_due is expects
            assert await is_due_in_lists(conn, lists, lead_provider_id) is expects


@BOTH
async def test_another_provider_s_view_does_not_exist(
    participants_pool: Pool, table: ViewTable, lists: PeopleLists
) -> None:
    participant_id = ParticipantId(UUID(VIEWS[20].draft.record_id))
    async with participants_pool.acquire() as conn:
        await store(conn, table, VIEWS)
        for lead_provider_id, is_there in ((LARKFIELD, True), (OTTERBURN, False)):
            found = await lists.select_one(
                conn, participant_id, lead_provider_id=lead_provider_id, today=TODAY
            )
            assert (found is not None) is is_there
