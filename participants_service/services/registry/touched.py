"""Which places are seen otherwise because of the reference facts of a transaction."""

from participants_service.domain.school_standings import SchoolCohort
from participants_service.domain.touched_places import TouchedPlaces
from participants_service.services.registry.reference_facts import ReferenceFacts


def touched_by_facts(facts: ReferenceFacts) -> TouchedPlaces:
    """Return what cohorts, organisations, schools and partnerships touch that were put."""
    changes = facts.changes
    paired_anew = {one.delivery_partner_id for one in facts.new_pairings | facts.ended_pairings}
    return TouchedPlaces(
        partnerships=frozenset(changes.partnerships),
        standings={
            SchoolCohort(one.school_id, one.cohort): None for one in changes.partnerships.values()
        },
        schools=frozenset(changes.schools),
        cohorts=frozenset(changes.cohorts_with_other_days),
        delivery_partners=frozenset(paired_anew),
        renamed_delivery_partners=frozenset(changes.renamed_delivery_partners),
    )
