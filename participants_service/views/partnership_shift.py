"""Partnerships as they are on another day, for requests with a clock of their own."""

from collections.abc import Iterable
from datetime import date

from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.places import PartnershipFacts
from participants_service.storage.partnership_views import (
    PARTNERSHIP_VIEWS,
    select_partnership_facts,
)
from participants_service.views.drawn import Drawn
from participants_service.views.place_drafts import draft_partnership
from participants_service.views.time_shift import at_the_clock
from shared.clock import Clock
from shared.database import Connection
from shared.views import PublishedView
from shared.views.comparison import StoredView


async def shift_partnerships(
    conn: Connection, lead_provider_id: LeadProviderId, *, clock: Clock
) -> list[PublishedView]:
    """Return the partnerships that are not as stored at the instant of the request.

    Ahead of today these are the ones with a change by date until then. In the past it may be any.
    """
    ahead = clock.today() if clock.today() > clock.real_today() else None
    ids = await PARTNERSHIP_VIEWS.select_to_shift(conn, lead_provider_id, flips_until=ahead)
    return await _shift(conn, lead_provider_id, map(PartnershipId, ids), clock)


async def shift_partnership(
    conn: Connection,
    lead_provider_id: LeadProviderId,
    partnership_id: PartnershipId,
    *,
    clock: Clock,
) -> PublishedView | None:
    """Return a partnership at the instant of the request; None for one of somebody else."""
    shifted = await _shift(conn, lead_provider_id, [partnership_id], clock)
    return shifted[0] if shifted else None


async def _shift(
    conn: Connection,
    lead_provider_id: LeadProviderId,
    partnership_ids: Iterable[PartnershipId],
    clock: Clock,
) -> list[PublishedView]:
    ids = list(partnership_ids)
    facts = {str(one.partnership.id): one for one in await select_partnership_facts(conn, ids)}
    views = await PARTNERSHIP_VIEWS.select_stored(conn, ids, lead_provider_id=lead_provider_id)
    shifted = (_at_the_clock(view, facts[view.key[1]], clock) for view in views)
    return [view for view in shifted if view is not None]


def _at_the_clock(view: StoredView, facts: PartnershipFacts, clock: Clock) -> PublishedView | None:
    def draw(day: date) -> Drawn:
        draft = draft_partnership(facts, day)
        return Drawn(draft, draft.flips_on)

    return at_the_clock(view, view.flips_on, draw, clock)
