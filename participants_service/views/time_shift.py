"""Views as they are on another day, for requests with a clock of their own; nothing is stored."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.due_people import select_coming
from participants_service.storage.people_lists import Shifted
from participants_service.views.drawn import Drawn
from participants_service.views.people import load_people
from participants_service.views.resources import Resource
from shared.clock import Clock
from shared.database import Connection
from shared.schemas import seconds_text
from shared.views import PublishedView, ViewDraft
from shared.views.comparison import StoredView

_BATCH = 500


async def shift_views(
    conn: Connection, resource: Resource, lead_provider_id: LeadProviderId, *, clock: Clock
) -> Shifted:
    """Return the views of a lead provider that are not as stored at the instant of the request.

    Ahead of today these are the ones with a change by date until then. In the past it may be any.
    """
    ahead = clock.today() if clock.today() > clock.real_today() else None
    found = await resource.table.select_to_shift(conn, lead_provider_id, flips_until=ahead)
    ids = [ParticipantId(one) for one in found]
    views: list[PublishedView] = []
    for start in range(0, len(ids), _BATCH):
        views += await _shift(conn, resource, lead_provider_id, ids[start : start + _BATCH], clock)
    return Shifted(ids=ids, views=views)


async def shift_view(
    conn: Connection,
    resource: Resource,
    lead_provider_id: LeadProviderId,
    participant_id: ParticipantId,
    *,
    clock: Clock,
) -> PublishedView | None:
    """Return one view at the instant of the request; None for somebody who is not seen then."""
    shifted = await _shift(conn, resource, lead_provider_id, [participant_id], clock)
    return shifted[0] if shifted else None


async def _shift(
    conn: Connection,
    resource: Resource,
    lead_provider_id: LeadProviderId,
    ids: Sequence[ParticipantId],
    clock: Clock,
) -> list[PublishedView]:
    table = resource.table
    views = await table.select_stored(conn, ids, lead_provider_id=lead_provider_id)
    stored = {view.key: view for view in views}
    coming = await select_coming(conn, table.resource, ids, lead_provider_id=lead_provider_id)
    shifted = []
    for person in await load_people(conn, ids):
        key = (lead_provider_id, str(person.teacher.id))
        view = stored.get(key)
        flips_on = coming.get(key) if view is None else view.flips_on
        draw = partial(resource.draw, person, lead_provider_id)
        shifted.append(at_the_clock(view, flips_on, draw, clock))
    return [view for view in shifted if view is not None]


def at_the_clock(
    view: StoredView | None,
    flips_on: date | None,
    draw: Callable[[date], Drawn],
    clock: Clock,
) -> PublishedView | None:
    """Return a view as if it had been refreshed at every midnight until the clock's instant.

    Each refresh that finds a difference stamps its midnight. Nothing is refreshed on the way back
    into the past, so there `updated_at` stays as it is; what is no longer seen today has none, and
    counts as having changed on the day that is asked about.
    """
    today = clock.today()
    digest = None if view is None else view.digest
    updated_at = clock.midnight(today) if view is None else view.updated_at
    day = min(today, flips_on or today)
    while True:
        drawn = draw(day)
        drawn_digest = None if drawn.draft is None else drawn.draft.digest
        if drawn_digest != digest and day > clock.real_today():
            digest, updated_at = drawn_digest, clock.midnight(day)
        if drawn.flips_on is None or drawn.flips_on > today:
            return None if drawn.draft is None else _stamped(drawn.draft, updated_at)
        day = drawn.flips_on


def _stamped(draft: ViewDraft, updated_at: datetime) -> PublishedView:
    return PublishedView(
        draft=draft,
        digest=draft.digest,
        body=draft.stamped(seconds_text(updated_at)),
        updated_at=updated_at,
    )
