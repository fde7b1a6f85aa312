"""Writing reference facts, in the order in which they rest on each other."""

from participants_service.domain.milestones import shifted
from participants_service.domain.teachers import ParticipantId
from participants_service.services.registry.reference_facts import (
    ReferenceChanges,
    ReferenceFacts,
)
from participants_service.storage import (
    cohorts,
    delivery_partners,
    lead_providers,
    partnerships,
    schools,
    uplifts,
)
from participants_service.storage import teacher_lookups as lookups
from shared.database import Connection


async def write_reference_facts(conn: Connection, facts: ReferenceFacts) -> None:
    """Write what is new or different; what ends goes later, when nothing rests on it any more."""
    changes = facts.changes
    for year, cohort in changes.cohorts.items():
        await cohorts.upsert_cohort(conn, cohort)
        if year in changes.milestones_from:
            source = await cohorts.select_milestones(conn, changes.milestones_from[year])
            await cohorts.insert_milestones(conn, year, shifted(source, to=year))
    if changes.lead_providers:
        await lead_providers.upsert_lead_providers(conn, changes.lead_providers.values())
    if changes.delivery_partners:
        await delivery_partners.upsert_delivery_partners(conn, changes.delivery_partners.values())
    if facts.new_pairings:
        await delivery_partners.insert_pairings(conn, facts.new_pairings)
    if changes.schools:
        await schools.upsert_schools(conn, dict(changes.schools.values()))
    if changes.uplifts:
        await uplifts.upsert_uplifts(conn, changes.uplifts)
    if changes.partnerships:
        await partnerships.upsert_partnerships(conn, changes.partnerships.values())


async def delete_what_ended(conn: Connection, facts: ReferenceFacts) -> None:
    """Remove pairings, and the activity of lead providers in cohorts, that are no more."""
    if facts.ended_pairings:
        await delivery_partners.delete_pairings(conn, facts.ended_pairings)
    if facts.ended_activity:
        await lead_providers.delete_active_lead_providers(conn, facts.ended_activity)


async def select_seen_otherwise(conn: Connection, changes: ReferenceChanges) -> set[ParticipantId]:
    """Return whose views show something of what changed."""
    ids: set[ParticipantId] = set()
    if changes.cohorts_seen_otherwise:
        ids |= await lookups.select_seen_in_cohorts(conn, changes.cohorts_seen_otherwise)
    if changes.lead_providers_seen_otherwise:
        ids |= await lookups.select_moved_by_providers(conn, changes.lead_providers_seen_otherwise)
    if changes.schools_seen_otherwise:
        ids |= await lookups.select_seen_at_schools(conn, changes.schools_seen_otherwise)
    if changes.uplifts_seen_otherwise:
        ids |= await lookups.select_seen_at_schools_in_cohorts(conn, changes.uplifts_seen_otherwise)
    if changes.partnerships_seen_otherwise:
        ids |= await lookups.select_seen_by_partnerships(conn, changes.partnerships_seen_otherwise)
    return ids
