"""Who trains at which school: a lead provider with a delivery partner, for one cohort."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import (
    NoEarlierPartnershipError,
    NoPairingError,
    NotAllowedNowError,
)
from participants_service.domain.schools import SchoolId

LeadProviderId = NewType("LeadProviderId", UUID)
DeliveryPartnerId = NewType("DeliveryPartnerId", UUID)
PartnershipId = NewType("PartnershipId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadProvider:
    """An organisation that trains, with the cohorts in which it may."""

    id: LeadProviderId
    name: str
    cohorts: frozenset[CohortYear]
    created_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Pairing:
    """A lead provider and a delivery partner that work together in a cohort."""

    lead_provider_id: LeadProviderId
    delivery_partner_id: DeliveryPartnerId
    cohort: CohortYear


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPartner:
    """An organisation that trains on behalf of lead providers."""

    id: DeliveryPartnerId
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A lead provider and a delivery partner at a school, for one cohort."""

    id: PartnershipId
    school_id: SchoolId
    lead_provider_id: LeadProviderId
    delivery_partner_id: DeliveryPartnerId
    cohort: CohortYear
    created_at: datetime

    @property
    def pairing(self) -> Pairing:
        """The pairing on which the partnership rests."""
        return Pairing(self.lead_provider_id, self.delivery_partner_id, self.cohort)


def oldest(partnerships: Iterable[Partnership], cohort: CohortYear) -> Partnership | None:
    """Return the partnership of a cohort that new training joins: the first that was made."""
    return min(
        (partnership for partnership in partnerships if partnership.cohort == cohort),
        key=_age,
        default=None,
    )


def newest(partnerships: Iterable[Partnership]) -> Partnership | None:
    """Return the partnership that was made last."""
    return max(partnerships, key=_age, default=None)


def rolled_over(
    partnerships: Sequence[Partnership],
    pairings: AbstractSet[Pairing],
    *,
    partnership_id: PartnershipId,
    from_cohort: CohortYear,
    to_cohort: CohortYear,
    at: datetime,
) -> Partnership:
    """Return what a school's earlier partnership with a lead provider becomes in a later cohort.

    Of several earlier ones the newest counts whose delivery partner still works with the lead
    provider. Where the school has a partnership with it in the later cohort already, that one is
    to be used and nothing is rolled over.
    """
    if any(partnership.cohort == to_cohort for partnership in partnerships):
        raise NotAllowedNowError("to_cohort", "The school has a partnership in this cohort.")
    earlier = [
        partnership
        for partnership in partnerships
        if partnership.cohort == from_cohort and from_cohort < to_cohort
    ]
    if not earlier:
        raise NoEarlierPartnershipError("from_cohort", "There is no partnership to roll over.")
    paired = [
        partnership
        for partnership in earlier
        if replace(partnership, cohort=to_cohort).pairing in pairings
    ]
    if not paired:
        raise NoPairingError("to_cohort", "The delivery partner is not paired in this cohort.")
    return replace(max(paired, key=_age), id=partnership_id, cohort=to_cohort, created_at=at)


def _age(partnership: Partnership) -> tuple[datetime, PartnershipId]:
    return partnership.created_at, partnership.id
