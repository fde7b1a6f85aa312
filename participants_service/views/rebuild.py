"""Compare stored views with what they should be."""

from collections.abc import Collection
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.teachers import ParticipantId
from participants_service.domain.visibility import lead_providers_of
from participants_service.storage.participant_views import select_stored_views
from participants_service.storage.teachers import select_teachers
from participants_service.views.refresh import draft_view, load_facts
from shared.database import Connection
from shared.schemas import seconds_text
from shared.views.comparison import Difference, Fault, StoredView, fault_of


async def compare(
    conn: Connection, ids: Collection[ParticipantId], *, today: date
) -> list[Difference]:
    """Compare all views of these people, byte for byte, with new ones.

    A view that is due to change is right as long as it tells what was true the day before.
    """
    teachers = await select_teachers(conn, ids)
    facts = await load_facts(conn, teachers.values())
    stored = {view.key: view for view in await select_stored_views(conn, ids)}
    differences = []
    for teacher in teachers.values():
        for lead_provider_id in lead_providers_of(teacher):
            view = stored.pop((lead_provider_id, str(teacher.id)), None)
            day = _last_day_of(view, today)
            draft = draft_view(teacher, lead_provider_id, day, facts)
            if draft is not None and (fault := fault_of(view, draft, seconds_text)) is not None:
                differences.append(Difference(key=draft.key, fault=fault, expected=draft))
    differences += [Difference(key=key, fault=Fault.UNEXPECTED, expected=None) for key in stored]
    return differences


def _last_day_of(view: StoredView | None, today: date) -> date:
    """Return the last day that a stored view claims to describe, today at the latest."""
    if view is None or view.flips_on is None:
        return today
    return min(today, view.flips_on - ONE_DAY)
