"""Compare stored views of partnerships, schools and delivery partners with what they should be."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.partnerships import DeliveryPartnerId, PartnershipId
from participants_service.domain.schools import SchoolId
from participants_service.domain.touched_places import TouchedPlaces
from participants_service.storage.delivery_partner_views import (
    DELIVERY_PARTNER_VIEWS,
    select_seen_delivery_partners,
)
from participants_service.storage.partnership_views import (
    PARTNERSHIP_VIEWS,
    select_partnership_facts,
)
from participants_service.storage.school_facts import (
    select_school_cohorts,
    select_standings,
    select_stored_standings,
)
from participants_service.storage.school_views import SCHOOL_VIEWS
from participants_service.views.place_drafts import draft_delivery_partner, draft_partnership
from participants_service.views.place_refresh import draft_schools
from shared.database import Connection
from shared.schemas import seconds_text
from shared.views import ViewDraft, ViewStore
from shared.views.comparison import Difference, Fault, StoredView, fault_of
from shared.views.drafts import ViewKey


class KeptViews(ViewStore, Protocol):
    """A table of views that can be gone through and mended."""

    async def count(self, conn: Connection) -> int:
        """Return how many records there are."""

    async def select_ids_after(self, conn: Connection, after: UUID, *, at_most: int) -> list[UUID]:
        """Return the next records by id, whether they are known or only have a view."""

    async def distrust(self, conn: Connection, keys: Collection[ViewKey]) -> None:
        """Make the next refresh write these views again, whatever their digest said."""


class PlaceKind(Protocol):
    """A resource, all views of which can be compared with new ones."""

    views: KeptViews

    def touched(self, ids: Collection[UUID]) -> TouchedPlaces:
        """Return these records as what has to be looked at again."""

    async def compare(
        self, conn: Connection, ids: Collection[UUID], *, today: date
    ) -> list[Difference]:
        """Return which views of these records are not, byte for byte, what they should be."""


class Partnerships:
    """The partnerships, each with one view."""

    views: KeptViews = PARTNERSHIP_VIEWS

    def touched(self, ids: Collection[UUID]) -> TouchedPlaces:
        """Return these partnerships as what has to be looked at again."""
        return TouchedPlaces(partnerships=frozenset(map(PartnershipId, ids)))

    async def compare(
        self, conn: Connection, ids: Collection[UUID], *, today: date
    ) -> list[Difference]:
        """Compare the views of these partnerships with new ones.

        A view that is due to change is right as long as it tells what was true the day before.
        """
        stored = await PARTNERSHIP_VIEWS.select_stored(conn, ids)
        last_days = {
            view.key: view.flips_on - ONE_DAY for view in stored if view.flips_on is not None
        }
        drafts = []
        for facts in await select_partnership_facts(conn, map(PartnershipId, ids)):
            key = (facts.partnership.lead_provider_id, str(facts.partnership.id))
            drafts.append(draft_partnership(facts, min(today, last_days.get(key, today))))
        return _compare(self.views, stored, drafts)


class Schools:
    """The schools, each with views in all cohorts."""

    views: KeptViews = SCHOOL_VIEWS

    def touched(self, ids: Collection[UUID]) -> TouchedPlaces:
        """Return these schools as what has to be looked at again."""
        return TouchedPlaces(schools=frozenset(map(SchoolId, ids)))

    async def compare(
        self, conn: Connection, ids: Collection[UUID], *, today: date
    ) -> list[Difference]:
        """Compare the views of these schools with new ones."""
        stored = await SCHOOL_VIEWS.select_stored(conn, ids)
        schools = await select_school_cohorts(
            conn, school_ids=[SchoolId(one) for one in ids], cohorts=()
        )
        standings = await select_standings(conn, schools)
        drafts = await draft_schools(conn, standings, await select_stored_standings(conn, schools))
        return _compare(self.views, stored, drafts)


class DeliveryPartners:
    """The delivery partners, each with a view for everybody who works with them."""

    views: KeptViews = DELIVERY_PARTNER_VIEWS

    def touched(self, ids: Collection[UUID]) -> TouchedPlaces:
        """Return these delivery partners as what has to be looked at again."""
        return TouchedPlaces(delivery_partners=frozenset(map(DeliveryPartnerId, ids)))

    async def compare(
        self, conn: Connection, ids: Collection[UUID], *, today: date
    ) -> list[Difference]:
        """Compare the views of these delivery partners with new ones."""
        stored = await DELIVERY_PARTNER_VIEWS.select_stored(conn, ids)
        seen = await select_seen_delivery_partners(conn, map(DeliveryPartnerId, ids))
        return _compare(self.views, stored, [draft_delivery_partner(one) for one in seen])


KINDS: Sequence[PlaceKind] = (Partnerships(), Schools(), DeliveryPartners())


def _compare(
    views: KeptViews, stored: Iterable[StoredView], drafts: Iterable[ViewDraft]
) -> list[Difference]:
    resource = views.resource
    left = {view.key: view for view in stored}
    differences = []
    for draft in drafts:
        fault = fault_of(left.pop(draft.key, None), draft, seconds_text)
        if fault is not None:
            differences.append(
                Difference(key=draft.key, fault=fault, expected=draft, resource=resource)
            )
    return [
        *differences,
        *(
            Difference(key=key, fault=Fault.UNEXPECTED, expected=None, resource=resource)
            for key in left
        ),
    ]
