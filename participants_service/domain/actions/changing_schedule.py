"""A lead provider gives somebody's training another schedule, perhaps of another cohort."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from participants_service.domain.actions.circumstances import (
    UNRECOGNISED,
    ActionName,
    Circumstances,
    Unrecognised,
)
from participants_service.domain.actions.enrolments import (
    NothingToActOnError,
    course_problems,
    training_meant,
)
from participants_service.domain.actions.problems import Problem
from participants_service.domain.actions.rescheduling import (
    frozen_cohort,
    has_completed,
    partnership_for,
    rescheduled,
)
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.funding_eligibility import mentor_funding_ended_on
from participants_service.domain.induction_status import induction_status
from participants_service.domain.schedules import ScheduleIdentifier, ScheduleKind
from participants_service.domain.statuses import (
    ParticipantStatus,
    TrainingStatus,
    participant_status,
    training_status,
)
from participants_service.domain.teachers import Role, Teacher, TrainingPeriod

NO_SCHEDULE = Problem(
    title="schedule_identifier",
    detail="The property '#/schedule_identifier' must be present and correspond to a valid "
    "schedule.",
)
OTHER_SCHEDULE = Problem(title="schedule_identifier", detail="Enter a valid schedule identifier.")
SAME_SCHEDULE = Problem(
    title="schedule_identifier", detail="Selected schedule is already on the profile"
)
NOT_FOR_ECTS = Problem(
    title="schedule_identifier",
    detail="Selected schedule is not valid for the course_identifier",
)
NOT_FOR_MENTORS = Problem(
    title="schedule_identifier",
    detail="Mentors cannot be placed on a reduced schedule. Assign them to a different schedule.",
)
DECLARED_TODAY = Problem(
    title="schedule_identifier",
    detail="The change of schedule cannot be applied because a previous change of schedule and a "
    "declaration were made on the same day. Applying another change of schedule would invalidate "
    "existing declarations. Please contact DfE for assistance.",
)
OTHER_COHORT = Problem(
    title="cohort",
    detail="The '#/cohort' you have entered is invalid. Check cohort details and try again.",
)
NO_PARTNERSHIP = Problem(
    title="cohort",
    detail="You cannot change a participant to this cohort as you do not have a partnership with "
    "the school for the cohort. Contact the DfE for assistance.",
)
FROZEN = Problem(
    title="cohort",
    detail="You cannot move a participant to a payments frozen cohort unless they previously "
    "belonged to that cohort.",
)
COMPLETED = Problem(
    title="participant_id",
    detail="You cannot change this participant's schedule as they have completed their training "
    "or induction.",
)
LEFT = Problem(
    title="participant_id",
    detail="You cannot change this participant's schedule. This is because the participant has a "
    "'left' participant_status, so they are not training with you currently.",
)
WITHDRAWN = Problem(
    title="participant_id", detail="Cannot perform actions on a withdrawn participant"
)
DUE_ELSEWHERE = Problem(
    title="participant_id",
    detail="You cannot change this participant's schedule as they are due to start with another "
    "lead provider in the future.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSchedule:
    """Training gets a schedule, and with `cohort` the partnership of another cohort."""

    role: Role | None
    schedule: ScheduleIdentifier | Unrecognised | None
    cohort: CohortYear | Unrecognised | None = None
    name: ClassVar = ActionName.CHANGE_SCHEDULE

    def problems(self, circumstances: Circumstances) -> Iterator[Problem]:
        """Yield what stands in the way: of the schedule, the cohort and the person one thing each.

        Without an enrolment, only schedule and cohort as such can be looked at.
        """
        training = circumstances.training(self.role)
        yield from course_problems(self.role, training)
        cohort = self._cohort_meant(circumstances, training)
        for problem in (
            self._problem_with_schedule(circumstances, training, cohort),
            self._problem_with_cohort(circumstances, training, cohort),
            None if training is None else self._problem_with_person(circumstances, training),
        ):
            if problem is not None:
                yield problem

    def effect(self, circumstances: Circumstances) -> Teacher:
        """Return the person with training on the new schedule."""
        training = training_meant(circumstances, self.role)
        cohort = self._cohort_meant(circumstances, training)
        if self.schedule is None or self.schedule is UNRECOGNISED or cohort is None:
            raise NothingToActOnError(self.schedule)
        return rescheduled(circumstances, training, schedule=self.schedule, cohort=cohort)

    def _cohort_meant(
        self, circumstances: Circumstances, training: TrainingPeriod | None
    ) -> CohortYear | None:
        """Return the cohort that is given, else that of the training; None if it is unknown."""
        if self.cohort is None:
            return None if training is None else training.cohort
        if self.cohort is UNRECOGNISED or self.cohort not in circumstances.calendar.cohorts:
            return None
        return self.cohort

    def _problem_with_schedule(
        self,
        circumstances: Circumstances,
        training: TrainingPeriod | None,
        cohort: CohortYear | None,
    ) -> Problem | None:
        schedule = self.schedule
        if schedule is None:
            return NO_SCHEDULE
        if schedule is UNRECOGNISED:
            return OTHER_SCHEDULE
        if cohort is not None and (cohort, schedule) not in circumstances.calendar.schedules:
            return NO_SCHEDULE
        if training is None:
            return None
        if (training.cohort, training.schedule) == (cohort, schedule):
            return SAME_SCHEDULE
        return _misfit(training.role, schedule) or _problem_with_declarations(
            circumstances, training, schedule, cohort
        )

    def _problem_with_cohort(
        self,
        circumstances: Circumstances,
        training: TrainingPeriod | None,
        cohort: CohortYear | None,
    ) -> Problem | None:
        if cohort is None:
            return None if self.cohort is None else OTHER_COHORT
        if training is None:
            return None
        if partnership_for(circumstances, training, cohort) is None:
            return NO_PARTNERSHIP
        is_frozen = circumstances.calendar.cohorts[cohort].is_frozen(circumstances.occasion.at)
        if is_frozen and cohort != frozen_cohort(circumstances.teacher, training.role):
            return FROZEN
        return None

    def _problem_with_person(
        self, circumstances: Circumstances, training: TrainingPeriod
    ) -> Problem | None:
        teacher = circumstances.teacher
        is_to_be_reduced = (
            isinstance(self.schedule, ScheduleIdentifier)
            and self.schedule.kind is ScheduleKind.REDUCED
            and training.role is Role.ECT
        )
        if has_completed(teacher, training.role) and not is_to_be_reduced:
            return COMPLETED
        if _status(circumstances, training) is ParticipantStatus.LEFT:
            return LEFT
        if training_status(training) is TrainingStatus.WITHDRAWN:
            return WITHDRAWN
        if any(
            other.role is training.role and other.started_on > training.started_on
            for other in teacher.training_periods
        ):
            return DUE_ELSEWHERE
        return None


def _misfit(role: Role, schedule: ScheduleIdentifier) -> Problem | None:
    if role is Role.ECT and schedule.kind is ScheduleKind.REPLACEMENT:
        return NOT_FOR_ECTS
    if role is Role.MENTOR and schedule.kind is ScheduleKind.REDUCED:
        return NOT_FOR_MENTORS
    return None


def _problem_with_declarations(
    circumstances: Circumstances,
    training: TrainingPeriod,
    schedule: ScheduleIdentifier,
    cohort: CohortYear | None,
) -> Problem | None:
    """Say whether training changed in place would take the ground from under declarations."""
    if cohort is None or training.started_on < circumstances.occasion.today:
        return None
    if all(one.stands_under(cohort, schedule) for one in circumstances.declarations):
        return None
    return DECLARED_TODAY


def _status(circumstances: Circumstances, training: TrainingPeriod) -> ParticipantStatus:
    teacher = circumstances.teacher
    completed_on = (
        induction_status(teacher).ended_on
        if training.role is Role.ECT
        else mentor_funding_ended_on(teacher)
    )
    return participant_status(
        training, completed_on=completed_on, today=circumstances.occasion.today
    )
