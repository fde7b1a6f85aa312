"""The form of UK postcodes."""

import re

from trainees_service.domain.sent import Text

# Area, district and the inward part, with the letters each place can have.
_POSTCODE = re.compile(
    r"\s*(?:GIR\s*0AA"
    r"|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"\s*[0-9][ABD-HJLNP-UW-Z]{2})\s*",
    re.ASCII | re.IGNORECASE,
)


def is_postcode(value: Text) -> bool:
    """Whether `value` has the form of a UK postcode, in either case, blank between or not."""
    return isinstance(value, str) and _POSTCODE.fullmatch(value) is not None
