"""Which mentors the lead providers of an ECT are shown, and on which days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from participants_service.domain.calendar import ONE_DAY, day_after
from participants_service.domain.mentors import mentorship_shown
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Role, SchoolPeriodId, Teacher
from participants_service.domain.visibility import latest_training, lead_providers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A mentor as one lead provider of an ECT is shown them, from a first to a last day.

    Days at either end of the calendar stand for no beginning and no end. A mentor is shown before
    the mentorship starts if nobody else comes before, so the first day may be earlier than that.
    """

    ect_id: ParticipantId
    lead_provider_id: LeadProviderId
    mentor_id: ParticipantId
    mentor_school_period_id: SchoolPeriodId
    shown_from: date
    shown_until: date

    def is_shown_on(self, day: date) -> bool:
        """Return whether the mentor is shown on a day."""
        return self.shown_from <= day <= self.shown_until


def assignments_of(ect: Teacher) -> frozenset[Assignment]:
    """Return all mentors that any lead provider of an ECT is, was or will be shown.

    A lead provider is shown the mentors of the stay that its latest training of the ECT belongs
    to.
    """
    if not ect.mentorships:
        return frozenset()
    return frozenset(
        assignment
        for lead_provider_id in lead_providers_of(ect)
        for assignment in _shown_to(lead_provider_id, ect)
    )


def reassigned(
    before: Mapping[ParticipantId, Teacher], after: Iterable[Teacher]
) -> set[ParticipantId]:
    """Return the mentors whom changes to these people put in another place."""
    mentors: set[ParticipantId] = set()
    for ect in after:
        earlier = before.get(ect.id)
        assigned = frozenset() if earlier is None else assignments_of(earlier)
        mentors.update(one.mentor_id for one in assigned ^ assignments_of(ect))
    return mentors


def _shown_to(lead_provider_id: LeadProviderId, ect: Teacher) -> Iterator[Assignment]:
    training = latest_training(ect, lead_provider_id, Role.ECT)
    if training is None:
        return
    stay_id = training.school_period_id
    first_days = _turns(ect, stay_id)
    last_days = [*(day - ONE_DAY for day in first_days[1:]), date.max]
    for first, last in zip(first_days, last_days, strict=True):
        mentorship = mentorship_shown(ect, stay_id, today=first)
        if mentorship is not None:
            yield Assignment(
                ect_id=ect.id,
                lead_provider_id=lead_provider_id,
                mentor_id=mentorship.mentor_id,
                mentor_school_period_id=mentorship.mentor_school_period_id,
                shown_from=first,
                shown_until=last,
            )


def _turns(ect: Teacher, stay_id: SchoolPeriodId) -> list[date]:
    """Return all days that can bring another mentor or none: those after mentorships, in order."""
    after = {
        day_after(mentorship.finished_on)
        for mentorship in ect.mentorships
        if mentorship.ect_school_period_id == stay_id and mentorship.finished_on is not None
    }
    return sorted({date.min, *(day for day in after if day is not None)})
