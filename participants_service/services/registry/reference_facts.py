"""Cohorts, organisations, schools and partnerships of one transaction, and what became of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from participants_service.domain.cohorts import Cohort, CohortYear, Uplift
from participants_service.domain.partnerships import (
    DeliveryPartner,
    DeliveryPartnerId,
    LeadProvider,
    LeadProviderId,
    Pairing,
    Partnership,
    PartnershipId,
)
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.schools import School, SchoolDetails, SchoolId
from participants_service.domain.training_offers import Calendar

Activity = tuple[LeadProviderId, CohortYear]


class ReferenceFacts:
    """Finds reference facts by whatever an event may name, and remembers what was changed."""

    def __init__(self) -> None:
        self.cohorts: dict[CohortYear, Cohort] = {}
        self.schedules: set[tuple[CohortYear, ScheduleIdentifier]] = set()
        self.lead_providers: dict[LeadProviderId, LeadProvider] = {}
        self.delivery_partners: dict[DeliveryPartnerId, DeliveryPartner] = {}
        self.pairings: set[Pairing] = set()
        self.pairings_in_use: Counter[Pairing] = Counter()
        self.schools: dict[SchoolId, SchoolDetails] = {}
        self.partnerships: dict[PartnershipId, Partnership] = {}
        self.changes = ReferenceChanges()
        self._pairings_before: frozenset[Pairing] = frozenset()
        self._activity_before: frozenset[Activity] = frozenset()
        self._lead_providers_before: frozenset[LeadProviderId] = frozenset()
        self._schools_by_urn: dict[str, School] = {}
        self._partnerships_at: defaultdict[
            tuple[SchoolId, LeadProviderId], dict[PartnershipId, Partnership]
        ] = defaultdict(dict)

    @property
    def calendar(self) -> Calendar:
        """The cohorts and their schedules."""
        return Calendar(cohorts=self.cohorts, schedules=self.schedules)

    def school(self, urn: str) -> School | None:
        """Return the school with this number."""
        return self._schools_by_urn.get(urn)

    def school_at(self, urn: str) -> School:
        """Return the school with this number, which is known to be here."""
        return self._schools_by_urn[urn]

    @property
    def all_schools(self) -> Iterable[School]:
        """The schools that are named by an event."""
        return self._schools_by_urn.values()

    def partnerships_at(
        self, school_id: SchoolId, lead_provider_id: LeadProviderId
    ) -> tuple[Partnership, ...]:
        """Return a lead provider's partnerships with a school, of all cohorts."""
        return tuple(self._partnerships_at[school_id, lead_provider_id].values())

    @property
    def new_pairings(self) -> set[Pairing]:
        """The pairings that are not stored yet."""
        return self.pairings - self._pairings_before

    @property
    def ended_pairings(self) -> frozenset[Pairing]:
        """The pairings that are stored and are no more."""
        return self._pairings_before - self.pairings

    @property
    def ended_activity(self) -> frozenset[Activity]:
        """The cohorts in which lead providers are no longer active."""
        return self._activity_before - _activity(self.lead_providers)

    @property
    def new_lead_providers(self) -> set[LeadProviderId]:
        """The lead providers that are not stored yet."""
        return self.lead_providers.keys() - self._lead_providers_before

    def load_lead_providers(self, lead_providers: Mapping[LeadProviderId, LeadProvider]) -> None:
        """Take in lead providers as they are stored."""
        self.lead_providers = dict(lead_providers)
        self._activity_before = _activity(lead_providers)
        self._lead_providers_before = frozenset(lead_providers)

    def load_pairings(self, pairings: Iterable[Pairing]) -> None:
        """Take in pairings as they are stored."""
        self.pairings = set(pairings)
        self._pairings_before = frozenset(self.pairings)

    def load_schools(self, schools: Iterable[SchoolDetails]) -> None:
        """Take in schools as they are stored."""
        for details in schools:
            self.schools[details.school.id] = details
            self._schools_by_urn[details.school.urn] = details.school

    def load_partnerships(self, partnerships: Iterable[Partnership]) -> None:
        """Take in partnerships as they are stored."""
        for partnership in partnerships:
            self._index_partnership(partnership)

    def put_cohort(self, cohort: Cohort) -> None:
        """Note a cohort; one without schedules gets those of the latest one before it."""
        before = self.cohorts.get(cohort.year)
        if before is not None and before.uplift_fees_enabled != cohort.uplift_fees_enabled:
            self.changes.cohorts_seen_otherwise.add(cohort.year)
        if before is None or before.days != cohort.days:
            self.changes.cohorts_with_other_days.add(cohort.year)
        self.cohorts = dict(sorted((self.cohorts | {cohort.year: cohort}).items()))
        self.changes.cohorts[cohort.year] = cohort
        with_schedules = {year for year, _ in self.schedules}
        earlier = [year for year in with_schedules if year < cohort.year]
        if cohort.year not in with_schedules and earlier:
            source = max(earlier)
            self.changes.milestones_from[cohort.year] = source
            self.schedules |= {
                (cohort.year, schedule) for year, schedule in self.schedules if year == source
            }

    def put_lead_provider(self, lead_provider: LeadProvider) -> None:
        """Note a lead provider; pairings of cohorts in which it is no longer active go.

        Whoever has moved from or to it is seen otherwise once it has another name.
        """
        before = self.lead_providers.get(lead_provider.id)
        if before is not None and before.name != lead_provider.name:
            self.changes.lead_providers_seen_otherwise.add(lead_provider.id)
        gone = () if before is None else before.cohorts - lead_provider.cohorts
        self.pairings = {
            one
            for one in self.pairings
            if one.lead_provider_id != lead_provider.id or one.cohort not in gone
        }
        self.lead_providers[lead_provider.id] = lead_provider
        self.changes.lead_providers[lead_provider.id] = lead_provider

    def put_delivery_partner(
        self, delivery_partner: DeliveryPartner, pairings: Iterable[Pairing]
    ) -> None:
        """Note a delivery partner with all its pairings."""
        before = self.delivery_partners.get(delivery_partner.id)
        if before is not None and before.name != delivery_partner.name:
            self.changes.renamed_delivery_partners.add(delivery_partner.id)
        self.delivery_partners[delivery_partner.id] = delivery_partner
        self.changes.delivery_partners[delivery_partner.id] = delivery_partner
        others = {one for one in self.pairings if one.delivery_partner_id != delivery_partner.id}
        self.pairings = others | set(pairings)

    def put_school(self, details: SchoolDetails, at: datetime) -> None:
        """Note a school; people there are seen otherwise once it has another number."""
        school = details.school
        before = self.schools.get(school.id)
        if before is not None and before.school.urn != school.urn:
            self.changes.schools_seen_otherwise.add(school.id)
            if self._schools_by_urn.get(before.school.urn) == before.school:
                del self._schools_by_urn[before.school.urn]
        self.schools[school.id] = details
        self._schools_by_urn[school.urn] = school
        self.changes.schools[school.id] = (details, at)

    def put_uplift(self, school: School, cohort: CohortYear, uplift: Uplift) -> None:
        """Note an uplift."""
        self.changes.uplifts[school.urn, cohort] = uplift
        self.changes.uplifts_seen_otherwise.add((school.id, cohort))

    def put_partnership(self, partnership: Partnership) -> None:
        """Note a partnership, new or with another delivery partner."""
        before = self.partnerships.get(partnership.id)
        if before is not None:
            self.pairings_in_use[before.pairing] -= 1
            self.changes.partnerships_seen_otherwise.add(partnership.id)
        self._index_partnership(partnership)
        self.pairings_in_use[partnership.pairing] += 1
        self.changes.partnerships[partnership.id] = partnership

    def _index_partnership(self, partnership: Partnership) -> None:
        self.partnerships[partnership.id] = partnership
        at_school = self._partnerships_at[partnership.school_id, partnership.lead_provider_id]
        at_school[partnership.id] = partnership


