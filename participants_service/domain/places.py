"""Partnerships, schools and delivery partners as lead providers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.current_training import (
    TrainingSpan,
    currently_training,
    training_flips_on,
)
from participants_service.domain.partnerships import (
    DeliveryPartner,
    DeliveryPartnerId,
    LeadProviderId,
    Partnership,
    PartnershipId,
)
from participants_service.domain.school_standings import InductionProgrammeChoice, SchoolStanding
from participants_service.domain.schools import SchoolDetails, SchoolId


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipFacts:
    """A partnership with everything that its lead provider sees of it on some day."""

    partnership: Partnership
    school: SchoolDetails
    delivery_partner_name: str
    spans: tuple[TrainingSpan, ...] = ()

    def seen(self, today: date) -> "SeenPartnership":
        """Return the partnership as it is seen on a day."""
        return SeenPartnership(
            id=self.partnership.id,
            cohort=self.partnership.cohort,
            urn=self.school.school.urn,
            school_id=self.school.school.id,
            delivery_partner_id=self.partnership.delivery_partner_id,
            delivery_partner_name=self.delivery_partner_name,
            induction_tutor_name=self.school.induction_tutor_name,
            induction_tutor_email=self.school.contact_email,
            participants_currently_training=currently_training(self.spans, today),
            created_at=self.partnership.created_at,
            flips_on=training_flips_on(self.spans, today),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPartnership:
    """A partnership as its lead provider sees it; `flips_on` is when it changes by itself."""

    id: PartnershipId
    cohort: CohortYear
    urn: str
    school_id: SchoolId
    delivery_partner_id: DeliveryPartnerId
    delivery_partner_name: str
    induction_tutor_name: str | None
    induction_tutor_email: str | None
    participants_currently_training: int
    created_at: datetime
    flips_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFacts:
    """A school in a cohort with everything that anybody sees of it there."""

    details: SchoolDetails
    created_at: datetime
    cohort: CohortYear
    standing: SchoolStanding

    def seen(self, *, interested: bool) -> "SeenSchool":
        """Return the school as a lead provider sees it that it is, or is not, interested in.

        Who the induction tutor is, only the former learns.
        """
        return SeenSchool(
            id=self.details.school.id,
            name=self.details.name,
            urn=self.details.school.urn,
            cohort=self.cohort,
            in_partnership=self.standing.in_partnership,
            induction_programme_choice=self.standing.choice,
            expression_of_interest=interested,
            induction_tutor_name=self.details.induction_tutor_name if interested else None,
            induction_tutor_email=self.details.contact_email if interested else None,
            created_at=self.created_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSchool:
    """A school in a cohort as a lead provider sees it."""

    id: SchoolId
    name: str
    urn: str
    cohort: CohortYear
    in_partnership: bool
    induction_programme_choice: InductionProgrammeChoice
    expression_of_interest: bool
    induction_tutor_name: str | None
    induction_tutor_email: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDeliveryPartner:
    """A delivery partner as a lead provider sees it, with the cohorts in which they are paired."""

    lead_provider_id: LeadProviderId
    delivery_partner: DeliveryPartner
    cohorts: tuple[CohortYear, ...]
