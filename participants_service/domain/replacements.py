"""Mentors who take over from somebody whose training was paid for have a schedule of their own."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, TypeAlias

from participants_service.domain.periods import contains
from participants_service.domain.teachers import Mentorship, ParticipantId, Teacher

# For each mentor the days that their lead providers declared; what was voided is left out.
DeclaredDays: TypeAlias = Mapping[ParticipantId, Collection[date]]

NOTHING_DECLARED: Final[DeclaredDays] = {}


def takes_over(ect: Teacher, mentorship: Mentorship, declared_days: DeclaredDays) -> bool:
    """Return whether an earlier mentor of the ECT was declared while looking after them."""
    return any(
        contains(earlier, day)
        for earlier in ect.mentorships
        if earlier.mentor_id != mentorship.mentor_id and earlier.started_on < mentorship.started_on
        for day in declared_days.get(earlier.mentor_id, ())
    )
