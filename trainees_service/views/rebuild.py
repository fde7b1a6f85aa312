"""Compare stored views with what they should be."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shared.database import Connection
from shared.schemas import milliseconds_text
from shared.views import ViewDraft
from shared.views.drafts import ViewKey
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.trainee_views import StoredView, select_stored_views
from trainees_service.storage.trainees import select_trainees
from trainees_service.views.refresh import draft_views


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


async def compare(conn: Connection, keys: Collection[TraineeKey]) -> list[Difference]:
    """Compare the views of these trainees, byte for byte, with new ones."""
    stored = await select_stored_views(conn, keys)
    differences = []
    for draft in await draft_views(conn, await select_trainees(conn, keys)):
        fault = _fault(stored.pop(draft.key, None), draft)
        if fault is not None:
            differences.append(Difference(key=draft.key, fault=fault, expected=draft))
    differences += [Difference(key=key, fault=Fault.UNEXPECTED, expected=None) for key in stored]
    return differences


def _fault(view: StoredView | None, draft: ViewDraft) -> Fault | None:
    if view is None:
        return Fault.MISSING
    stamped = draft.stamped(milliseconds_text(view.updated_at))
    if view.digest != draft.digest or view.body != stamped:
        return Fault.BODY
    if (view.created_at, view.flips_on, view.columns) != (
        draft.created_at,
        draft.flips_on,
        draft.columns,
    ):
        return Fault.COLUMNS
    return None
