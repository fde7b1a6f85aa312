"""Which partnerships and schools may be seen otherwise because of what happened to people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from participants_service.domain.cohorts import Cohort, CohortYear, cohort_on
from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    PartnershipId,
)
from participants_service.domain.school_standings import (
    Gain,
    InductionProgrammeChoice,
    SchoolCohort,
)
from participants_service.domain.schools import SchoolId
from participants_service.domain.teachers import (
    Programme,
    Role,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
    TrainingPeriodId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedPlaces:
    """What may be seen otherwise; whether it is, comparing views will tell.

    Of `standings`, only what people and partnerships make of a school may be different; where that
    can only be a gain, it is known which. `schools` may be different in every cohort, and in
    `cohorts` every school may be.
    """

    partnerships: frozenset[PartnershipId] = frozenset()
    standings: Mapping[SchoolCohort, Gain | None] = field(default_factory=dict)
    schools: frozenset[SchoolId] = frozenset()
    cohorts: frozenset[CohortYear] = frozenset()
    delivery_partners: frozenset[DeliveryPartnerId] = frozenset()
    renamed_delivery_partners: frozenset[DeliveryPartnerId] = frozenset()

    def __or__(self, other: "TouchedPlaces") -> "TouchedPlaces":
        standings = dict(self.standings)
        _merge(standings, other.standings.items())
        return TouchedPlaces(
            partnerships=self.partnerships | other.partnerships,
            standings=standings,
            schools=self.schools | other.schools,
            cohorts=self.cohorts | other.cohorts,
            delivery_partners=self.delivery_partners | other.delivery_partners,
            renamed_delivery_partners=(
                self.renamed_delivery_partners | other.renamed_delivery_partners
            ),
        )

    def __bool__(self) -> bool:
        return bool(
            self.partnerships
            or self.standings
            or self.schools
            or self.cohorts
            or self.delivery_partners
            or self.renamed_delivery_partners
        )


NOTHING = TouchedPlaces()


class _Counted(NamedTuple):
    """All of a training period that its partnership's number depends on."""

    partnership_id: PartnershipId
    training_id: TrainingPeriodId
    started_on: date
    finished_on: date | None


class _Told(NamedTuple):
    """All of a training period that the school's standing depends on."""

    school_id: SchoolId
    stay_id: SchoolPeriodId
    role: Role
    programme: Programme
    cohort: CohortYear | None
    lead_provider_ids: frozenset[LeadProviderId]


def touched_by_people(
    changes: Iterable[tuple[Teacher | None, Teacher | None]],
    cohorts: Mapping[CohortYear, Cohort],
) -> TouchedPlaces:
    """Return what changes of people touch; None is somebody who is not there yet, or no more.

    What happens to one training of a stay touches the school in the cohorts of all of them.
    """
    partnerships: set[PartnershipId] = set()
    standings: dict[SchoolCohort, Gain | None] = {}
    for before, after in changes:
        if before is not None and after is not None and _is_as_before(before, after):
            continue
        counted = set(_counted(before)) ^ set(_counted(after))
        partnerships.update(one.partnership_id for one in counted)
        old, new = set(_told(before, cohorts)), set(_told(after, cohorts))
        for stay_id in {one.stay_id for one in old ^ new}:
            _merge(
                standings,
                _touched_by_stay(
                    {one for one in old if one.stay_id == stay_id},
                    {one for one in new if one.stay_id == stay_id},
                ),
            )
    return TouchedPlaces(partnerships=frozenset(partnerships), standings=standings)


def _touched_by_stay(
    old: set[_Told], new: set[_Told]
) -> Iterator[tuple[SchoolCohort, Gain | None]]:
    only_gained = old <= new
    is_led = any(one.programme is Programme.PROVIDER_LED for one in new)
    choice = (
        InductionProgrammeChoice.PROVIDER_LED if is_led else InductionProgrammeChoice.SCHOOL_LED
    )
    for one in old | new:
        if one.cohort is not None:
            gain = Gain(choice=choice, interested_in=one.lead_provider_ids)
            yield SchoolCohort(one.school_id, one.cohort), gain if only_gained else None


def _merge(
    standings: dict[SchoolCohort, Gain | None],
    others: Iterable[tuple[SchoolCohort, Gain | None]],
) -> None:
    """Add what may have changed; what is more than a gain stays so."""
    for school, gain in others:
        before = standings.get(school, gain)
        standings[school] = None if gain is None or before is None else before | gain


def _is_as_before(before: Teacher, after: Teacher) -> bool:
    return (
        before.training_periods is after.training_periods
        and before.school_periods is after.school_periods
    )


def _counted(teacher: Teacher | None) -> Iterator[_Counted]:
    for training in () if teacher is None else teacher.training_periods:
        if training.partnership is not None:
            yield _Counted(
                training.partnership.id, training.id, training.started_on, training.finished_on
            )


def _told(teacher: Teacher | None, cohorts: Mapping[CohortYear, Cohort]) -> Iterator[_Told]:
    if teacher is None:
        return
    schools = {stay.id: stay.school.id for stay in teacher.school_periods}
    for training in teacher.training_periods:
        named_by = (training.partnership, training.expression_of_interest)
        yield _Told(
            schools[training.school_period_id],
            training.school_period_id,
            training.role,
            training.programme,
            _cohort(training, cohorts),
            frozenset(one.lead_provider_id for one in named_by if one is not None),
        )


def _cohort(training: TrainingPeriod, cohorts: Mapping[CohortYear, Cohort]) -> CohortYear | None:
    if training.programme is Programme.PROVIDER_LED:
        return training.cohort
    cohort = cohort_on(training.started_on, cohorts.values())
    return None if cohort is None else cohort.year
