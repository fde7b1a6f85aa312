"""Compare stored views with what they should be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.teachers import ParticipantId
from participants_service.domain.visibility import lead_providers_of
from participants_service.storage.participant_views import StoredView, select_stored_views
from participants_service.storage.teachers import select_teachers
from participants_service.views.refresh import draft_view, load_facts
from shared.database import Connection
from shared.schemas import seconds_text
from shared.views import ViewDraft
from shared.views.drafts import ViewKey


class Fault(StrEnum):
    """What is wrong with a stored view."""

    MISSING = "missing"
    UNEXPECTED = "unexpected"
    BODY = "body differs"
    COLUMNS = "columns differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stored view that is not what it should be."""

    key: ViewKey
    fault: Fault
    expected: ViewDraft | None


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
            if draft is not None and (fault := _fault(view, draft)) is not None:
                differences.append(Difference(key=draft.key, fault=fault, expected=draft))
    differences += [Difference(key=key, fault=Fault.UNEXPECTED, expected=None) for key in stored]
    return differences


def _last_day_of(view: StoredView | None, today: date) -> date:
    """Return the last day that a stored view claims to describe, today at the latest."""
    if view is None or view.flips_on is None:
        return today
    return min(today, view.flips_on - ONE_DAY)


def _fault(view: StoredView | None, draft: ViewDraft) -> Fault | None:
    if view is None:
        return Fault.MISSING
    if view.digest != draft.digest or view.body != draft.stamped(seconds_text(view.updated_at)):
        return Fault.BODY
    if (view.created_at, view.flips_on, view.columns) != (
        draft.created_at,
        draft.flips_on,
        draft.columns,
    ):
        return Fault.COLUMNS
    return None
