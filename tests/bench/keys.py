"""What can be measured, by the names of the command line."""

from enum import StrEnum


class Key(StrEnum):
    """One measure each."""

    ONE_PARTICIPANT = "one"
    PAGE_OF_100 = "page-100"
    PAGE_OF_3000 = "page-3000"
    LIST_OF_50 = "list-50"
    LIST_OF_1000 = "list-1000"
    REGISTRATION = "post"
    CORRECTION = "put"
    DEGREE = "degree"
    FEED = "feed"


PARTICIPANTS = (Key.ONE_PARTICIPANT, Key.PAGE_OF_100, Key.PAGE_OF_3000)
TRAINEE_LISTS = (Key.LIST_OF_50, Key.LIST_OF_1000)
TRAINEES = (*TRAINEE_LISTS, Key.REGISTRATION, Key.CORRECTION, Key.DEGREE)
