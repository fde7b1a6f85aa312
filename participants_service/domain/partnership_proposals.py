"""What lead providers may do with partnerships: make one, and give it another delivery partner."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from participants_service.domain.actions.circumstances import Unrecognised
from participants_service.domain.actions.problems import Problem, grouped
from participants_service.domain.cohorts import Cohort, CohortYear
from participants_service.domain.partnerships import (
    DeliveryPartner,
    DeliveryPartnerId,
    LeadProviderId,
    Pairing,
    Partnership,
    PartnershipId,
)
from participants_service.domain.school_standings import InductionProgrammeChoice
from participants_service.domain.schools import SchoolDetails, SchoolId

NO_COHORT: Final = Problem(title="cohort", detail="Enter a '#/cohort'.")
UNKNOWN_COHORT: Final = Problem(
    title="cohort",
    detail="The '#/cohort' you have entered is invalid. Check cohort details and try again.",
)
FUTURE_COHORT: Final = Problem(
    title="cohort", detail="You cannot create a partnership for a future cohort."
)
CLOSED_COHORT: Final = Problem(
    title="cohort", detail="You cannot create this partnership as the cohort is closed."
)
NO_SCHOOL: Final = Problem(title="school_id", detail="Enter a '#/school_id'.")
UNKNOWN_SCHOOL: Final = Problem(
    title="school_id",
    detail="The '#/school_id' you have entered is invalid. Check school details and try again. "
    "Contact the DfE for support if you are unable to find the '#/school_id'.",
)
INELIGIBLE_SCHOOL: Final = Problem(
    title="school_id",
    detail="The school you have entered is currently ineligible for DfE funding. Contact the "
    "school for more information.",
)
ALREADY_PARTNERS: Final = Problem(
    title="school_id",
    detail="You are already in a confirmed partnership with this school for the entered cohort.",
)
SCHOOL_LED: Final = Problem(
    title="school_id",
    detail="This school has only registered school-led participants. Contact the school for more "
    "information.",
)
NO_DELIVERY_PARTNER: Final = Problem(
    title="delivery_partner_id", detail="Enter a '#/delivery_partner_id'."
)
UNKNOWN_DELIVERY_PARTNER: Final = Problem(
    title="delivery_partner_id",
    detail="The '#/delivery_partner_id' you have entered is invalid. Check delivery partner "
    "details and try again.",
)
NOT_PAIRED: Final = Problem(
    title="delivery_partner_id",
    detail="The entered delivery partner is not recognised to be working in partnership with you "
    "for the given cohort. Contact the DfE for more information.",
)
ALREADY_WITH_DELIVERY_PARTNER: Final = Problem(
    title="delivery_partner_id",
    detail="We are unable to process this request. You are already confirmed to be in partnership "
    "with the entered delivery partner. Contact the DfE for support.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The partnership that a lead provider asks for, as far as it said anything."""

    cohort: CohortYear | Unrecognised | None
    school_id: SchoolId | Unrecognised | None
    delivery_partner_id: DeliveryPartnerId | Unrecognised | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """What there is of what a proposal names, and how the lead provider stands to it."""

    lead_provider_id: LeadProviderId
    today: date
    cohort: Cohort | None
    school: SchoolDetails | None
    delivery_partner: DeliveryPartner | None
    pairings: AbstractSet[Pairing]
    # The lead provider's with the school, of all cohorts.
    partnerships: Sequence[Partnership]
    choice: InductionProgrammeChoice | None

    def partnership(self, partnership_id: PartnershipId, at: datetime) -> Partnership:
        """Return the partnership that is made when nothing stands in the way."""
        if self.cohort is None or self.school is None or self.delivery_partner is None:
            raise LookupError("a partnership was made of something that is not there")
        return Partnership(
            id=partnership_id,
            school_id=self.school.school.id,
            lead_provider_id=self.lead_provider_id,
            delivery_partner_id=self.delivery_partner.id,
            cohort=self.cohort.year,
            created_at=at,
        )


def proposal_problems(proposal: Proposal, prospects: Prospects) -> tuple[Problem, ...]:
    """Return why a partnership cannot be made, as the lead provider is told."""
    return grouped(_proposal_problems(proposal, prospects))


def _proposal_problems(proposal: Proposal, prospects: Prospects) -> Iterator[Problem]:
    if proposal.cohort is None:
        yield NO_COHORT
    if proposal.school_id is None:
        yield NO_SCHOOL
    if proposal.delivery_partner_id is None:
        yield NO_DELIVERY_PARTNER
    if proposal.cohort is not None:
        yield from _cohort_problem(prospects.cohort, prospects.today)
    if proposal.school_id is not None:
        yield from _school_problem(prospects.school)
    if proposal.delivery_partner_id is not None:
        yield from _delivery_partner_problem(
            prospects.delivery_partner,
            lead_provider_id=prospects.lead_provider_id,
            cohort=None if prospects.cohort is None else prospects.cohort.year,
            pairings=prospects.pairings,
        )
    if prospects.cohort is not None and prospects.school is not None:
        if any(one.cohort == prospects.cohort.year for one in prospects.partnerships):
            yield ALREADY_PARTNERS
        if prospects.choice is InductionProgrammeChoice.SCHOOL_LED:
            yield SCHOOL_LED


def _cohort_problem(cohort: Cohort | None, today: date) -> Iterator[Problem]:
    if cohort is None:
        yield UNKNOWN_COHORT
    elif cohort.started_on > today:
        yield FUTURE_COHORT
    elif not cohort.enabled:
        yield CLOSED_COHORT


def _school_problem(school: SchoolDetails | None) -> Iterator[Problem]:
    if school is None:
        yield UNKNOWN_SCHOOL
    elif not school.eligible:
        yield INELIGIBLE_SCHOOL


def _delivery_partner_problem(
    delivery_partner: DeliveryPartner | None,
    *,
    lead_provider_id: LeadProviderId,
    cohort: CohortYear | None,
    pairings: AbstractSet[Pairing],
) -> Iterator[Problem]:
    """Without a cohort, nobody is paired in it."""
    if delivery_partner is None:
        yield UNKNOWN_DELIVERY_PARTNER
    elif cohort is None or Pairing(lead_provider_id, delivery_partner.id, cohort) not in pairings:
        yield NOT_PAIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Another delivery partner for a partnership, as far as the lead provider said which."""

    delivery_partner_id: DeliveryPartnerId | Unrecognised | None


def replacement_problems(
    replacement: Replacement,
    partnership: Partnership,
    *,
    delivery_partner: DeliveryPartner | None,
    pairings: AbstractSet[Pairing],
    partnerships: Iterable[Partnership],
) -> tuple[Problem, ...]:
    """Return why a partnership cannot get a delivery partner, as the lead provider is told.

    `partnerships` are all of the lead provider's with the school. The one that is to be changed
    counts too: it cannot get the delivery partner that it has.
    """
    if replacement.delivery_partner_id is None:
        return (NO_DELIVERY_PARTNER,)
    found = [
        *_delivery_partner_problem(
            delivery_partner,
            lead_provider_id=partnership.lead_provider_id,
            cohort=partnership.cohort,
            pairings=pairings,
        )
    ]
    if delivery_partner is not None:
        wanted = replace(partnership, delivery_partner_id=delivery_partner.id).pairing
        if any(one.pairing == wanted for one in partnerships):
            found.append(ALREADY_WITH_DELIVERY_PARTNER)
    return grouped(found)
