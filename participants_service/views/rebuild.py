"""Compare stored views with what they should be."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.due_people import select_coming
from participants_service.views.drawn import Drawn
from participants_service.views.people import Person, load_people
from participants_service.views.resources import RESOURCES, Resource
from shared.database import Connection
from shared.schemas import seconds_text
from shared.views.comparison import Difference, Fault, StoredView, fault_of
from shared.views.drafts import ViewKey


async def compare(
    conn: Connection, ids: Collection[ParticipantId], *, today: date
) -> list[Difference]:
    """Compare all views of these people, byte for byte, with new ones, resource by resource.

    A view that is due to change is right as long as it tells what was true the day before, and one
    that is due to come may still be missing.
    """
    people = await load_people(conn, ids)
    differences: list[Difference] = []
    for resource in RESOURCES:
        stored = {view.key: view for view in await resource.table.select_stored(conn, ids)}
        coming = await select_coming(conn, resource.table.resource, ids)
        differences += _compare(resource, people, stored, coming, today)
    return differences


def _compare(
    resource: Resource,
    people: Sequence[Person],
    stored: dict[ViewKey, StoredView],
    coming: dict[ViewKey, date],
    today: date,
) -> Iterator[Difference]:
    name = resource.table.resource
    for person in people:
        for lead_provider_id in resource.lead_providers(person):
            key = (lead_provider_id, str(person.teacher.id))
            view, comes_on = stored.pop(key, None), coming.pop(key, None)
            day = _last_day(comes_on if view is None else view.flips_on, today)
            drawn = resource.draw(person, lead_provider_id, day)
            fault = _fault(view, comes_on, drawn)
            if fault is not None:
                yield Difference(key=key, fault=fault, expected=drawn.draft, resource=name)
    for left in (*stored, *coming):
        yield Difference(key=left, fault=Fault.UNEXPECTED, expected=None, resource=name)


def _last_day(flips_on: date | None, today: date) -> date:
    """Return the last day that what is stored claims to describe, today at the latest."""
    return today if flips_on is None else min(today, flips_on - ONE_DAY)


def _fault(view: StoredView | None, comes_on: date | None, drawn: Drawn) -> Fault | None:
    if drawn.draft is not None:
        fault = fault_of(view, drawn.draft, seconds_text)
        return Fault.UNEXPECTED if fault is None and comes_on is not None else fault
    if view is not None:
        return Fault.UNEXPECTED
    return None if comes_on == drawn.flips_on else Fault.COLUMNS
