"""Where a school stands in a cohort: with whom it partners, how it trains, who may know of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schools import SchoolId


class SchoolCohort(NamedTuple):
    """A school in a cohort."""

    school_id: SchoolId
    cohort: CohortYear


class InductionProgrammeChoice(StrEnum):
    """How a school trains its people of a cohort, as far as registrations tell."""

    PROVIDER_LED = "provider_led"
    SCHOOL_LED = "school_led"
    NOT_YET_KNOWN = "not_yet_known"


# Who comes can only make a school's choice one that stands further down.
_STRENGTHS = (
    InductionProgrammeChoice.NOT_YET_KNOWN,
    InductionProgrammeChoice.SCHOOL_LED,
    InductionProgrammeChoice.PROVIDER_LED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingThere:
    """What training there is at a school in a cohort.

    An ECT's stay counts in a cohort if any training of it does: with a lead provider, named or
    partner, by its cohort; by the school itself, by the day on which it starts.
    """

    mentors: bool = False
    ects: bool = False
    # With provider-led training in the same stay at the school, of whatever cohort.
    led_ects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolStanding:
    """What people and partnerships make of a school in a cohort.

    Interested in is every lead provider that the school named for somebody, or whose partnership
    trains somebody there; how that ended does not matter.
    """

    in_partnership: bool = False
    choice: InductionProgrammeChoice = InductionProgrammeChoice.NOT_YET_KNOWN
    interested_in: frozenset[LeadProviderId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What people who only came, and of whom nobody left, bring a school in a cohort."""

    choice: InductionProgrammeChoice
    interested_in: frozenset[LeadProviderId] = frozenset()

    def __or__(self, other: "Gain") -> "Gain":
        return Gain(
            choice=max(self.choice, other.choice, key=_STRENGTHS.index),
            interested_in=self.interested_in | other.interested_in,
        )

    def is_news_to(self, standing: SchoolStanding) -> bool:
        """Return whether the school stands otherwise than before because of it."""
        return (
            _STRENGTHS.index(self.choice) > _STRENGTHS.index(standing.choice)
            or not self.interested_in <= standing.interested_in
        )


def induction_programme_choice(training: TrainingThere) -> InductionProgrammeChoice:
    """Return how a school trains, of which the first person with a lead provider decides."""
    if training.mentors or training.led_ects:
        return InductionProgrammeChoice.PROVIDER_LED
    if training.ects:
        return InductionProgrammeChoice.SCHOOL_LED
    return InductionProgrammeChoice.NOT_YET_KNOWN


def is_listed(standing: SchoolStanding, *, eligible: bool) -> bool:
    """Return whether lead providers see a school in a cohort: also one that was eligible once."""
    return eligible or standing.in_partnership
