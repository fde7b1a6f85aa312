"""Views as they are on another day, for requests with a clock of their own; nothing is stored."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.domain.uplifts import Facts
from participants_service.storage.participant_views import (
    select_people_of_provider,
    select_stored_views,
)
from participants_service.storage.teachers import select_teachers
from participants_service.views.refresh import draft_view, load_facts
from shared.clock import Clock
from shared.database import Connection
from shared.schemas import seconds_text
from shared.views import PublishedView, ViewDraft
from shared.views.comparison import StoredView

_BATCH = 500


async def shift_views(
    conn: Connection, lead_provider_id: LeadProviderId, *, clock: Clock
) -> list[PublishedView]:
    """Return the views of a lead provider that are not as stored at the instant of the request.

    Ahead of today these are the ones with a change by date until then. In the past it may be any.
    """
    ahead = clock.today() if clock.today() > clock.real_today() else None
    ids = await select_people_of_provider(conn, lead_provider_id, flips_until=ahead)
    shifted: list[PublishedView] = []
    for start in range(0, len(ids), _BATCH):
        shifted += await _shift(conn, lead_provider_id, ids[start : start + _BATCH], clock)
    return shifted


async def shift_view(
    conn: Connection,
    lead_provider_id: LeadProviderId,
    participant_id: ParticipantId,
    *,
    clock: Clock,
) -> PublishedView | None:
    """Return one view at the instant of the request; None for somebody who is not seen."""
    shifted = await _shift(conn, lead_provider_id, [participant_id], clock)
    return shifted[0] if shifted else None


async def _shift(
    conn: Connection,
    lead_provider_id: LeadProviderId,
    ids: Sequence[ParticipantId],
    clock: Clock,
) -> list[PublishedView]:
    teachers = await select_teachers(conn, ids)
    facts = await load_facts(conn, teachers.values())
    views = await select_stored_views(conn, ids, lead_provider_id=lead_provider_id)
    stored = {view.key[1]: view for view in views}
    shifted = (
        _at_the_clock(stored[str(teacher.id)], teacher, lead_provider_id, facts, clock)
        for teacher in teachers.values()
        if str(teacher.id) in stored
    )
    return [view for view in shifted if view is not None]


def _at_the_clock(
    view: StoredView,
    teacher: Teacher,
    lead_provider_id: LeadProviderId,
    facts: Facts,
    clock: Clock,
) -> PublishedView | None:
    return at_the_clock(view, lambda day: draft_view(teacher, lead_provider_id, day, facts), clock)


def at_the_clock(
    view: StoredView, draft_on: Callable[[date], ViewDraft | None], clock: Clock
) -> PublishedView | None:
    """Return a view as if it had been refreshed at every midnight until the clock's instant.

    Each refresh that finds a difference stamps its midnight. Nothing is refreshed on the way back
    into the past, so there `updated_at` stays as it is.
    """
    today = clock.today()
    digest, updated_at = view.digest, view.updated_at
    day = min(today, view.flips_on or today)
    while True:
        draft = draft_on(day)
        if draft is None:
            return None
        if draft.digest != digest and day > clock.real_today():
            digest, updated_at = draft.digest, clock.midnight(day)
        if draft.flips_on is None or draft.flips_on > today:
            return _stamped(draft, updated_at)
        day = draft.flips_on


def _stamped(draft: ViewDraft, updated_at: datetime) -> PublishedView:
    return PublishedView(
        draft=draft,
        digest=draft.digest,
        body=draft.stamped(seconds_text(updated_at)),
        updated_at=updated_at,
    )
