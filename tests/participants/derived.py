"""Transfers and unfunded mentors as lead providers ask for them, and the facts that make them."""

from typing import Any
from uuid import UUID

from participants_service.app import ParticipantsService
from participants_service.domain.schools import School
from participants_service.services.participant_views import ViewUpkeep
from shared.database import Pool
from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Api
from tests.participants.people import (
    DELIVERY_PARTNER,
    DUNWICK,
    FENBROOK,
    LARKFIELD,
    MARRAM,
    OTTERBURN,
    SALTMARSH,
    known,
)
from tests.participants.registry import COHORTS, ect, event

TRANSFERS_PATH = f"{PARTICIPANTS_PATH}/transfers"
UNFUNDED_MENTORS_PATH = "/api/v3/unfunded-mentors"

AUTUMN = "2025-10-01T09:00:00Z"
"""When most of these facts are reported: a fortnight before the tests take place."""

Attributes = dict[str, Any]


async def transfers(api: Api, query: str = "") -> dict[UUID, Attributes]:
    """Return whose transfers a query finds, in order, with what is seen of them."""
    return await _find(api, f"{TRANSFERS_PATH}?{query}")


async def transfers_of(api: Api, participant_id: UUID) -> Attributes | None:
    """Return what is seen of somebody's transfers; one and list must agree."""
    shown = await _show(api, f"{PARTICIPANTS_PATH}/{participant_id}/transfers")
    assert shown == (await transfers(api)).get(participant_id)
    return shown


async def unfunded_mentors(api: Api, query: str = "") -> dict[UUID, Attributes]:
    """Return which unfunded mentors a query finds, in order, with what is seen of them."""
    return await _find(api, f"{UNFUNDED_MENTORS_PATH}?{query}")


async def unfunded_mentor(api: Api, participant_id: UUID) -> Attributes | None:
    """Return what is seen of an unfunded mentor; one and list must agree."""
    shown = await _show(api, f"{UNFUNDED_MENTORS_PATH}/{participant_id}")
    assert shown == (await unfunded_mentors(api)).get(participant_id)
    return shown


async def _find(api: Api, path: str) -> dict[UUID, Attributes]:
    answer = await api.call("GET", path)
    assert answer.status == 200, answer
    return {UUID(one["id"]): one["attributes"] for one in answer.body["data"]}


async def _show(api: Api, path: str) -> Attributes | None:
    answer = await api.call("GET", path)
    if answer.status != 200:
        assert answer.problem == NOT_FOUND
        return None
    attributes: Attributes = answer.body["data"]["attributes"]
    return attributes


async def tick_people(service: ParticipantsService) -> int:
    """Refresh everybody who is due, but not the places they are at; return how many that were."""
    return await ViewUpkeep(service.pool, service.clock, service.views.people).tick()


async def journal(pool: Pool, resource: str) -> list[tuple[UUID, UUID, str]]:
    """Return what the journals say of a resource: who, of whom, and what has happened."""
    rows = await pool.fetch(
        "SELECT provider_id, resource_id, op FROM changes WHERE resource = $1"
        " ORDER BY changed_at, provider_id, position",
        resource,
    )
    return [(row["provider_id"], UUID(row["resource_id"]), row["op"]) for row in rows]


def leaves(
    name: str,
    on: str,
    *,
    at: str = AUTUMN,
    role: str = "ect",
    school: School = FENBROOK,
) -> dict[str, Any]:
    """Make a school's report that somebody leaves on a day."""
    return event(
        "participant.leaving_reported",
        at,
        participant_id=known(name),
        role=role,
        school_urn=school.urn,
        leaving_on=on,
    )


def stays(
    name: str, *, at: str = AUTUMN, role: str = "ect", school: School = FENBROOK
) -> dict[str, Any]:
    """Make a school's report that somebody does not leave after all."""
    return event(
        "participant.leaving_cancelled",
        at,
        participant_id=known(name),
        role=role,
        school_urn=school.urn,
    )


def joins(
    name: str, on: str, *, at: str = AUTUMN, school: School = SALTMARSH, **members: Any
) -> dict[str, Any]:
    """Make the registration of an ECT at a second school."""
    return ect(name, at=at, started_on=on, school_urn=school.urn, **members)


def looks_after(mentor: str, ect_name: str, since: str, *, at: str = AUTUMN) -> dict[str, Any]:
    """Make the event that gives an ECT a mentor."""
    return event(
        "mentor.assigned",
        at,
        ect_participant_id=known(ect_name),
        mentor_participant_id=known(mentor),
        started_on=since,
    )


def looks_after_no_more(ect_name: str, until: str, *, at: str = AUTUMN) -> dict[str, Any]:
    """Make the event that takes an ECT's mentor away."""
    return event("mentor.unassigned", at, ect_participant_id=known(ect_name), finished_on=until)


def renamed(name: str, corrected_name: str, *, role: str) -> dict[str, Any]:
    """Make a school's correction of somebody's name."""
    return event(
        "participant.details_changed",
        participant_id=known(name),
        role=role,
        corrected_name=corrected_name,
    )


def merged(source: str, survivor: str) -> dict[str, Any]:
    """Make the event that retires one participant in favour of another."""
    return event(
        "participants.merged",
        from_participant_id=known(source),
        into_participant_id=known(survivor),
    )


def third_lead_provider() -> list[dict[str, Any]]:
    """Make the events that bring Marram, and a third school, into the department."""
    return [
        event(
            "lead_provider.put", lead_provider_id=MARRAM, name="Marram Education", cohorts=COHORTS
        ),
        event(
            "delivery_partner.put",
            delivery_partner_id=DELIVERY_PARTNER,
            name="Fenland Teaching Hub",
            pairings=[
                {"lead_provider_id": str(lead_provider_id), "cohort": cohort}
                for lead_provider_id in (LARKFIELD, OTTERBURN, MARRAM)
                for cohort in COHORTS
            ],
        ),
        event(
            "school.put",
            school_id=DUNWICK.id,
            urn=DUNWICK.urn,
            name="Dunwick High",
            eligible=True,
        ),
    ]
