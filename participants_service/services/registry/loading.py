"""Locking and loading what a transaction's events refer to, in a handful of queries."""

from collections.abc import Mapping

from participants_service.domain.schools import SchoolId
from participants_service.domain.teachers import ParticipantId
from participants_service.services.registry.people import People
from participants_service.services.registry.reference_facts import (
    ReferenceChanges,
    ReferenceFacts,
)
from participants_service.services.registry.reference_writes import select_seen_otherwise
from participants_service.services.registry.references import References
from participants_service.storage import (
    cohorts,
    delivery_partners,
    lead_providers,
    partnerships,
    schools,
)
from participants_service.storage import teacher_lookups as lookups
from participants_service.storage.teachers import lock_teachers, select_teachers
from shared.database import Connection

SchoolsByUrn = Mapping[str, set[SchoolId]]


async def load_reference_facts(
    conn: Connection, facts: ReferenceFacts, references: References
) -> None:
    """Load cohorts, organisations and the schools that are named."""
    facts.cohorts = await cohorts.select_cohorts(conn)
    facts.schedules = await cohorts.select_schedules(conn)
    facts.load_lead_providers(await lead_providers.select_lead_providers(conn))
    facts.load_schools(
        await schools.select_schools(conn, urns=references.school_urns, ids=references.school_ids)
    )
    if references.change_reference_facts:
        facts.delivery_partners = await delivery_partners.select_delivery_partners(conn)
        facts.load_pairings(await delivery_partners.select_pairings(conn))
        facts.pairings_in_use = await delivery_partners.select_pairings_in_use(
            conn, references.paired_lead_provider_ids, references.paired_delivery_partner_ids
        )


async def load_people(
    conn: Connection, people: People, facts: ReferenceFacts, references: References
) -> None:
    """Hold everybody whose views the events may change, and load those whom they are about."""
    people.trn_owners = await lookups.select_trn_owners(conn, references.trns)
    people.record_id_owners = await lookups.select_record_id_owners(conn, references.record_ids)
    schools_by_urn = _schools_by_urn(facts, references)
    waiting = await _waiting(conn, references, schools_by_urn)
    seen_otherwise = await _seen_otherwise(conn, facts, references, schools_by_urn)
    meant = await _hold(conn, references, waiting, bystanders=seen_otherwise)
    teachers = await select_teachers(conn, meant)
    retired = [teacher.id for teacher in teachers.values() if teacher.merged_into is not None]
    survivors = await lookups.select_survivors(conn, retired) if retired else {}
    people.load(teachers, survivors=survivors)


async def load_partnerships(
    conn: Connection, facts: ReferenceFacts, people: People, references: References
) -> None:
    """Load the partnerships of every school that is named, or that somebody named is at."""
    school_ids = set(facts.schools)
    for teacher in people.loaded.values():
        school_ids.update(period.school.id for period in teacher.school_periods)
    facts.load_partnerships(
        await partnerships.select_partnerships(
            conn, school_ids=school_ids, ids=references.partnership_ids
        )
    )


async def _hold(
    conn: Connection,
    references: References,
    waiting: set[ParticipantId],
    *,
    bystanders: set[ParticipantId],
) -> set[ParticipantId]:
    """Hold the people meant with their mentors and mentees, who waits, and bystanders.

    Whose an induction is and who mentors whom can change until the people are held, so it is
    looked up again until nobody new turns up. Return who is known of all but the bystanders.
    """
    held: set[ParticipantId] = set()
    known: set[ParticipantId] = set()
    while True:
        meant = set(references.participant_ids)
        if references.induction_ids:
            owners = await lookups.select_induction_owners(conn, references.induction_ids)
            meant.update(owners.values())
        counterparts = await lookups.select_counterparts(conn, meant) if meant else set()
        wanted = meant | counterparts | waiting
        missing = (wanted | bystanders) - held
        found = await lock_teachers(conn, missing) if missing else []
        if not found:
            return known & wanted
        held |= missing
        known.update(found)


def _schools_by_urn(facts: ReferenceFacts, references: References) -> SchoolsByUrn:
    """Return which schools have, or are about to get, the numbers that events name."""
    schools_by_urn = references.renumbered_schools.copy()
    for school in facts.all_schools:
        schools_by_urn[school.urn] = schools_by_urn[school.urn] | {school.id}
    return schools_by_urn


async def _waiting(
    conn: Connection, references: References, schools_by_urn: SchoolsByUrn
) -> set[ParticipantId]:
    waiting = [
        (school_id, lead_provider_id, cohort)
        for urn, lead_provider_id, cohort in references.new_partnerships
        for school_id in schools_by_urn.get(urn, ())
    ]
    return await lookups.select_waiting(conn, waiting) if waiting else set()


async def _seen_otherwise(
    conn: Connection, facts: ReferenceFacts, references: References, schools_by_urn: SchoolsByUrn
) -> set[ParticipantId]:
    """Return who may be seen otherwise although no event is about them."""
    changes = ReferenceChanges()
    changes.cohorts_seen_otherwise = {
        year
        for year, flag in references.uplift_flags
        if year in facts.cohorts and facts.cohorts[year].uplift_fees_enabled != flag
    }
    changes.lead_providers_seen_otherwise = {
        lead_provider_id
        for lead_provider_id, name in references.lead_provider_names
        if lead_provider_id in facts.lead_providers
        and facts.lead_providers[lead_provider_id].name != name
    }
    changes.schools_seen_otherwise = {
        school_id
        for urn, school_ids in references.renumbered_schools.items()
        for school_id in school_ids
        if school_id in facts.schools and facts.schools[school_id].school.urn != urn
    }
    changes.uplifts_seen_otherwise = {
        (school_id, cohort)
        for urn, cohort in references.uplifted
        for school_id in schools_by_urn.get(urn, ())
    }
    changes.partnerships_seen_otherwise = references.partnership_ids
    return await select_seen_otherwise(conn, changes)
