"""Who trains at which school: a lead provider with a delivery partner, for one cohort."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.schools import SchoolId

LeadProviderId = NewType("LeadProviderId", UUID)
DeliveryPartnerId = NewType("DeliveryPartnerId", UUID)
PartnershipId = NewType("PartnershipId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A lead provider and a delivery partner at a school, for one cohort."""

    id: PartnershipId
    school_id: SchoolId
    lead_provider_id: LeadProviderId
    delivery_partner_id: DeliveryPartnerId
    cohort: CohortYear
    created_at: datetime
