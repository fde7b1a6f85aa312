"""Every list of places finds what the filters say, in the order that was asked for."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.listings import Order, Page, SortKey
from participants_service.domain.partnerships import DeliveryPartnerId, LeadProviderId
from participants_service.domain.place_listings import (
    DeliveryPartnerListing,
    PartnershipListing,
    SchoolListing,
)
from participants_service.domain.school_standings import SchoolCohort
from participants_service.domain.schools import SchoolId
from participants_service.storage import (
    delivery_partner_lists,
    partnership_lists,
    school_lists,
)
from participants_service.storage.delivery_partner_views import DELIVERY_PARTNER_VIEWS
from participants_service.storage.list_pages import StoredPage
from participants_service.storage.partnership_views import PARTNERSHIP_VIEWS
from participants_service.storage.school_views import EVERYBODY, SCHOOL_VIEWS, record_id
from shared.database import Pool
from shared.views import PublishedView, ViewDraft
from tests.participants.people import LARKFIELD, OTTERBURN, day, known, moment
from tests.participants.storage.walks import walked

TODAY = day("2025-10-15")
HUBS = [DeliveryPartnerId(known(f"hub {number}")) for number in range(3)]
CREATED = Order(SortKey.CREATED_AT)
UPDATED = Order(SortKey.UPDATED_AT)
CREATED_DOWN = Order(SortKey.CREATED_AT, descending=True)
UPDATED_DOWN = Order(SortKey.UPDATED_AT, descending=True)
ORDERS = [
    (CREATED,),
    (CREATED_DOWN,),
    (UPDATED,),
    (UPDATED_DOWN,),
    (CREATED, UPDATED_DOWN),
    (UPDATED, CREATED),
]
SINCE = (None, moment("2025-10-02T12:00:00"), moment("2026-01-01T00:00:00"))
PAGES = [Page(number=number, size=8) for number in (1, 2, 4, 1_000_000_000)]
# Walks beside each page: in steps of one, of a few that leave a rest or not, and in one.
STEPS = dict(zip(PAGES, (Page(size=size) for size in (1, 4, 25, 3_000)), strict=True))
_BY: dict[SortKey, Callable[[PublishedView], datetime]] = {
    SortKey.CREATED_AT: lambda view: view.draft.created_at,
    SortKey.UPDATED_AT: lambda view: view.updated_at,
}


def make_view(
    number: int, lead_provider_id: UUID, record: str | None = None, **columns: object
) -> PublishedView:
    """Make one of many views, with moments that several of them share."""
    draft = ViewDraft(
        provider_id=lead_provider_id,
        record_id=record or str(known(f"record {number}")),
        body=b'{"number":%d,"of":"%b","updated_at":"@"}'
        % (number, lead_provider_id.bytes[:1].hex().encode()),
        created_at=moment("2025-09-01T00:00:00")
        + timedelta(days=random.Random(number).randrange(6)),
        columns=columns,
    )
    dice = random.Random(f"{number} {lead_provider_id}")
    updated_at = moment("2025-10-01T00:00:00") + timedelta(hours=12 * dice.randrange(8))
    return PublishedView(
        draft=draft,
        digest=draft.digest,
        body=draft.stamped(updated_at.isoformat()),
        updated_at=updated_at,
    )


def expected(
    views: Sequence[PublishedView], order: Sequence[Order], page: Page, since: datetime | None
) -> bytes:
    """Filter, sort and cut in plain words."""
    matching = [view for view in views if since is None or view.updated_at >= since]
    matching.sort(
        key=lambda view: UUID(view.draft.record_id.partition("/")[0]),
        reverse=order[-1].descending,
    )
    for each in reversed(order):
        matching.sort(key=_BY[each.key], reverse=each.descending)
    return b",".join([view.body for view in matching][page.offset :][: page.size])


async def test_partnerships(participants_pool: Pool) -> None:
    def make(number: int, lead_provider_id: LeadProviderId) -> PublishedView:
        dice = random.Random(number)
        hub, cohort = dice.choice(HUBS), dice.choice((2024, 2025))
        return make_view(number, lead_provider_id, cohort=cohort, delivery_partner_id=hub)

    views = [make(number, LARKFIELD) for number in range(25)]
    others = [make(number, OTTERBURN) for number in range(100, 110)]
    cohorts = (None, (CohortYear(2024),), (CohortYear(2024), CohortYear(2025)), ())
    hubs = (None, (HUBS[0], HUBS[1]), ())
    async with participants_pool.acquire() as conn:
        await PARTNERSHIP_VIEWS.upsert(conn, [*views, *others])

        async def select(listing: PartnershipListing) -> StoredPage:
            return await partnership_lists.select_page(
                conn, listing, lead_provider_id=LARKFIELD, today=TODAY
            )

        for order, page, since, years, partners in product(ORDERS, PAGES, SINCE, cohorts, hubs):
            listing = PartnershipListing(
                cohorts=years,
                delivery_partner_ids=partners,
                updated_since=since,
                order=order,
                page=page,
            )
            found = await select(listing)
            matching = [
                view
                for view in views
                if (years is None or view.draft.columns["cohort"] in years)
                and (partners is None or view.draft.columns["delivery_partner_id"] in partners)
            ]
            assert found.bodies == expected(matching, order, page, since), listing
            pages = await walked(replace(listing, page=STEPS[page]), select)
            assert b",".join(pages) == expected(matching, order, Page(), since), listing


async def test_schools(participants_pool: Pool) -> None:
    """Larkfield has views of its own of every third school, and Otterburn of others."""

    def make(number: int, provider_id: UUID, cohort: int = 2025) -> PublishedView:
        school = SchoolCohort(SchoolId(known(f"school {number}")), CohortYear(cohort))
        columns: dict[str, object] = {"expression_of_interest": True}
        if provider_id == EVERYBODY:
            columns = {"in_partnership": True, "induction_programme_choice": "provider_led"}
        return make_view(number, provider_id, record_id(school), **columns)

    common = [make(number, EVERYBODY) for number in range(25)]
    own = {number: make(number, LARKFIELD) for number in range(0, 25, 3)}
    noise = [
        *(make(number, OTTERBURN) for number in range(0, 25, 2)),
        *(make(number, EVERYBODY, 2024) for number in range(30)),
        *(make(number, LARKFIELD, 2024) for number in range(10)),
    ]
    views = [own.get(number, view) for number, view in enumerate(common)]
    async with participants_pool.acquire() as conn:
        await SCHOOL_VIEWS.upsert(conn, [*common, *own.values(), *noise])
        cohort = CohortYear(2025)

        async def select(listing: SchoolListing) -> StoredPage:
            return await school_lists.select_page(conn, listing, lead_provider_id=LARKFIELD)

        for order, page, since in product(ORDERS, PAGES, SINCE):
            listing = SchoolListing(cohort=cohort, updated_since=since, order=order, page=page)
            found = await select(listing)
            assert found.bodies == expected(views, order, page, since), listing
            if found.bodies and UPDATED_DOWN in order:
                assert found.newest == max(view.updated_at for view in views)
            pages = await walked(replace(listing, page=STEPS[page]), select)
            assert b",".join(pages) == expected(views, order, Page(), since), listing
        for number, view in enumerate(views):
            school = SchoolCohort(SchoolId(known(f"school {number}")), CohortYear(2025))
            one = await school_lists.select_one(conn, school, lead_provider_id=LARKFIELD)
            version = await school_lists.select_version(conn, school, lead_provider_id=LARKFIELD)
            assert one is not None
            assert (one.body, one.version) == (view.body, version)
            assert (one.version.digest, one.version.updated_at) == (view.digest, view.updated_at)


async def test_delivery_partners(participants_pool: Pool) -> None:
    def make(number: int, lead_provider_id: LeadProviderId) -> PublishedView:
        cohorts = random.Random(number).choice(([2024], [2025], [2024, 2025]))
        return make_view(number, lead_provider_id, cohorts=cohorts)

    views = [make(number, LARKFIELD) for number in range(25)]
    others = [make(number, OTTERBURN) for number in range(100, 110)]
    async with participants_pool.acquire() as conn:
        await DELIVERY_PARTNER_VIEWS.upsert(conn, [*views, *others])

        async def select(listing: DeliveryPartnerListing) -> StoredPage:
            return await delivery_partner_lists.select_page(
                conn, listing, lead_provider_id=LARKFIELD
            )

        for order, page, years in product(ORDERS, PAGES, (None, (CohortYear(2024),), ())):
            listing = DeliveryPartnerListing(cohorts=years, order=order, page=page)
            found = await select(listing)
            matching = [view for view in views if years is None or _meets(view, years)]
            assert found.bodies == expected(matching, order, page, None), listing
            pages = await walked(replace(listing, page=STEPS[page]), select)
            assert b",".join(pages) == expected(matching, order, Page(), None), listing


def _meets(view: PublishedView, years: Sequence[CohortYear]) -> bool:
    cohorts = view.draft.columns["cohorts"]
    assert isinstance(cohorts, list)
    return bool(set(cohorts) & set(years))
