"""Schools, as far as training needs to know them."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

SchoolId = NewType("SchoolId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school and the unique reference number (URN) by which everybody calls it."""

    id: SchoolId
    urn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDetails:
    """What lead providers may learn of a school itself."""

    school: School
    name: str
    eligible: bool
    induction_tutor_name: str | None = None
    induction_tutor_email: str | None = None
    primary_contact_email: str | None = None
    secondary_contact_email: str | None = None

    @property
    def contact_email(self) -> str | None:
        """Where the school is written to: its induction tutor, or else a contact of the school."""
        return (
            self.induction_tutor_email or self.primary_contact_email or self.secondary_contact_email
        )
