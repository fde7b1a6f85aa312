"""What can be measured, by the names of the command line."""

from enum import StrEnum


class Key(StrEnum):
    """One measure each."""

    ONE_PARTICIPANT = "one"
    PAGE_OF_100 = "page-100"
    PAGE_OF_3000 = "page-3000"
    UPDATED_SINCE = "updated-since"
    LAST_PARTICIPANTS = "last-page"
    CHANGES = "changes"
    DEFERRAL = "defer"
    PARTNERSHIP = "partnership"
    TICK = "tick"
    ROWS = "rows"
    LIST_OF_50 = "list-50"
    LIST_OF_1000 = "list-1000"
    LAST_TRAINEES = "last-page-trainees"
    REGISTRATION = "post"
    CORRECTION = "put"
    DEGREE = "degree"
    FEED = "feed"


PARTICIPANT_READS = (
    Key.ONE_PARTICIPANT,
    Key.PAGE_OF_100,
    Key.PAGE_OF_3000,
    Key.UPDATED_SINCE,
    Key.LAST_PARTICIPANTS,
    Key.CHANGES,
)
PARTICIPANT_WRITES = (Key.DEFERRAL, Key.PARTNERSHIP, Key.TICK)
PARTICIPANTS = (*PARTICIPANT_READS, *PARTICIPANT_WRITES, Key.ROWS)
TRAINEE_LISTS = (Key.LIST_OF_50, Key.LIST_OF_1000, Key.LAST_TRAINEES)
TRAINEES = (*TRAINEE_LISTS, Key.REGISTRATION, Key.CORRECTION, Key.DEGREE)
