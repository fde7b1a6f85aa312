"""What a lead provider sees of something on a day, and until when that is so."""

from dataclasses import dataclass
from datetime import date

from shared.views import ViewDraft


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a lead provider sees on a day, if anything, and when that is next different by itself.

    What is not seen on that day can come into being by date alone.
    """

    draft: ViewDraft | None
    flips_on: date | None = None
