"""Entities of trainees and of the registers that they refer to."""

import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peer.trainees.codes import OTHER_UK_INSTITUTION_UUID, TABLES
from sqlalchemy import (
    ARRAY,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

SCHEMA = "peer"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_id() -> str:
    """Return a new public identifier."""
    return "".join(secrets.choice(ALPHABET) for _ in range(24))


class Base(DeclarativeBase):
    """What all entities share."""

    type_annotation_map = {
        datetime: DateTime(timezone=True),
        list[str | None]: ARRAY(Text),
        str: Text,
    }
    __table_args__: Any = {"schema": SCHEMA}


# The tokens are those of the trainees service.
tokens = Table(
    "tokens",
    MetaData(),
    Column("digest", LargeBinary, primary_key=True),
    Column("provider_id", Uuid),
    Column("expires_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    schema="trainees",
)


class Provider(Base):
    """A training provider."""

    __tablename__ = "providers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ukprn: Mapped[str]


class School(Base):
    """A school of the register."""

    __tablename__ = "schools"

    urn: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    town: Mapped[str | None]
    postcode: Mapped[str | None]


class LeadPartner(Base):
    """An organisation that leads the training."""

    __tablename__ = "lead_partners"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    urn: Mapped[str | None] = mapped_column(unique=True)
    ukprn: Mapped[str | None] = mapped_column(unique=True)


class Placement(Base):
    """A placement in a school."""

    __tablename__ = "placements"

    placement_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    trainee_id: Mapped[str] = mapped_column(ForeignKey(f"{SCHEMA}.trainees.trainee_id"), index=True)
    position: Mapped[int]
    school_urn: Mapped[str | None] = mapped_column(ForeignKey(School.urn))
    own_urn: Mapped[str | None]
    own_name: Mapped[str | None]
    own_postcode: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    school: Mapped[School | None] = relationship()

    @property
    def urn(self) -> str | None:
        """The school's URN, else the one sent."""
        return self.school.urn if self.school else self.own_urn

    @property
    def name(self) -> str | None:
        """The school's name, else the one sent."""
        return self.school.name if self.school else self.own_name

    @property
    def postcode(self) -> str | None:
        """The school's postcode, else the one sent."""
        return self.school.postcode if self.school else self.own_postcode

    @property
    def address(self) -> str | None:
        """URN, town and postcode in one line."""
        urn = f"URN {self.urn}" if self.urn else None
        town = self.school.town if self.school else None
        return ", ".join(part for part in (urn, town, self.postcode) if part) or None


class Degree(Base):
    """A degree."""

    __tablename__ = "degrees"

    degree_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    trainee_id: Mapped[str] = mapped_column(ForeignKey(f"{SCHEMA}.trainees.trainee_id"), index=True)
    position: Mapped[int]
    country: Mapped[str | None]
    degree_type: Mapped[str]
    subject_code: Mapped[str]
    institution_code: Mapped[str | None]
    grade: Mapped[str | None]
    graduation_year: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def is_uk(self) -> bool:
        """Whether it was awarded in the UK; only others have a country."""
        return self.country is None

    @property
    def uk_degree(self) -> str | None:
        """Code of the type of a UK degree."""
        return None if self.country else TABLES["degree_types"][self.degree_type]["answered_as"]

    @property
    def non_uk_degree(self) -> str | None:
        """Code of the type of a degree from elsewhere."""
        return TABLES["degree_types"][self.degree_type]["answered_as"] if self.country else None

    @property
    def subject(self) -> str | None:
        """Code of the subject; general ones have none to show."""
        return TABLES["degree_subjects"][self.subject_code]["answered_as"] or None

    @property
    def institution(self) -> str | None:
        """Code of the institution of a UK degree."""
        return None if self.country else self.institution_code

    @property
    def institution_uuid(self) -> str | None:
        """Uuid of the institution of a UK degree."""
        if self.country:
            return None
        if self.institution_code is None:
            return OTHER_UK_INSTITUTION_UUID
        return TABLES["degree_institutions"][self.institution_code]["uuid"]

    @property
    def uk_degree_uuid(self) -> str | None:
        """Uuid of the type of a UK degree."""
        return None if self.country else TABLES["degree_types"][self.degree_type]["uuid"]

    @property
    def subject_uuid(self) -> str | None:
        """Uuid of the subject."""
        return TABLES["degree_subjects"][self.subject_code]["uuid"]

    @property
    def grade_uuid(self) -> str | None:
        """Uuid of the grade."""
        return TABLES["degree_grades"][self.grade]["uuid"] if self.grade else None


class Trainee(Base):
    """A trainee."""

    __tablename__ = "trainees"
    __table_args__ = (
        Index("trainees_matching_idx", "provider_id", "date_of_birth", "last_name_key"),
        Index("trainees_list_idx", "provider_id", "start_cycle", "updated_at"),
        {"schema": SCHEMA},
    )

    trainee_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey(Provider.id))
    provider_trainee_id: Mapped[str | None]
    application_id: Mapped[int | None]
    first_names: Mapped[str]
    middle_names: Mapped[str | None]
    last_name: Mapped[str]
    previous_last_name: Mapped[str | None]
    date_of_birth: Mapped[date]
    sex: Mapped[str]
    email: Mapped[str]
    nationality_code: Mapped[str | None]
    ethnicity_code: Mapped[str]
    disabilities: Mapped[list[str | None]]
    training_route: Mapped[str]
    itt_start_date: Mapped[date]
    itt_end_date: Mapped[date]
    trainee_start_date: Mapped[date]
    course_subject_one: Mapped[str]
    course_subject_two: Mapped[str | None]
    course_subject_three: Mapped[str | None]
    course_age_range: Mapped[str]
    study_mode: Mapped[str]
    course_year: Mapped[str]
    itt_aim: Mapped[str]
    itt_qualification_aim: Mapped[str | None]
    fund_code: Mapped[str]
    funding_method: Mapped[str]
    training_initiative: Mapped[str | None]
    additional_training_initiative: Mapped[str | None]
    lead_partner_id: Mapped[UUID | None] = mapped_column(ForeignKey(LeadPartner.id))
    employing_school_urn: Mapped[str | None] = mapped_column(ForeignKey(School.urn))
    hesa_id: Mapped[str]
    ni_number: Mapped[str | None]
    pg_apprenticeship_start_date: Mapped[date | None]
    trn: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="submitted_for_trn")
    submitted_for_trn_at: Mapped[datetime | None]
    slug_sent_to_dqt_at: Mapped[datetime | None]
    recommended_for_award_at: Mapped[datetime | None]
    outcome_date: Mapped[date | None]
    awarded_at: Mapped[datetime | None]
    defer_date: Mapped[date | None]
    defer_reason: Mapped[str | None]
    reinstate_date: Mapped[date | None]
    discarded_at: Mapped[datetime | None]
    start_cycle: Mapped[int | None]
    last_name_key: Mapped[str]
    first_name_key: Mapped[str]
    email_key: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    provider: Mapped[Provider] = relationship()
    lead_partner: Mapped[LeadPartner | None] = relationship()
    placements: Mapped[list[Placement]] = relationship(order_by=Placement.position)
    degrees: Mapped[list[Degree]] = relationship(order_by=(Degree.graduation_year, Degree.position))
