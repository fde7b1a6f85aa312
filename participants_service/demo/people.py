"""What schools and appropriate bodies say of people, written into the diary."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal
from uuid import UUID

from participants_service.demo.diary import Diary, invented_id
from participants_service.demo.names import full_name, mailbox
from participants_service.demo.places import LeadProvider, School, cohort_of

# TRNs of the department lie in a range of their own, so that a load test can be added to it.
_FIRST_TRN = 1_000_000
_TRN_RANGE = 1_000_000
_TRN_STEP = 618_033
_APPROPRIATE_BODIES = (
    "Fenland Appropriate Body",
    "Northern Vale Teaching School Hub",
    "Riverside Induction Service",
    "Three Shires Teaching Hub",
)

RoleName = Literal["ect", "mentor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the department knows."""

    id: UUID
    trn: str | None
    first_name: str
    last_name: str


@dataclass(slots=True, kw_only=True)
class Stay:
    """A person at a school in one role, as far as the story has been told."""

    person: Person
    role: RoleName
    school: School
    started_on: date
    registered_on: date
    lead_provider: LeadProvider | None
    cohort: int
    leaving_reported_on: date | None = None

    @property
    def trained_by(self) -> LeadProvider:
        """The lead provider, for stories that registered the person with one."""
        if self.lead_provider is None:
            raise LookupError(self.person.id)
        return self.lead_provider


def cohort_at(started_on: date, registered_on: date) -> int:
    """Return the cohort of a first training: that of its start, never one before the current."""
    return max(cohort_of(started_on), cohort_of(registered_on))


