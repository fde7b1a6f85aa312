"""Somebody should never have been registered at a school."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from participants_service.domain.errors import NotAllowedNowError
from participants_service.domain.periods import Cuttable, ended_by
from participants_service.domain.stays import mentored_from, within_stays
from participants_service.domain.teachers import SchoolPeriod, Teacher


def undo_registration(
    teacher: Teacher,
    stay: SchoolPeriod,
    *,
    mentees: Sequence[Teacher],
    has_billable_declarations: bool,
    today: date,
) -> tuple[Teacher, ...]:
    """Return the person as if they had never been at the school, then all the mentees.

    Training and mentorships go with the stay. Of somebody of whom nothing else is known, no name
    and no TRN is kept either. Once training there was billed or refunded, all of that stays on
    record and no more can be done than to end it today; a stay that has not begun then lasts for
    its first day.
    """
    if has_billable_declarations:
        return _ended(teacher, stay, mentees, max(today, stay.started_on))

    def undone(period: Cuttable) -> Cuttable | None:
        return None

    person = within_stays(teacher, {stay.id}, undone)
    return _forgotten(person), *mentored_from(mentees, {stay.id}, undone)


def _ended(
    teacher: Teacher, stay: SchoolPeriod, mentees: Sequence[Teacher], last_day: date
) -> tuple[Teacher, ...]:
    if stay.finished_on is not None and stay.finished_on <= last_day:
        raise NotAllowedNowError("school_urn", "The stay is over, and its training was billed.")

    def end(period: Cuttable) -> Cuttable | None:
        return ended_by(period, last_day)

    return within_stays(teacher, {stay.id}, end), *mentored_from(mentees, {stay.id}, end)


def _forgotten(teacher: Teacher) -> Teacher:
    if teacher.school_periods or teacher.inductions:
        return teacher
    return replace(teacher, trn=None, first_name=None, last_name=None, corrected_name=None)
