"""How schools and lead providers become partners, year after year."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from participants_service.demo.diary import HISTORY, Diary, invented_id
from participants_service.demo.places import LeadProvider, School, cohort_of


class Partnerships:
    """Writes partnerships into the diary and remembers them on the schools."""

    def __init__(self, diary: Diary, *, seed: int, today: date) -> None:
        self._diary = diary
        self._seed = seed
        self._today = today

    def agree(
        self,
        school: School,
        lead_provider: LeadProvider,
        cohort: int,
        *,
        on: date,
        partner: int = 0,
    ) -> None:
        """Make the two partners, or give the partnership they have another delivery partner."""
        self._diary.enter(
            on,
            "partnership.put",
            partnership_id=self._partnership_id(school, lead_provider, cohort),
            school_urn=school.urn,
            lead_provider_id=lead_provider.id,
            delivery_partner_id=lead_provider.partners[partner],
            cohort=cohort,
        )
        school.partnered_on.setdefault((cohort, lead_provider.id), on)

    def roll_over(
        self, school: School, lead_provider: LeadProvider, cohort: int, *, on: date
    ) -> None:
        """Let the school take last year's partnership along into this cohort."""
        self._diary.enter(
            on,
            "partnership.rolled_over",
            partnership_id=self._partnership_id(school, lead_provider, cohort),
            school_urn=school.urn,
            lead_provider_id=lead_provider.id,
            from_cohort=cohort - 1,
            to_cohort=cohort,
        )
        school.partnered_on[cohort, lead_provider.id] = on

    def agree_every_year(self, rng: Random, schools: Sequence[School], cohorts: range) -> None:
        """Let the schools agree with their choices in the summer in which each cohort begins.

        The last two schools never agree with anybody, and the one before them no longer does.
        """
        earliest = cohort_of(self._today - HISTORY) + 1
        for school in schools[:-2]:
            for cohort in cohorts:
                on = date(cohort, 6, 8) + timedelta(days=rng.randrange(80))
                rolls_over = rng.random() < 0.3
                fell_asleep = rng.random() < 0.03 or (
                    school is schools[-3] and cohort >= cohort_of(self._today) - 1
                )
                choice = school.choices[cohort]
                if cohort < earliest or on >= self._today or fell_asleep:
                    continue
                if rolls_over and school.is_partnered(choice, cohort - 1):
                    self.roll_over(school, choice, cohort, on=on)
                else:
                    self.agree(school, choice, cohort, on=on, partner=rng.randrange(2))

    def _partnership_id(self, school: School, lead_provider: LeadProvider, cohort: int) -> UUID:
        return invented_id(self._seed, f"{school.name} with {lead_provider.name} in {cohort}")
