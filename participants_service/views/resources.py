"""The resources in which lead providers see people, all of them stored and kept in one way."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.transfers import moves_of
from participants_service.domain.unfunded_mentors import (
    lead_providers_to_look_at,
    unfunded_mentor,
    unfunded_mentor_flips_on,
)
from participants_service.domain.visibility import lead_providers_of
from participants_service.storage.participant_views import (
    PARTICIPANT_VIEWS,
    TRANSFER_VIEWS,
    UNFUNDED_MENTOR_VIEWS,
)
from participants_service.storage.view_tables import ViewTable
from participants_service.views.build import build
from participants_service.views.build_transfers import build_transfers
from participants_service.views.drawn import Drawn
from participants_service.views.people import Person
from participants_service.views.render import (
    render,
    render_transfers,
    render_unfunded_mentor,
)


class Resource(Protocol):
    """One way in which lead providers see a person."""

    table: ViewTable

    def lead_providers(self, person: Person) -> Collection[LeadProviderId]:
        """Return everybody who sees something of the person, or did or will by date alone."""

    def draw(self, person: Person, lead_provider_id: LeadProviderId, day: date) -> Drawn:
        """Render what a lead provider sees of the person on a day."""


class Participants:
    """People whom a lead provider trains or has trained."""

    table = PARTICIPANT_VIEWS

    def lead_providers(self, person: Person) -> Collection[LeadProviderId]:
        """Return everybody who ever trained the person in a partnership."""
        return lead_providers_of(person.teacher)

    def draw(self, person: Person, lead_provider_id: LeadProviderId, day: date) -> Drawn:
        """Render the person as a participant."""
        participant = build(person.teacher, lead_provider_id, day, person.facts)
        if participant is None:
            return Drawn(None)
        return Drawn(render(participant, lead_provider_id), participant.flips_on)


class Transfers:
    """Departures from schools, seen by the lead providers of either side."""

    table = TRANSFER_VIEWS

    def lead_providers(self, person: Person) -> Collection[LeadProviderId]:
        """Return the lead providers of either side of any move."""
        return {one for move in moves_of(person.teacher) for one in move.lead_providers}

    def draw(self, person: Person, lead_provider_id: LeadProviderId, day: date) -> Drawn:
        """Render the person's moves that concern a lead provider."""
        seen = build_transfers(person.teacher, lead_provider_id, day, person.facts)
        if seen is None:
            return Drawn(None)
        return Drawn(render_transfers(seen, lead_provider_id), seen.flips_on)


class UnfundedMentors:
    """Mentors of a lead provider's ECTs whom it does not train itself."""

    table = UNFUNDED_MENTOR_VIEWS

    def lead_providers(self, person: Person) -> Collection[LeadProviderId]:
        """Return the lead providers of all mentees but those who train the mentor."""
        return lead_providers_to_look_at(person.teacher, person.assignments)

    def draw(self, person: Person, lead_provider_id: LeadProviderId, day: date) -> Drawn:
        """Render the person as an unfunded mentor."""
        whose = (person.teacher, person.assignments, lead_provider_id, day)
        mentor, flips_on = unfunded_mentor(*whose), unfunded_mentor_flips_on(*whose)
        if mentor is None:
            return Drawn(None, flips_on)
        return Drawn(render_unfunded_mentor(mentor, lead_provider_id, flips_on=flips_on), flips_on)


PARTICIPANTS = Participants()
TRANSFERS = Transfers()
UNFUNDED_MENTORS = UnfundedMentors()
RESOURCES: tuple[Resource, ...] = (PARTICIPANTS, TRANSFERS, UNFUNDED_MENTORS)
