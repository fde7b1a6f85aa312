"""The department while it is being invented."""

from datetime import date, timedelta
from random import Random

from participants_service.demo.diary import Diary
from participants_service.demo.partnerships import Partnerships
from participants_service.demo.people import Register, Stay, cohort_at
from participants_service.demo.places import (
    LeadProvider,
    School,
    invent_cohorts,
    invent_lead_providers,
    invent_schools,
)
from participants_service.demo.reference_facts import enter_reference_facts


class Department:
    """Places, partnerships and the register of people, for stories to be told in."""

    def __init__(self, *, seed: int, today: date) -> None:
        self.today = today
        self.rng = Random(f"participants {seed}")
        self.diary = Diary(seed=seed, today=today)
        self.register = Register(self.diary, self.rng, seed=seed)
        self.partnerships = Partnerships(self.diary, seed=seed, today=today)
        self.cohorts = invent_cohorts(today)
        self.lead_providers = invent_lead_providers(self.cohorts, seed=seed)
        self.schools = invent_schools(self.rng, self.lead_providers, self.cohorts, seed=seed)
        enter_reference_facts(
            self.diary,
            self.rng,
            seed=seed,
            today=today,
            cohorts=self.cohorts,
            lead_providers=self.lead_providers,
            schools=self.schools,
        )
        self.partnerships.agree_every_year(self.rng, self.schools, self.cohorts)

    @property
    def schools_without_partners(self) -> tuple[School, ...]:
        """The schools that never agree with any lead provider."""
        return self.schools[-2:]

    def ago(self, days: int) -> date:
        """Return the day so many days before today; negative numbers lie ahead."""
        return self.today - timedelta(days=days)

    def active_lead_provider(
        self, cohort: int, *, other_than: LeadProvider | None = None
    ) -> LeadProvider:
        """Return one that is active in the cohort and in all later ones."""
        return self.rng.choice(
            [
                lead_provider
                for lead_provider in self.lead_providers
                if cohort in lead_provider.cohorts
                and lead_provider.cohorts[-1] == self.cohorts[-1]
                and lead_provider is not other_than
            ]
        )

    def school_with(
        self, lead_provider: LeadProvider, cohort: int, *, other_than: School | None = None
    ) -> School:
        """Return a school that has a partnership with the lead provider in the cohort."""
        usual = [school for school in self.schools[:-3] if school is not other_than]
        partnered = [school for school in usual if school.is_partnered(lead_provider, cohort)]
        if partnered:
            return self.rng.choice(partnered)
        school = self.rng.choice(usual)
        self.partnerships.agree(school, lead_provider, cohort, on=self.ago(1))
        return school

    def ect(
        self,
        *,
        started: int,
        registered: int | None = None,
        lead_provider: LeadProvider | None = None,
        has_trn: bool = True,
        corrected_name: str | None = None,
    ) -> Stay:
        """Register a new ECT with a lead provider that has a partnership; times are days ago."""
        started_on, registered_on, cohort = self._when(started, registered)
        lead_provider = lead_provider or self.active_lead_provider(cohort)
        return self.register.ect(
            self.register.person(has_trn=has_trn),
            self.school_with(lead_provider, cohort),
            lead_provider,
            started_on=started_on,
            registered_on=registered_on,
            corrected_name=corrected_name,
        )

    def mentor(
        self,
        *,
        started: int,
        registered: int | None = None,
        lead_provider: LeadProvider | None = None,
        school: School | None = None,
        has_trn: bool = True,
    ) -> Stay:
        """Register a new mentor who is trained; times are days ago."""
        started_on, registered_on, cohort = self._when(started, registered)
        lead_provider = lead_provider or self.active_lead_provider(cohort)
        return self.register.mentor(
            self.register.person(has_trn=has_trn),
            school or self.school_with(lead_provider, cohort),
            lead_provider,
            started_on=started_on,
            registered_on=registered_on,
        )

    def move(
        self,
        stay: Stay,
        school: School,
        lead_provider: LeadProvider | None,
        *,
        started: int,
        registered: int,
    ) -> Stay:
        """Register a known ECT at another school; training goes on in the cohort it began in."""
        moved = self.register.ect(
            stay.person,
            school,
            lead_provider,
            started_on=self.ago(started),
            registered_on=self.ago(registered),
        )
        moved.cohort = stay.cohort
        return moved

    def _when(self, started: int, registered: int | None) -> tuple[date, date, int]:
        days_before = self.rng.randrange(10, 60)
        if registered is None:
            registered = max(started + days_before, 1)
        started_on, registered_on = self.ago(started), self.ago(registered)
        return started_on, registered_on, cohort_at(started_on, registered_on)
