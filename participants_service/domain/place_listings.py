"""What a lead provider asks the lists of partnerships, schools and delivery partners for."""

from dataclasses import dataclass
from datetime import datetime

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.listings import Listing
from participants_service.domain.partnerships import DeliveryPartnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipListing(Listing):
    """A page of partnerships. Of filters, None asks for nothing, and no values match nothing."""

    cohorts: tuple[CohortYear, ...] | None = None
    delivery_partner_ids: tuple[DeliveryPartnerId, ...] | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolListing(Listing):
    """A page of schools in a cohort; no cohort is one that there is not.

    Without `urn` all schools are meant; an empty one is nobody's.
    """

    cohort: CohortYear | None
    urn: str | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPartnerListing(Listing):
    """A page of delivery partners, perhaps only of those paired in one of some cohorts."""

    cohorts: tuple[CohortYear, ...] | None = None
