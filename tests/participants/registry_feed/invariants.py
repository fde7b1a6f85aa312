"""What must hold of everybody, whatever has happened."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from participants_service.domain.periods import Period, ended_before, overlap
from participants_service.domain.schedules import ScheduleKind
from participants_service.domain.teachers import (
    Mentorship,
    ParticipantId,
    Programme,
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)

Stays = Mapping[SchoolPeriodId, SchoolPeriod]


def broken_invariants(teachers: Mapping[ParticipantId, Teacher]) -> list[str]:
    """Return a sentence for everything that must not be."""
    stays = {stay.id: stay for teacher in teachers.values() for stay in teacher.school_periods}
    return [
        f"{teacher.id}: {sentence}"
        for teacher in teachers.values()
        for sentence in _broken(teacher, stays)
    ]


def _broken(teacher: Teacher, stays: Stays) -> Iterator[str]:
    if teacher.merged_into is not None:
        if teacher.school_periods or teacher.inductions or teacher.trn or teacher.id_changes:
            yield "retired and not empty"
        return
    for one, other in combinations(teacher.school_periods, 2):
        same_school = one.school.id == other.school.id
        if one.role is other.role and (one.role is Role.ECT or same_school) and overlap(one, other):
            yield "two stays at once"
    for role in Role:
        trainings = [one for one in teacher.training_periods if one.role is role]
        yield from _overlapping(f"trained twice as {role}", trainings)
    yield from _overlapping("two mentors", teacher.mentorships)
    yield from _overlapping("two inductions", teacher.inductions)
    if sum(induction.outcome is not None for induction in teacher.inductions) > 1:
        yield "two outcomes"
    for training in teacher.training_periods:
        yield from _broken_training(training, stays[training.school_period_id])
    for mentorship in teacher.mentorships:
        yield from _broken_mentorship(teacher, mentorship, stays)


def _overlapping(what: str, periods: Sequence[Period]) -> Iterator[str]:
    for period in periods:
        if ended_before(period, period.started_on):
            yield f"{what}: one ends before it starts"
    if any(overlap(one, other) for one, other in combinations(periods, 2)):
        yield f"{what} at once"


def _broken_training(training: TrainingPeriod, stay: SchoolPeriod) -> Iterator[str]:
    if stay.role is not training.role or not _within(training, stay):
        yield "training outside the stay"
    if training.programme is Programme.SCHOOL_LED:
        if training.role is Role.MENTOR or training.cohort or training.schedule:
            yield "school-led training of a mentor, or with what only lead providers give"
        return
    if training.schedule is None or training.cohort is None:
        yield "provider-led training without schedule or cohort"
    elif training.schedule.kind is (
        ScheduleKind.REPLACEMENT if training.role is Role.ECT else ScheduleKind.REDUCED
    ):
        yield "a schedule of the other role"
    if training.partnership is not None and training.partnership.school_id != stay.school.id:
        yield "a partnership with another school"


def _broken_mentorship(ect: Teacher, mentorship: Mentorship, stays: Stays) -> Iterator[str]:
    both = (stays[mentorship.ect_school_period_id], stays[mentorship.mentor_school_period_id])
    if mentorship.mentor_id == ect.id:
        yield "their own mentor"
    if both[0].school.id != both[1].school.id:
        yield "a mentor at another school"
    if not all(_within(mentorship, stay) for stay in both):
        yield "a mentorship outside a stay"


def _within(period: Period, stay: SchoolPeriod) -> bool:
    starts_within = stay.started_on <= period.started_on
    return starts_within and (
        stay.finished_on is None
        or (period.finished_on is not None and not ended_before(stay, period.finished_on))
    )
