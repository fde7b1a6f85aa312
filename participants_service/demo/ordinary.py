"""The many: mentors who mostly stay, and ECTs who are mentored and inducted."""

from collections.abc import Sequence
from datetime import date, timedelta

from participants_service.demo.department import Department
from participants_service.demo.people import Stay, cohort_at
from participants_service.demo.places import LeadProvider, School, cohort_of

_YEARS_BACK = 3
_MENTOR_SHARE = 0.3
# Month and day on which each term starts, and how many of eleven people start in it.
_TERMS = ((9, 1, 8), (1, 6, 2), (4, 16, 1))


class OrdinaryPeople:
    """Registers people over the last three years, with what commonly happens to them."""

    def __init__(self, department: Department) -> None:
        self._department = department
        self._register = department.register
        self._rng = department.rng
        self._term_starts = _term_starts(department)
        self._mentors: dict[str, list[Stay]] = {school.urn: [] for school in department.schools}

    def enter(self, people: int) -> None:
        """Write that many people into the diary, mentors first: the ECTs choose among them."""
        schools = self._department.schools
        mentors = round(people * _MENTOR_SHARE)
        for number in range(mentors):
            # Every school has somebody to turn to from the first term on.
            is_first = number < len(schools)
            started_on = self._term_starts[0] if is_first else self._rng.choice(self._term_starts)
            self._enter_mentor(schools[number % len(schools)], started_on)
        for _ in range(people - mentors):
            self._enter_ect(self._rng.choice(schools), self._rng.choice(self._term_starts))

    def _enter_mentor(self, school: School, started_on: date) -> None:
        registered_on = self._registered_on(started_on)
        stay = self._register.mentor(
            self._register.person(),
            school,
            self._mentor_lead_provider(school, cohort_at(started_on, registered_on)),
            started_on=started_on,
            registered_on=registered_on,
        )
        if self._rng.random() < 0.1:
            self._leave(stay, not_before=registered_on + timedelta(days=60))
        self._mentors[school.urn].append(stay)

    def _mentor_lead_provider(self, school: School, cohort: int) -> LeadProvider | None:
        lot = self._rng.random()
        if lot < 0.1:
            return None
        if lot < 0.2:
            return self._department.active_lead_provider(cohort)
        return school.choices[cohort]

    def _enter_ect(self, school: School, started_on: date) -> None:
        registered_on = self._registered_on(started_on)
        is_school_led = self._rng.random() < 0.1
        choice = school.choices[cohort_at(started_on, registered_on)]
        stay = self._register.ect(
            self._register.person(has_trn=self._rng.random() > 0.02),
            school,
            None if is_school_led else choice,
            started_on=started_on,
            registered_on=registered_on,
        )
        inducted_on = max(started_on, registered_on) + self._days(4, 40)
        end = self._end(stay, inducted_on)
        self._assign(stay, registered_on + self._days(2, 20), before=end)
        if self._rng.random() < 0.15:
            self._assign(stay, started_on + self._days(90, 400), before=end)
        if inducted_on < end:
            self._register.induct(stay.person, on=inducted_on, started_on=started_on)
            self._report_national_record(stay, inducted_on + timedelta(days=9), before=end)

    def _end(self, stay: Stay, inducted_on: date) -> date:
        """Write how the ECT's time ended, if it did, and return the day of that report."""
        finished_on = stay.started_on + self._days(700, 745)
        recorded_on = finished_on + self._days(3, 25)
        if self._rng.random() < 0.12:
            self._leave(stay, not_before=inducted_on + timedelta(days=30))
        elif recorded_on < self._department.today:
            self._register.induct(
                stay.person,
                on=recorded_on,
                started_on=stay.started_on,
                finished_on=finished_on,
                outcome="fail" if self._rng.random() < 0.04 else "pass",
            )
            return recorded_on
        return stay.leaving_reported_on or self._department.today

    def _leave(self, stay: Stay, *, not_before: date) -> None:
        """Let the person leave at some time, if that can have been reported yet."""
        reported_on = not_before + self._days(1, 600)
        if reported_on < self._department.today:
            leaving_on = max(reported_on + self._days(0, 60), stay.started_on + timedelta(days=1))
            self._register.leave(stay, on=reported_on, leaving_on=leaving_on)

    def _assign(self, ect: Stay, on: date, *, before: date) -> None:
        """Give the ECT a mentor who is at the school by then and not about to leave."""
        if on >= before:
            return
        candidates = [m for m in self._mentors[ect.school.urn] if self._can_take(m, ect, on)]
        if candidates:
            mentor = self._rng.choice(candidates)
            started_on = max(on, ect.started_on, mentor.started_on)
            self._register.assign(ect, mentor, on=on, started_on=started_on)

    def _can_take(self, mentor: Stay, ect: Stay, on: date) -> bool:
        if not mentor.registered_on < on or mentor.started_on > ect.started_on + timedelta(days=60):
            return False
        if mentor.leaving_reported_on is not None:
            return on + timedelta(days=120) < mentor.leaving_reported_on
        # An untrained mentor will be trained by the ECT's lead provider, which may be gone by then.
        cohort = cohort_of(max(on, mentor.started_on))
        return ect.lead_provider is None or cohort in ect.lead_provider.cohorts

    def _report_national_record(self, stay: Stay, on: date, *, before: date) -> None:
        if on < before and self._rng.random() < 0.3:
            self._register.national_record(
                stay.person, on=on, status="InProgress", started_on=stay.started_on
            )

    def _registered_on(self, started_on: date) -> date:
        """Most schools register people before they start, some do it late."""
        days = self._rng.randint(3, 30) if self._rng.random() < 0.1 else -self._rng.randint(5, 80)
        return min(started_on + timedelta(days=days), self._department.ago(1))

    def _days(self, least: int, most: int) -> timedelta:
        return timedelta(days=self._rng.randint(least, most))


def _term_starts(department: Department) -> Sequence[date]:
    """Return the term starts of the last three years and of the next weeks, as often as people."""
    first_year = (department.today - timedelta(days=90)).year - _YEARS_BACK
    days = [
        day
        for year in range(first_year, department.today.year + 2)
        for month, day_of_month, people in _TERMS
        for day in [date(year, month, day_of_month)] * people
    ]
    first = date(first_year, 9, 1)
    return sorted(day for day in days if first <= day <= department.ago(-60))
