"""Entities over the tables of the participants service."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, ForeignKeyConstraint, LargeBinary, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

SCHEMA = "participants"


class Base(DeclarativeBase):
    """What all entities share."""

    type_annotation_map = {datetime: DateTime(timezone=True)}
    __table_args__: Any = {"schema": SCHEMA}


tokens = Table(
    "tokens",
    Base.metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("provider_id", Uuid),
    Column("expires_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    schema=SCHEMA,
)


class Cohort(Base):
    """A contract period."""

    __tablename__ = "cohorts"

    year: Mapped[int] = mapped_column(primary_key=True)
    uplift_fees_enabled: Mapped[bool]


class Uplift(Base):
    """Extra funding of a school in a cohort."""

    __tablename__ = "uplifts"

    school_urn: Mapped[str] = mapped_column(primary_key=True)
    cohort: Mapped[int] = mapped_column(primary_key=True)
    pupil_premium: Mapped[bool]
    sparsity: Mapped[bool]


class School(Base):
    """A school."""

    __tablename__ = "schools"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    urn: Mapped[str]
    uplifts: Mapped[list[Uplift]] = relationship(
        primaryjoin="School.urn == foreign(Uplift.school_urn)", viewonly=True
    )


class Partnership(Base):
    """A lead provider's agreement with a school for a cohort."""

    __tablename__ = "partnerships"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_provider_id: Mapped[UUID]
    delivery_partner_id: Mapped[UUID]
    cohort: Mapped[int] = mapped_column(ForeignKey(Cohort.year))
    contract_period: Mapped[Cohort] = relationship()


class SchoolPeriod(Base):
    """A stay at a school in a role."""

    __tablename__ = "school_periods"

    teacher_id: Mapped[UUID] = mapped_column(ForeignKey(f"{SCHEMA}.teachers.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str]
    school_id: Mapped[UUID] = mapped_column(ForeignKey(School.id))
    started_on: Mapped[date]
    email: Mapped[str | None]
    working_pattern: Mapped[str | None]
    created_at: Mapped[datetime]
    school: Mapped[School] = relationship()


class TrainingPeriod(Base):
    """Training in a role, perhaps with a lead provider."""

    __tablename__ = "training_periods"
    __table_args__ = (
        ForeignKeyConstraint(
            ["teacher_id", "school_period_id"],
            [SchoolPeriod.teacher_id, SchoolPeriod.id],
        ),
        {"schema": SCHEMA},
    )

    teacher_id: Mapped[UUID] = mapped_column(ForeignKey(f"{SCHEMA}.teachers.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str]
    school_period_id: Mapped[UUID]
    started_on: Mapped[date]
    finished_on: Mapped[date | None]
    partnership_id: Mapped[UUID | None] = mapped_column(ForeignKey(Partnership.id))
    schedule_identifier: Mapped[str | None]
    deferred_at: Mapped[datetime | None]
    deferral_reason: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    partnership: Mapped[Partnership | None] = relationship()


class Mentorship(Base):
    """An ECT's time with a mentor."""

    __tablename__ = "mentorships"

    teacher_id: Mapped[UUID] = mapped_column(ForeignKey(f"{SCHEMA}.teachers.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ect_school_period_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    started_on: Mapped[date]
    finished_on: Mapped[date | None]


class InductionPeriod(Base):
    """A part of an ECT's induction."""

    __tablename__ = "induction_periods"

    teacher_id: Mapped[UUID] = mapped_column(ForeignKey(f"{SCHEMA}.teachers.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    started_on: Mapped[date]
    finished_on: Mapped[date | None]
    outcome: Mapped[str | None]


class IdChange(Base):
    """A merge of two records of one person."""

    __tablename__ = "participant_id_changes"

    teacher_id: Mapped[UUID] = mapped_column(ForeignKey(f"{SCHEMA}.teachers.id"), primary_key=True)
    from_participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    to_participant_id: Mapped[UUID]
    changed_at: Mapped[datetime]


class Teacher(Base):
    """A person."""

    __tablename__ = "teachers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ect_record_id: Mapped[UUID]
    mentor_record_id: Mapped[UUID]
    trn: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    corrected_name: Mapped[str | None]
    ect_first_eligible_at: Mapped[datetime | None]
    mentor_first_eligible_at: Mapped[datetime | None]
    mentor_funding_ended_on: Mapped[date | None]
    mentor_funding_end_reason: Mapped[str | None]
    ect_frozen_cohort: Mapped[int | None]
    mentor_frozen_cohort: Mapped[int | None]
    national_induction_started_on: Mapped[date | None]
    national_induction_completed_on: Mapped[date | None]
    school_periods: Mapped[list[SchoolPeriod]] = relationship(
        order_by=(SchoolPeriod.started_on, SchoolPeriod.created_at, SchoolPeriod.id)
    )
    training_periods: Mapped[list[TrainingPeriod]] = relationship(
        order_by=(TrainingPeriod.started_on, TrainingPeriod.created_at, TrainingPeriod.id)
    )
    mentorships: Mapped[list[Mentorship]] = relationship(
        order_by=(Mentorship.started_on, Mentorship.id)
    )
    inductions: Mapped[list[InductionPeriod]] = relationship(
        order_by=(InductionPeriod.started_on, InductionPeriod.id)
    )
    id_changes: Mapped[list[IdChange]] = relationship(
        order_by=(IdChange.changed_at, IdChange.from_participant_id)
    )


class Visibility(Base):
    """That a lead provider sees a person, and since when unchanged; the stored body is not read."""

    __tablename__ = "participant_views"

    lead_provider_id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey(Teacher.id), primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    teacher: Mapped[Teacher] = relationship()


class ProviderAction(Base):
    """What a lead provider did with somebody's training."""

    __tablename__ = "provider_actions"

    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_provider_id: Mapped[UUID]
    action: Mapped[str]
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    acted_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
