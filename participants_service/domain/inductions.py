"""What appropriate bodies record: inductions, and how they end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from participants_service.domain.eligibility_moments import with_ect_eligibility
from participants_service.domain.errors import (
    DomainError,
    InvalidMemberError,
    NotAllowedNowError,
    OverlapError,
    refuse_if_any,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.periods import Cuttable, by_start, ended_by, overlap
from participants_service.domain.stays import stays, within_stays
from participants_service.domain.teachers import InductionId, InductionPeriod, Role, Teacher


def put_induction(teacher: Teacher, induction: InductionPeriod, occasion: Occasion) -> Teacher:
    """Return the person with an induction that is new, or in the place of what was known of it.

    With an outcome, everything that the ECT still does at a school ends on the day it is recorded.
    """
    others = tuple(other for other in teacher.inductions if other.id != induction.id)
    before = next((one for one in teacher.inductions if one.id == induction.id), None)
    refuse_if_any([*_errors(induction, others, occasion.today)])
    inductions = sorted((*others, induction), key=by_start)
    recorded = with_ect_eligibility(replace(teacher, inductions=tuple(inductions)), occasion)
    if induction.outcome is None or (before is not None and before.outcome is not None):
        return recorded
    return _finished(recorded, occasion.today)


def remove_induction(teacher: Teacher, induction_id: InductionId) -> Teacher:
    """Return the person without an induction; nothing that it ended goes on because of that."""
    return replace(
        teacher, inductions=tuple(one for one in teacher.inductions if one.id != induction_id)
    )


def _errors(
    induction: InductionPeriod, others: tuple[InductionPeriod, ...], today: date
) -> Iterator[DomainError]:
    if induction.started_on > today:
        yield NotAllowedNowError("started_on", "An induction is recorded once it has begun.")
    if induction.finished_on is not None and induction.finished_on > today:
        yield NotAllowedNowError("finished_on", "An end is recorded once it is reached.")
    if induction.finished_on is not None and induction.finished_on < induction.started_on:
        yield InvalidMemberError("finished_on", "The induction would end before it starts.")
    elif any(overlap(induction, other) for other in others):
        yield OverlapError("started_on", "Another induction covers some of these days.")
    if induction.outcome is not None:
        if induction.finished_on is None:
            yield NotAllowedNowError("outcome", "A running induction has no outcome.")
        if any(other.outcome is not None for other in others):
            yield NotAllowedNowError("outcome", "Another induction has an outcome.")


def _finished(teacher: Teacher, today: date) -> Teacher:
    """End what is open and drop what has not begun; an end that is set already is kept.

    Only what would outlast a stay that ends today ends with it, whatever end it had.
    """

    def not_begun(period: Cuttable) -> Cuttable | None:
        return None if period.started_on > today else period

    def end(period: Cuttable) -> Cuttable | None:
        return ended_by(period, today)

    ect_stays = stays(teacher, Role.ECT)
    open_ones = {stay.id for stay in ect_stays if stay.finished_on is None}
    ended = {stay.id for stay in ect_stays} - open_ones
    return within_stays(within_stays(teacher, ended, not_begun), open_ones, end)
