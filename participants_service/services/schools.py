"""What lead providers can ask about schools."""

from participants_service.domain.place_listings import SchoolListing
from participants_service.domain.school_standings import SchoolCohort
from participants_service.services.undated_records import UndatedReader
from participants_service.storage import school_lists
from shared.clock import Clock
from shared.database import Pool


class Schools(UndatedReader[SchoolCohort, SchoolListing]):
    """Schools, in one cohort each.

    What is stored once for everybody has an entry in the journal of everybody who sees it, so
    that tags can go by the journal here as well.
    """

    def __init__(self, pool: Pool, clock: Clock) -> None:
        super().__init__(pool, clock, lists=school_lists)
