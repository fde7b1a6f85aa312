"""Compare stored views with what they should be."""

from collections.abc import Collection

from shared.database import Connection
from shared.schemas import milliseconds_text
from shared.views.comparison import Difference, Fault, fault_of
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.trainee_views import select_stored_views
from trainees_service.storage.trainees import select_trainees
from trainees_service.views.refresh import draft_views


async def compare(conn: Connection, keys: Collection[TraineeKey]) -> list[Difference]:
    """Compare the views of these trainees, byte for byte, with new ones."""
    stored = await select_stored_views(conn, keys)
    differences = []
    for draft in await draft_views(conn, await select_trainees(conn, keys)):
        fault = fault_of(stored.pop(draft.key, None), draft, milliseconds_text)
        if fault is not None:
            differences.append(Difference(key=draft.key, fault=fault, expected=draft))
    differences += [Difference(key=key, fault=Fault.UNEXPECTED, expected=None) for key in stored]
    return differences
