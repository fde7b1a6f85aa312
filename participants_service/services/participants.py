"""What lead providers can ask about participants, their transfers and unfunded mentors."""

from participants_service.domain.listings import (
    ParticipantListing,
    TransferListing,
    UnfundedMentorListing,
)
from participants_service.services.participant_views import ViewUpkeep
from participants_service.services.people import PeopleReader
from participants_service.storage.participant_lists import PARTICIPANT_LISTS
from participants_service.storage.people_lists import TRANSFER_LISTS, UNFUNDED_MENTOR_LISTS
from participants_service.views.resources import PARTICIPANTS, TRANSFERS, UNFUNDED_MENTORS
from shared.clock import Clock
from shared.views.reads import Reads


class Participants(PeopleReader[ParticipantListing]):
    """People whom the lead provider trains or has trained."""

    def __init__(self, reads: Reads, clock: Clock, upkeep: ViewUpkeep) -> None:
        super().__init__(reads, clock, upkeep, resource=PARTICIPANTS, lists=PARTICIPANT_LISTS)


class Transfers(PeopleReader[TransferListing]):
    """Their moves between schools, and those of people who come from or go to others."""

    def __init__(self, reads: Reads, clock: Clock, upkeep: ViewUpkeep) -> None:
        super().__init__(reads, clock, upkeep, resource=TRANSFERS, lists=TRANSFER_LISTS)


class UnfundedMentors(PeopleReader[UnfundedMentorListing]):
    """Mentors of its ECTs whom the lead provider does not train."""

    def __init__(self, reads: Reads, clock: Clock, upkeep: ViewUpkeep) -> None:
        super().__init__(
            reads, clock, upkeep, resource=UNFUNDED_MENTORS, lists=UNFUNDED_MENTOR_LISTS
        )
