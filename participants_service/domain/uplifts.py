"""Extra funding for schools in difficult places, paid in the earlier cohorts only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from participants_service.domain.cohorts import Cohort, CohortYear, Uplift
from participants_service.domain.partnerships import LeadProviderId

NO_UPLIFT = Uplift(pupil_premium=False, sparsity=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a view needs to know beside the person: cohorts, and uplifts by URN and cohort.

    Names of lead providers are there for people who have moved.
    """

    cohorts: Mapping[CohortYear, Cohort]
    uplifts: Mapping[tuple[str, CohortYear], Uplift]
    lead_provider_names: Mapping[LeadProviderId, str] = field(default_factory=dict)


def uplift_of(facts: Facts, *, school_urn: str, cohort: CohortYear) -> Uplift:
    """Return the uplift of a school in a cohort; none where the cohort pays no uplifts."""
    period = facts.cohorts.get(cohort)
    if period is None or not period.uplift_fees_enabled:
        return NO_UPLIFT
    return facts.uplifts.get((school_urn, cohort), NO_UPLIFT)
