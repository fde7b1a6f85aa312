"""Schools and lead partners a trainee's record refers to, as far as one request needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from trainees_service.domain.identifiers import LeadPartnerId
from trainees_service.reference_data import read_rows

# URNs that stand for no school, and the name a placement takes when it comes without one.
SPECIAL_URNS: Mapping[str, str] = MappingProxyType(
    {row["urn"]: row["name"] for row in read_rows("placement_urns")},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school of the register; closed ones count too."""

    urn: str
    name: str
    town: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadPartner:
    """An organisation that leads the training: a school by URN, a university by UKPRN."""

    lead_partner_id: LeadPartnerId
    name: str
    urn: str | None = None
    ukprn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What a request names in the registers, to be looked up before the rules run."""

    school_urns: frozenset[str] = frozenset()
    lead_partner_urn: str | None = None
    lead_partner_ukprn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """What was found for the references of a request; what is missing here is unknown."""

    schools: Mapping[str, School] = field(default_factory=dict)
    lead_partner: LeadPartner | None = None
