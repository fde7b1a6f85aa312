"""People read from their tables, many at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

import asyncpg

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import Partnership
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.schools import School, SchoolId
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    ExpressionOfInterest,
    IdChange,
    InductionOutcome,
    InductionPeriod,
    LeavingCut,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Mentorship,
    ParticipantId,
    Programme,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
    Withdrawal,
    WithdrawalReason,
    WorkingPattern,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "teachers.sql")

Part = TypeVar("Part")


async def select_teachers(
    conn: Connection, ids: Iterable[ParticipantId]
) -> dict[ParticipantId, Teacher]:
    """Return the people with these ids, retired ones too; unknown ids are left out."""
    rows = await SQL.fetch(conn, "select_teachers", ids=list(ids))
    known = [row["id"] for row in rows]
    if not known:
        return {}
    schools: dict[SchoolId, School] = {}

    def school_period(row: asyncpg.Record) -> SchoolPeriod:
        return _school_period(row, schools)

    school_periods = await _select(conn, "select_school_periods", known, school_period)
    training_periods = await _select(conn, "select_training_periods", known, _training_period)
    mentorships = await _select(conn, "select_mentorships", known, _mentorship)
    inductions = await _select(conn, "select_induction_periods", known, _induction)
    id_changes = await _select(conn, "select_id_changes", known, _id_change)
    return {
        row["id"]: Teacher(
            id=row["id"],
            ect_record_id=row["ect_record_id"],
            mentor_record_id=row["mentor_record_id"],
            trn=row["trn"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            corrected_name=row["corrected_name"],
            created_at=row["created_at"],
            merged_into=row["merged_into"],
            ect_first_eligible_at=row["ect_first_eligible_at"],
            mentor_first_eligible_at=row["mentor_first_eligible_at"],
            ect_ineligible_on=row["ect_ineligible_on"],
            mentor_funding_end=_mentor_funding_end(row),
            ect_frozen_cohort=row["ect_frozen_cohort"],
            mentor_frozen_cohort=row["mentor_frozen_cohort"],
            national_induction_started_on=row["national_induction_started_on"],
            national_induction_completed_on=row["national_induction_completed_on"],
            school_periods=tuple(school_periods[row["id"]]),
            training_periods=tuple(training_periods[row["id"]]),
            mentorships=tuple(mentorships[row["id"]]),
            inductions=tuple(inductions[row["id"]]),
            id_changes=tuple(id_changes[row["id"]]),
        )
        for row in rows
    }


async def lock_teachers(conn: Connection, ids: Iterable[ParticipantId]) -> list[ParticipantId]:
    """Hold these people until the end of the transaction; return those that are known."""
    rows = await SQL.fetch(conn, "lock_teachers", ids=list(ids))
    return [row["id"] for row in rows]


async def _select(
    conn: Connection,
    statement: str,
    ids: list[ParticipantId],
    build: Callable[[asyncpg.Record], Part],
) -> defaultdict[ParticipantId, list[Part]]:
    parts: defaultdict[ParticipantId, list[Part]] = defaultdict(list)
    for row in await SQL.fetch(conn, statement, ids=ids):
        parts[row["teacher_id"]].append(build(row))
    return parts


def _mentor_funding_end(row: asyncpg.Record) -> MentorFundingEnd | None:
    if row["mentor_funding_ended_on"] is None:
        return None
    return MentorFundingEnd(
        ended_on=row["mentor_funding_ended_on"],
        reason=MentorIneligibilityReason(row["mentor_funding_end_reason"]),
    )


def _leaving_cut(row: asyncpg.Record) -> LeavingCut | None:
    if not row["cut_by_leaving"]:
        return None
    return LeavingCut(finished_on=row["finished_on_before_leaving"])


def _school_period(row: asyncpg.Record, schools: dict[SchoolId, School]) -> SchoolPeriod:
    school = schools.get(row["school_id"])
    if school is None:
        school = School(id=row["school_id"], urn=row["urn"])
        schools[school.id] = school
    pattern = row["working_pattern"]
    return SchoolPeriod(
        id=row["id"],
        role=Role(row["role"]),
        school=school,
        started_on=row["started_on"],
        finished_on=row["finished_on"],
        email=row["email"],
        working_pattern=None if pattern is None else WorkingPattern(pattern),
        cut_by_leaving=_leaving_cut(row),
        created_at=row["created_at"],
    )


def _training_period(row: asyncpg.Record) -> TrainingPeriod:
    schedule = row["schedule_identifier"]
    return TrainingPeriod(
        id=row["id"],
        role=Role(row["role"]),
        school_period_id=row["school_period_id"],
        programme=Programme(row["programme"]),
        started_on=row["started_on"],
        finished_on=row["finished_on"],
        partnership=_partnership(row),
        expression_of_interest=_expression_of_interest(row),
        schedule=None if schedule is None else ScheduleIdentifier(schedule),
        deferral=_deferral(row),
        withdrawal=_withdrawal(row),
        cut_by_leaving=_leaving_cut(row),
        created_at=row["created_at"],
    )


def _partnership(row: asyncpg.Record) -> Partnership | None:
    if row["partnership_id"] is None:
        return None
    return Partnership(
        id=row["partnership_id"],
        school_id=row["partnership_school_id"],
        lead_provider_id=row["partnership_lead_provider_id"],
        delivery_partner_id=row["partnership_delivery_partner_id"],
        cohort=CohortYear(row["cohort"]),
        created_at=row["partnership_created_at"],
    )


def _expression_of_interest(row: asyncpg.Record) -> ExpressionOfInterest | None:
    if row["named_lead_provider_id"] is None:
        return None
    return ExpressionOfInterest(
        lead_provider_id=row["named_lead_provider_id"], cohort=CohortYear(row["cohort"])
    )


def _deferral(row: asyncpg.Record) -> Deferral | None:
    if row["deferred_at"] is None:
        return None
    return Deferral(reason=DeferralReason(row["deferral_reason"]), deferred_at=row["deferred_at"])


def _withdrawal(row: asyncpg.Record) -> Withdrawal | None:
    if row["withdrawn_at"] is None:
        return None
    return Withdrawal(
        reason=WithdrawalReason(row["withdrawal_reason"]), withdrawn_at=row["withdrawn_at"]
    )


def _mentorship(row: asyncpg.Record) -> Mentorship:
    return Mentorship(
        id=row["id"],
        ect_school_period_id=row["ect_school_period_id"],
        mentor_id=row["mentor_id"],
        mentor_school_period_id=row["mentor_school_period_id"],
        started_on=row["started_on"],
        finished_on=row["finished_on"],
        cut_by_leaving=_leaving_cut(row),
    )


def _induction(row: asyncpg.Record) -> InductionPeriod:
    outcome = row["outcome"]
    return InductionPeriod(
        id=row["id"],
        appropriate_body=row["appropriate_body"],
        started_on=row["started_on"],
        finished_on=row["finished_on"],
        outcome=None if outcome is None else InductionOutcome(outcome),
    )


def _id_change(row: asyncpg.Record) -> IdChange:
    return IdChange(
        from_participant_id=row["from_participant_id"],
        to_participant_id=row["to_participant_id"],
        changed_at=row["changed_at"],
    )
