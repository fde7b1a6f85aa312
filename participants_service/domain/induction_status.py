"""The induction of an ECT, summed up over all the appropriate bodies that recorded a part of it."""

from dataclasses import dataclass
from datetime import date

from participants_service.domain.teachers import Teacher


@dataclass(frozen=True, slots=True, kw_only=True)
class InductionStatus:
    """When an induction began and ended; it is completed when `ended_on` is known."""

    started_on: date | None
    ended_on: date | None
    latest_period_ended_on: date | None


def induction_status(teacher: Teacher) -> InductionStatus:
    """Sum up the inductions of a person.

    What appropriate bodies recorded goes before the national record. A pass and a fail both
    complete an induction. A last period that ended without either means that it was broken off.
    """
    if not teacher.inductions:
        return InductionStatus(
            started_on=teacher.national_induction_started_on,
            ended_on=teacher.national_induction_completed_on,
            latest_period_ended_on=None,
        )
    with_outcome = [period for period in teacher.inductions if period.outcome is not None]
    return InductionStatus(
        started_on=min(period.started_on for period in teacher.inductions),
        ended_on=(
            with_outcome[0].finished_on if with_outcome else teacher.national_induction_completed_on
        ),
        latest_period_ended_on=max(
            teacher.inductions, key=lambda period: (period.started_on, period.id)
        ).finished_on,
    )
