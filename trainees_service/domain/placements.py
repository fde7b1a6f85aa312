"""Placements of a trainee in schools: the record, and what a request may say about one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from trainees_service.domain.identifiers import PlacementId
from trainees_service.domain.messages import text_problems
from trainees_service.domain.postcodes import is_postcode
from trainees_service.domain.registers import SPECIAL_URNS, School
from trainees_service.domain.sent import (
    Code,
    Text,
    is_blank,
    optional,
    read_code,
    read_text,
)

_URN = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A placement: linked to a school of the register, or described by its own texts.

    A linked placement keeps no texts of its own, so that it always answers the school's.
    """

    placement_id: PlacementId
    school: School | None = None
    own_urn: str | None = None
    own_name: str | None = None
    own_postcode: str | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def urn(self) -> str | None:
        """The school's URN, else the one sent."""
        return self.own_urn if self.school is None else self.school.urn

    @property
    def name(self) -> str | None:
        """The school's name, else the one sent or the one its special URN stands for."""
        return self.own_name if self.school is None else self.school.name

    @property
    def postcode(self) -> str | None:
        """The school's postcode, else the one sent."""
        return self.own_postcode if self.school is None else self.school.postcode

    @property
    def address(self) -> str | None:
        """URN, town and postcode in one line, as far as they are known."""
        urn = f"URN {self.urn}" if self.urn else None
        town = self.school.town if self.school else None
        return ", ".join(part for part in (urn, town, self.postcode) if part) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementDraft:
    """A placement as sent."""

    urn: Code = None
    name: Text = None
    postcode: Text = None

    @classmethod
    def read(cls, sent: Mapping[str, object]) -> Self:
        """Read a placement from its JSON object."""
        return cls(
            urn=read_code(sent.get("urn")),
            name=read_text(sent.get("name")),
            postcode=read_text(sent.get("postcode")),
        )

    @property
    def school_urn(self) -> str | None:
        """The URN to look up in the school register, if one was sent in the right form."""
        return self.urn if isinstance(self.urn, str) and _URN.fullmatch(self.urn) else None

    def problems(self, schools: Mapping[str, School]) -> Iterator[str]:
        """Say what is wrong; the texts of a placement in a known school are not looked at."""
        urn = self.school_urn
        if self.urn is not None and urn is None:
            yield "Urn is invalid"
        if urn in schools:
            return
        if is_blank(self.name) and urn not in SPECIAL_URNS:
            yield "Name can't be blank"
        yield from text_problems("Name", self.name)
        if not is_blank(self.postcode) and not is_postcode(self.postcode):
            yield "Postcode Enter a valid postcode (for example, BN1 1AA)"

    def placement(
        self,
        placement_id: PlacementId,
        *,
        schools: Mapping[str, School],
        at: datetime,
    ) -> Placement:
        """Return the placement to be stored, of a draft without problems."""
        urn = self.school_urn
        school = None if urn is None else schools.get(urn)
        if school is not None:
            return Placement(placement_id=placement_id, school=school, created_at=at, updated_at=at)
        forced = None if urn is None else SPECIAL_URNS.get(urn)
        return Placement(
            placement_id=placement_id,
            own_urn=urn,
            own_name=forced if is_blank(self.name) else optional(self.name),
            own_postcode=None if is_blank(self.postcode) else optional(self.postcode),
            created_at=at,
            updated_at=at,
        )
