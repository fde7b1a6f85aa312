"""People as rows of their tables: the other direction of `teachers`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from participants_service.domain.teachers import (
    InductionPeriod,
    LeavingCut,
    Mentorship,
    ParticipantId,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
)

Part = TypeVar("Part")
Row = tuple[object, ...]

TEACHER_COLUMNS = (
    "id",
    "ect_record_id",
    "mentor_record_id",
    "trn",
    "first_name",
    "last_name",
    "corrected_name",
    "created_at",
    "merged_into",
    "ect_first_eligible_at",
    "mentor_first_eligible_at",
    "ect_ineligible_on",
    "mentor_funding_ended_on",
    "mentor_funding_end_reason",
    "ect_frozen_cohort",
    "mentor_frozen_cohort",
    "national_induction_started_on",
    "national_induction_completed_on",
)


@dataclass(frozen=True, slots=True)
class PartTable(Generic[Part]):
    """A table of what belongs to people; its rows begin with the person's id and their own."""

    name: str
    columns: tuple[str, ...]
    parts: Callable[[Teacher], Sequence[Part]]
    row: Callable[[ParticipantId, Part], Row]

    def rows(self, teacher: Teacher | None) -> dict[object, Row]:
        """Return all rows of a person by their ids."""
        if teacher is None:
            return {}
        rows = [self.row(teacher.id, part) for part in self.parts(teacher)]
        return {row[1]: row for row in rows}


def teacher_row(teacher: Teacher) -> Row:
    """Return the row of the person proper."""
    funding_end = teacher.mentor_funding_end
    return (
        teacher.id,
        teacher.ect_record_id,
        teacher.mentor_record_id,
        teacher.trn,
        teacher.first_name,
        teacher.last_name,
        teacher.corrected_name,
        teacher.created_at,
        teacher.merged_into,
        teacher.ect_first_eligible_at,
        teacher.mentor_first_eligible_at,
        teacher.ect_ineligible_on,
        None if funding_end is None else funding_end.ended_on,
        None if funding_end is None else funding_end.reason,
        teacher.ect_frozen_cohort,
        teacher.mentor_frozen_cohort,
        teacher.national_induction_started_on,
        teacher.national_induction_completed_on,
    )


def _school_period_row(teacher_id: ParticipantId, period: SchoolPeriod) -> Row:
    return (
        teacher_id,
        period.id,
        period.role,
        period.school.id,
        period.started_on,
        period.finished_on,
        period.email,
        period.working_pattern,
        period.created_at,
        *_cut(period.cut_by_leaving),
    )


def _training_period_row(teacher_id: ParticipantId, period: TrainingPeriod) -> Row:
    interest, deferral, withdrawal = (
        period.expression_of_interest,
        period.deferral,
        period.withdrawal,
    )
    return (
        teacher_id,
        period.id,
        period.role,
        period.school_period_id,
        period.programme,
        period.started_on,
        period.finished_on,
        period.cohort,
        None if period.partnership is None else period.partnership.id,
        None if interest is None else interest.lead_provider_id,
        period.schedule,
        None if deferral is None else deferral.deferred_at,
        None if deferral is None else deferral.reason,
        None if withdrawal is None else withdrawal.withdrawn_at,
        None if withdrawal is None else withdrawal.reason,
        period.created_at,
        *_cut(period.cut_by_leaving),
    )


def _mentorship_row(teacher_id: ParticipantId, mentorship: Mentorship) -> Row:
    return (
        teacher_id,
        mentorship.id,
        mentorship.ect_school_period_id,
        mentorship.mentor_id,
        mentorship.mentor_school_period_id,
        mentorship.started_on,
        mentorship.finished_on,
        *_cut(mentorship.cut_by_leaving),
    )


def _induction_row(teacher_id: ParticipantId, induction: InductionPeriod) -> Row:
    return (
        teacher_id,
        induction.id,
        induction.appropriate_body,
        induction.started_on,
        induction.finished_on,
        induction.outcome,
    )


def _cut(cut: LeavingCut | None) -> Row:
    return (False, None) if cut is None else (True, cut.finished_on)


SCHOOL_PERIODS = PartTable(
    "school_periods",
    (
        "teacher_id",
        "id",
        "role",
        "school_id",
        "started_on",
        "finished_on",
        "email",
        "working_pattern",
        "created_at",
        "cut_by_leaving",
        "finished_on_before_leaving",
    ),
    lambda teacher: teacher.school_periods,
    _school_period_row,
)
TRAINING_PERIODS = PartTable(
    "training_periods",
    (
        "teacher_id",
        "id",
        "role",
        "school_period_id",
        "programme",
        "started_on",
        "finished_on",
        "cohort",
        "partnership_id",
        "named_lead_provider_id",
        "schedule_identifier",
        "deferred_at",
        "deferral_reason",
        "withdrawn_at",
        "withdrawal_reason",
        "created_at",
        "cut_by_leaving",
        "finished_on_before_leaving",
    ),
    lambda teacher: teacher.training_periods,
    _training_period_row,
)
MENTORSHIPS = PartTable(
    "mentorships",
    (
        "teacher_id",
        "id",
        "ect_school_period_id",
        "mentor_id",
        "mentor_school_period_id",
        "started_on",
        "finished_on",
        "cut_by_leaving",
        "finished_on_before_leaving",
    ),
    lambda teacher: teacher.mentorships,
    _mentorship_row,
)
INDUCTION_PERIODS = PartTable(
    "induction_periods",
    ("teacher_id", "id", "appropriate_body", "started_on", "finished_on", "outcome"),
    lambda teacher: teacher.inductions,
    _induction_row,
)
