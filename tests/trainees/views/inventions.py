"""What is said of trainees and of the registers, at random: valid for the most part."""

from collections.abc import Mapping
from random import Random
from typing import Any

from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.registry import (
    KINGSMERE,
    SALTBURN,
    WEXMOOR,
    lead_partner_put,
    provider_put,
    school_put,
)

URNS = ("901001", "901002", "901003")
NAMES = ("Fenbrook Academy", "Heron Lake School", "Queen's Park")

# Members of a correction with what they may say; the last value of some is refused.
CORRECTIONS: Mapping[str, tuple[object, ...]] = {
    "first_names": ("Tamsin", "Zoë", " "),
    "last_name": ("Okonedo", "Ørsted", "李", "x" * 61),
    "email": ("t@post.example", "z@post.example", "nowhere"),
    "nationality": ("GB", "IM", "FR", "", None),
    "ethnicity": ("103", "997", "998", None),
    "disability1": ("58", "95", None, ""),
    "disability2": ("57", "58", None),
    "training_route": ("11", "12", ""),
    "itt_start_date": ("2026-09-01", "2026-09-08", "2026-12-01"),
    "trainee_start_date": ("2026-09-01", "2025-10-01", "", "2026-12-24"),
    "course_age_range": ("13914", "13918"),
    "course_subject_two": ("100346", "100366", "", None),
    "course_year": ("1", "2", 2, ""),
    "funding_method": ("7", "D", "E", "zz"),
    "training_initiative": ("009", "", None),
    "lead_partner_urn": (*URNS, "", None),
    "lead_partner_ukprn": ("10990051", "10990059", None),
    "employing_school_urn": (*URNS, None),
    "application_id": (1, 2, "", 2**40),
}


class Inventions:
    """Makes what is sent."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def correction(self) -> dict[str, object]:
        """Make a correction of one to three members."""
        names = self._rng.sample(list(CORRECTIONS), k=self._rng.randrange(1, 4))
        return {name: self._rng.choice(CORRECTIONS[name]) for name in names}

    def part_of(self, record: Mapping[str, object]) -> dict[str, object]:
        """Take some members of a record."""
        names = self._rng.sample(list(record), k=self._rng.randrange(1, len(record) + 1))
        return {name: record[name] for name in names}

    def somebody(self) -> dict[str, object]:
        """Make a registration; there are few names, so that some are duplicates."""
        rng = self._rng
        letter = rng.choice("abcdefgh")
        return make_data(
            first_names=f"T{letter}",
            email=f"{letter}@post.example",
            last_name=rng.choice(("Okonedo", "Ørsted", "李")),
            itt_end_date=rng.choice(("2027-07-09", "2027-07-09", "2040-07-09")),
            disability1=rng.choice((None, "51", "95")),
            lead_partner_urn=rng.choice((None, *URNS)),
            employing_school_urn=rng.choice((None, *URNS)),
            placements_attributes=[self.placement() for _ in range(rng.randrange(3))],
            degrees_attributes=[self.degree() for _ in range(rng.randrange(1, 3))],
        )

    def placement(self) -> dict[str, object]:
        """Make a placement at a school of the register, or elsewhere."""
        return {
            "urn": self._rng.choice((*URNS, "900010", None)),
            "name": self._rng.choice(NAMES),
            "postcode": self._rng.choice((None, "", "AA9 9ZZ")),
        }

    def degree(self) -> dict[str, object]:
        """Make a degree, of the United Kingdom or not."""
        year = self._rng.randrange(2015, 2024)
        if self._rng.random() < 0.3:
            country = self._rng.choice(("FR", "DE", "XF"))
            return {
                "non_uk_degree": "051",
                "subject": "100403",
                "country": country,
                "graduation_year": year,
            }
        return make_degree(graduation_year=year, grade=self._rng.choice(("01", "02", "09")))

    def school(self) -> dict[str, Any]:
        """Make a report on a school."""
        return school_put(
            self._rng.choice(URNS),
            name=self._rng.choice(NAMES),
            town=self._rng.choice((None, "Fenbrook")),
            lead_partner=self._rng.random() < 0.5,
            open=self._rng.random() < 0.5,
        )

    def lead_partner(self) -> dict[str, Any]:
        """Make a report on a lead partner, which may be one of the schools."""
        return lead_partner_put(
            KINGSMERE,
            urn=self._rng.choice((None, "901002", "901003")),
            ukprn=self._rng.choice(("10990051", "10990059")),
        )

    def provider(self) -> dict[str, Any]:
        """Make a report on one of the two providers."""
        return provider_put(
            self._rng.choice((WEXMOOR, SALTBURN)),
            ukprn=self._rng.choice(("10990001", "10990002")),
        )