class Register:
    """Writes the events about people and returns what the story needs to go on."""

    def __init__(self, diary: Diary, rng: Random, *, seed: int) -> None:
        self._diary = diary
        self._rng = rng
        self._seed = seed
        self.count = 0

    def person(self, *, has_trn: bool = True) -> Person:
        """Invent somebody."""
        self.count += 1
        first_name, last_name = full_name(self._rng)
        trn = str(_FIRST_TRN + self.count * _TRN_STEP % _TRN_RANGE)
        return Person(
            id=invented_id(self._seed, f"person {self.count}"),
            trn=trn if has_trn else None,
            first_name=first_name,
            last_name=last_name,
        )

    def ect(
        self,
        person: Person,
        school: School,
        lead_provider: LeadProvider | None,
        *,
        started_on: date,
        registered_on: date,
        corrected_name: str | None = None,
        cohort: int | None = None,
        schedule: str | None = None,
    ) -> Stay:
        """Register an ECT; without a lead provider the school trains them itself."""
        self._diary.enter(
            registered_on,
            "ect.registered",
            participant_id=person.id,
            trn=person.trn,
            first_name=person.first_name,
            last_name=person.last_name,
            corrected_name=corrected_name,
            email=f"{mailbox(person.first_name, person.last_name)}@{school.domain}",
            school_urn=school.urn,
            started_on=started_on,
            working_pattern=self._rng.choice(("full_time", "full_time", "part_time", None)),
            programme="school_led" if lead_provider is None else "provider_led",
            lead_provider_id=lead_provider and lead_provider.id,
            cohort=cohort,
            schedule_identifier=schedule,
        )
        return Stay(
            person=person,
            role="ect",
            school=school,
            started_on=started_on,
            registered_on=registered_on,
            lead_provider=lead_provider,
            cohort=cohort or cohort_at(started_on, registered_on),
        )

    def mentor(
        self,
        person: Person,
        school: School,
        lead_provider: LeadProvider | None,
        *,
        started_on: date,
        registered_on: date,
        also_at_other_schools: bool | None = None,
    ) -> Stay:
        """Register a mentor; without a lead provider they are not trained."""
        self._diary.enter(
            registered_on,
            "mentor.registered",
            participant_id=person.id,
            trn=person.trn,
            first_name=person.first_name,
            last_name=person.last_name,
            email=f"{mailbox(person.first_name, person.last_name)}@{school.domain}",
            school_urn=school.urn,
            started_on=started_on,
            lead_provider_id=lead_provider and lead_provider.id,
            also_at_other_schools=also_at_other_schools,
        )
        return Stay(
            person=person,
            role="mentor",
            school=school,
            started_on=started_on,
            registered_on=registered_on,
            lead_provider=lead_provider,
            cohort=cohort_at(started_on, registered_on),
        )

    def assign(self, ect: Stay, mentor: Stay, *, on: date, started_on: date) -> None:
        """Give an ECT a mentor of the same school."""
        self._diary.enter(
            on,
            "mentor.assigned",
            ect_participant_id=ect.person.id,
            mentor_participant_id=mentor.person.id,
            started_on=started_on,
        )

    def unassign(self, ect: Stay, *, on: date, finished_on: date) -> None:
        """End an ECT's mentorship."""
        self._diary.enter(
            on, "mentor.unassigned", ect_participant_id=ect.person.id, finished_on=finished_on
        )

    def leave(self, stay: Stay, *, on: date, leaving_on: date) -> None:
        """Let the school report that somebody leaves."""
        self._diary.enter(
            on,
            "participant.leaving_reported",
            participant_id=stay.person.id,
            role=stay.role,
            school_urn=stay.school.urn,
            leaving_on=leaving_on,
        )
        stay.leaving_reported_on = on

    def stay_on(self, stay: Stay, *, on: date) -> None:
        """Let the school take back that somebody leaves."""
        self._diary.enter(
            on,
            "participant.leaving_cancelled",
            participant_id=stay.person.id,
            role=stay.role,
            school_urn=stay.school.urn,
        )
        stay.leaving_reported_on = None

    def correct(
        self,
        stay: Stay,
        *,
        on: date,
        corrected_name: str | None = None,
        email: str | None = None,
        working_pattern: str | None = None,
    ) -> None:
        """Let the school correct what it said about a person."""
        self._diary.enter(
            on,
            "participant.details_changed",
            participant_id=stay.person.id,
            role=stay.role,
            corrected_name=corrected_name,
            email=email,
            working_pattern=working_pattern,
        )

    def induct(
        self,
        person: Person,
        *,
        on: date,
        started_on: date,
        finished_on: date | None = None,
        outcome: str | None = None,
        part: int = 1,
    ) -> None:
        """Let an appropriate body record (a part of) an induction, or record it anew."""
        self._diary.enter(
            on,
            "induction.put",
            induction_id=self._induction_id(person, part),
            participant_id=person.id,
            appropriate_body=_APPROPRIATE_BODIES[(person.id.int + part) % len(_APPROPRIATE_BODIES)],
            started_on=started_on,
            finished_on=finished_on,
            outcome=outcome,
        )

    def remove_induction(self, person: Person, *, on: date) -> None:
        """Let an appropriate body take an induction back."""
        self._diary.enter(on, "induction.removed", induction_id=self._induction_id(person, 1))

    def national_record(
        self,
        person: Person,
        *,
        on: date,
        trn: str | None = None,
        last_name: str | None = None,
        status: str | None = None,
        started_on: date | None = None,
        completed_on: date | None = None,
    ) -> None:
        """Let the national teaching record report what it holds."""
        self._diary.enter(
            on,
            "national_record.put",
            participant_id=person.id,
            trn=trn,
            first_name=last_name and person.first_name,
            last_name=last_name,
            induction_status=status,
            induction_started_on=started_on,
            induction_completed_on=completed_on,
        )

    def merge(self, source: Person, survivor: Person, *, on: date) -> None:
        """Let the department decide that two records are one person."""
        self._diary.enter(
            on,
            "participants.merged",
            from_participant_id=source.id,
            into_participant_id=survivor.id,
        )

    def _induction_id(self, person: Person, part: int) -> UUID:
        return invented_id(self._seed, f"induction {part} of {person.id}")
