"""Entries of the registers as the registry feed puts them."""

from dataclasses import dataclass

from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.registers import School


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A training provider; tokens belong to one."""

    provider_id: ProviderId
    name: str
    ukprn: str
    code: str | None = None
    accredited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolEntry:
    """A school with what the register says of it beyond where it is."""

    school: School
    lead_partner: bool = False
    open: bool

    @property
    def urn(self) -> str:
        """The number that identifies the school."""
        return self.school.urn
