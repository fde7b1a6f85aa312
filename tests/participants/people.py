"""Builders of people for tests: believable by default, every member can be overridden."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from participants_service.domain.cohorts import Cohort, CohortYear
from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    Partnership,
    PartnershipId,
)
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.schools import School, SchoolId
from participants_service.domain.teachers import (
    InductionId,
    InductionPeriod,
    Mentorship,
    MentorshipId,
    ParticipantId,
    Programme,
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
    TrainingPeriodId,
    TrainingRecordId,
    WorkingPattern,
)
from participants_service.domain.uplifts import Facts

NAMESPACE = UUID("0b1de5c6-43a1-5b39-9c55-6f43a1d0f7f2")


def known(name: str) -> UUID:
    """Return the same id for the same name in every test."""
    return uuid5(NAMESPACE, name)


LARKFIELD = LeadProviderId(known("Larkfield Teaching Institute"))
OTTERBURN = LeadProviderId(known("Otterburn Learning"))
MARRAM = LeadProviderId(known("Marram Education"))
WINTERSETT = LeadProviderId(known("Wintersett Partnership"))
DELIVERY_PARTNER = DeliveryPartnerId(known("Fenland Teaching Hub"))
FENBROOK = School(id=SchoolId(known("Fenbrook Academy")), urn="900417")
SALTMARSH = School(id=SchoolId(known("Saltmarsh Primary")), urn="900533")
DUNWICK = School(id=SchoolId(known("Dunwick High")), urn="900618")


def day(text: str) -> date:
    """Read a date."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """Read a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_cohort(year: int = 2025, **overrides: Any) -> Cohort:
    """Make a cohort that pays uplifts up to 2024, as they did."""
    members: dict[str, Any] = {
        "year": CohortYear(year),
        "started_on": date(year, 6, 1),
        "finished_on": date(year + 1, 5, 31),
        "enabled": True,
        "payments_frozen_at": None,
        "uplift_fees_enabled": year <= 2024,
        "mentor_funding_enabled": year >= 2025,
        "detailed_evidence_types_enabled": year >= 2025,
    }
    return Cohort(**members | overrides)


def make_facts(**overrides: Any) -> Facts:
    """Make what views need to know: all cohorts, no uplifts."""
    members: dict[str, Any] = {
        "cohorts": {CohortYear(year): make_cohort(year) for year in range(2021, 2027)},
        "uplifts": {},
    }
    return Facts(**members | overrides)


def make_partnership(
    *,
    lead_provider_id: LeadProviderId = LARKFIELD,
    school: School = FENBROOK,
    cohort: int = 2025,
    delivery_partner_id: DeliveryPartnerId = DELIVERY_PARTNER,
) -> Partnership:
    """Make a partnership, the same one for the same arguments."""
    name = f"{lead_provider_id} {school.urn} {cohort} {delivery_partner_id}"
    return Partnership(
        id=PartnershipId(known(name)),
        school_id=school.id,
        lead_provider_id=lead_provider_id,
        delivery_partner_id=delivery_partner_id,
        cohort=CohortYear(cohort),
        created_at=moment("2025-06-02T09:00:00"),
    )


def make_school_period(name: str = "school period", **overrides: Any) -> SchoolPeriod:
    """Make an ECT's stay at a school, by default open-ended from September 2025."""
    members: dict[str, Any] = {
        "id": SchoolPeriodId(known(name)),
        "role": Role.ECT,
        "school": FENBROOK,
        "started_on": day("2025-09-01"),
        "email": "i.achterberg@fenbrook-academy.example",
        "created_at": moment("2025-07-02T09:15:44"),
    }
    if overrides.get("role", Role.ECT) is Role.ECT:
        members["working_pattern"] = WorkingPattern.FULL_TIME
    return SchoolPeriod(**members | overrides)


def make_training(name: str = "training", **overrides: Any) -> TrainingPeriod:
    """Make provider-led training of an ECT with Larkfield, open-ended from September 2025."""
    members: dict[str, Any] = {
        "id": TrainingPeriodId(known(name)),
        "role": Role.ECT,
        "school_period_id": SchoolPeriodId(known("school period")),
        "programme": Programme.PROVIDER_LED,
        "started_on": day("2025-09-01"),
        "partnership": make_partnership(),
        "schedule": ScheduleIdentifier.STANDARD_SEPTEMBER,
        "created_at": moment("2025-07-02T09:15:44"),
    }
    return TrainingPeriod(**members | overrides)


def make_mentorship(mentor: str = "mentor", **overrides: Any) -> Mentorship:
    """Make a mentorship during the default stay at a school."""
    members: dict[str, Any] = {
        "id": MentorshipId(known(f"mentorship of {mentor}")),
        "ect_school_period_id": SchoolPeriodId(known("school period")),
        "mentor_id": ParticipantId(known(mentor)),
        "mentor_school_period_id": SchoolPeriodId(known(f"school period of {mentor}")),
        "started_on": day("2025-09-01"),
    }
    return Mentorship(**members | overrides)


def make_induction(name: str = "induction", **overrides: Any) -> InductionPeriod:
    """Make an induction that runs from September 2025."""
    members: dict[str, Any] = {
        "id": InductionId(known(name)),
        "appropriate_body": "Fenland Teaching Hub",
        "started_on": day("2025-09-03"),
    }
    return InductionPeriod(**members | overrides)


def make_teacher(name: str = "Imogen Achterberg", **overrides: Any) -> Teacher:
    """Make an ECT who trains with Larkfield at Fenbrook."""
    first_name, _, last_name = name.partition(" ")
    members: dict[str, Any] = {
        "id": ParticipantId(known(name)),
        "ect_record_id": TrainingRecordId(known(f"ECT record of {name}")),
        "mentor_record_id": TrainingRecordId(known(f"mentor record of {name}")),
        "trn": "4471902",
        "first_name": first_name,
        "last_name": last_name,
        "created_at": moment("2025-07-02T09:15:44"),
        "school_periods": (make_school_period(),),
        "training_periods": (make_training(),),
    }
    return Teacher(**members | overrides)
