"""Changes of placements: what was sent, laid over what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from trainees_service.domain.placements import Placement, PlacementDraft
from trainees_service.domain.registers import SPECIAL_URNS, School

_MEMBERS = ("urn", "name", "postcode")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementChange:
    """A change of a placement; a null says nothing, a blank clears."""

    stored: Placement
    sent: frozenset[str]
    merged: PlacementDraft

    @classmethod
    def read(cls, data: Mapping[str, object], *, placement: Placement) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        sent = {name: data[name] for name in _MEMBERS if data.get(name) is not None}
        merged = PlacementDraft.read({**_texts_left(placement, sent), **sent})
        return cls(stored=placement, sent=frozenset(sent), merged=merged)

    @property
    def school_urn(self) -> str | None:
        """The URN to look up in the school register: a placement is linked only when one comes."""
        return self.merged.school_urn if "urn" in self.sent else None

    def problems(self, schools: Mapping[str, School]) -> tuple[str, ...]:
        """Return what is wrong with what was sent; nothing sent is nothing wrong."""
        if not self.sent:
            return ()
        # The postcode of a school stays with the placement in whatever form the register has it.
        judged = self.merged if "postcode" in self.sent else replace(self.merged, postcode=None)
        return tuple(judged.problems(self._linkable(schools)))

    def changed(self, *, schools: Mapping[str, School], at: datetime) -> Placement:
        """Return the placement of a change without problems, itself if nothing changed."""
        stored = self.stored
        if not self.sent:
            return stored
        placement = self.merged.placement(
            stored.placement_id, schools=self._linkable(schools), at=stored.created_at
        )
        if replace(placement, updated_at=stored.updated_at) == stored:
            return stored
        return replace(placement, updated_at=at)

    def _linkable(self, schools: Mapping[str, School]) -> Mapping[str, School]:
        return schools if "urn" in self.sent else {}


def _texts_left(placement: Placement, sent: Mapping[str, object]) -> Mapping[str, object]:
    """Return what stays where nothing is sent: the texts that the placement showed until now.

    Under a URN that stands for no school, what came with a school or an earlier such URN goes.
    """
    texts = {"urn": placement.urn, "name": placement.name, "postcode": placement.postcode}
    urn = sent.get("urn")
    if not isinstance(urn, str) or urn not in SPECIAL_URNS:
        return texts
    if placement.school is not None:
        return {}
    if placement.own_name == SPECIAL_URNS.get(placement.own_urn or ""):
        del texts["name"]
    return texts
