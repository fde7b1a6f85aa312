"""Two records turn out to be of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.eligibility_moments import with_ect_eligibility
from participants_service.domain.errors import MergeConflictError
from participants_service.domain.occasions import Occasion
from participants_service.domain.periods import any_overlap, by_start, overlap
from participants_service.domain.stays import stays
from participants_service.domain.teachers import (
    IdChange,
    MentorFundingEnd,
    Role,
    Teacher,
    TrainingPeriod,
)

Comparable = TypeVar("Comparable", CohortYear, date, datetime)


def merge(
    source: Teacher, survivor: Teacher, *, mentees: Sequence[Teacher], occasion: Occasion
) -> tuple[Teacher, ...]:
    """Return the survivor with all that was the source's, the retired source, and its mentees.

    The survivor keeps its own ids and names. The source keeps nothing but ids, which stay taken.
    """
    if source.id == survivor.id:
        raise MergeConflictError("into_participant_id", "The two are one and the same person.")
    if _conflict(source, survivor):
        raise MergeConflictError("from_participant_id", "The two were in two places at once.")
    change = IdChange(
        from_participant_id=source.id, to_participant_id=survivor.id, changed_at=occasion.at
    )
    merged = replace(
        _with_earliest(survivor, source),
        school_periods=tuple(sorted(survivor.school_periods + source.school_periods, key=by_start)),
        training_periods=tuple(
            sorted(survivor.training_periods + source.training_periods, key=by_start)
        ),
        mentorships=tuple(sorted(survivor.mentorships + source.mentorships, key=by_start)),
        inductions=tuple(sorted(survivor.inductions + source.inductions, key=by_start)),
        id_changes=(*survivor.id_changes, *source.id_changes, change),
    )
    retired = Teacher(
        id=source.id,
        ect_record_id=source.ect_record_id,
        mentor_record_id=source.mentor_record_id,
        created_at=source.created_at,
        merged_into=survivor.id,
    )
    # A stay of the one and an induction of the other come together only now.
    merged = with_ect_eligibility(merged, occasion)
    return merged, retired, *(_mentored_by(mentee, source, survivor) for mentee in mentees)


def _conflict(one: Teacher, other: Teacher) -> bool:
    """Return whether the periods of two people could not be those of one."""
    return (
        any_overlap(stays(one, Role.ECT), stays(other, Role.ECT))
        or any(
            overlap(stay, stay_of_other)
            for stay in stays(one, Role.MENTOR)
            for stay_of_other in stays(other, Role.MENTOR, stay.school.id)
        )
        or any_overlap(_mentor_trainings(one), _mentor_trainings(other))
        or any_overlap(one.inductions, other.inductions)
        or (_has_outcome(one) and _has_outcome(other))
        or any(mentorship.mentor_id == other.id for mentorship in one.mentorships)
        or any(mentorship.mentor_id == one.id for mentorship in other.mentorships)
    )


def _mentor_trainings(teacher: Teacher) -> list[TrainingPeriod]:
    return [training for training in teacher.training_periods if training.role is Role.MENTOR]


def _has_outcome(teacher: Teacher) -> bool:
    return any(induction.outcome is not None for induction in teacher.inductions)


def _with_earliest(survivor: Teacher, source: Teacher) -> Teacher:
    """Return the survivor with what was known earlier of the source, or of the source alone."""
    both = (survivor, source)
    nameless = survivor.first_name is None and survivor.last_name is None
    named = source if nameless and survivor.corrected_name is None else survivor
    return replace(
        survivor,
        trn=survivor.trn or source.trn,
        first_name=named.first_name,
        last_name=named.last_name,
        corrected_name=named.corrected_name,
        ect_first_eligible_at=_earliest(one.ect_first_eligible_at for one in both),
        mentor_first_eligible_at=_earliest(one.mentor_first_eligible_at for one in both),
        ect_ineligible_on=_earliest(one.ect_ineligible_on for one in both),
        mentor_funding_end=_earliest_funding_end(survivor, source),
        ect_frozen_cohort=_earliest(one.ect_frozen_cohort for one in both),
        mentor_frozen_cohort=_earliest(one.mentor_frozen_cohort for one in both),
        national_induction_started_on=_earliest(one.national_induction_started_on for one in both),
        national_induction_completed_on=_earliest(
            one.national_induction_completed_on for one in both
        ),
    )


def _earliest(values: Iterable[Comparable | None]) -> Comparable | None:
    return min((value for value in values if value is not None), default=None)


def _earliest_funding_end(one: Teacher, other: Teacher) -> MentorFundingEnd | None:
    ends = [end for end in (one.mentor_funding_end, other.mentor_funding_end) if end is not None]
    return min(ends, key=lambda end: end.ended_on, default=None)


def _mentored_by(mentee: Teacher, source: Teacher, survivor: Teacher) -> Teacher:
    return replace(
        mentee,
        mentorships=tuple(
            replace(mentorship, mentor_id=survivor.id)
            if mentorship.mentor_id == source.id
            else mentorship
            for mentorship in mentee.mentorships
        ),
    )
