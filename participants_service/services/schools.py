"""What lead providers can ask about schools."""

from participants_service.domain.place_listings import SchoolListing
from participants_service.domain.school_standings import SchoolCohort
from participants_service.services.undated_records import UndatedReader
from participants_service.storage import school_lists
from shared.clock import Clock
from shared.views.reads import Reads


class Schools(UndatedReader[SchoolCohort, SchoolListing]):
    """Schools, in one cohort each.

    What is stored once for everybody has an entry in the journal of everybody who sees it, so
    that tags can go by the journal here as well.
    """

    def __init__(self, reads: Reads, clock: Clock) -> None:
        super().__init__(reads, clock, lists=school_lists)