def _activity(lead_providers: Mapping[LeadProviderId, LeadProvider]) -> frozenset[Activity]:
    return frozenset((one.id, cohort) for one in lead_providers.values() for cohort in one.cohorts)


class ReferenceChanges:
    """What the events of a transaction changed, and whose views that changes."""

    def __init__(self) -> None:
        self.cohorts: dict[CohortYear, Cohort] = {}
        self.milestones_from: dict[CohortYear, CohortYear] = {}
        self.lead_providers: dict[LeadProviderId, LeadProvider] = {}
        self.delivery_partners: dict[DeliveryPartnerId, DeliveryPartner] = {}
        self.schools: dict[SchoolId, tuple[SchoolDetails, datetime]] = {}
        self.uplifts: dict[tuple[str, CohortYear], Uplift] = {}
        self.partnerships: dict[PartnershipId, Partnership] = {}
        self.cohorts_seen_otherwise: set[CohortYear] = set()
        self.cohorts_with_other_days: set[CohortYear] = set()
        self.renamed_delivery_partners: set[DeliveryPartnerId] = set()
        self.lead_providers_seen_otherwise: set[LeadProviderId] = set()
        self.schools_seen_otherwise: set[SchoolId] = set()
        self.uplifts_seen_otherwise: set[tuple[SchoolId, CohortYear]] = set()
        self.partnerships_seen_otherwise: set[PartnershipId] = set()

    @property
    def seen_otherwise(self) -> bool:
        """Whether people are seen otherwise who themselves are as they were."""
        return bool(
            self.cohorts_seen_otherwise
            or self.lead_providers_seen_otherwise
            or self.schools_seen_otherwise
            or self.uplifts_seen_otherwise
            or self.partnerships_seen_otherwise
        )
