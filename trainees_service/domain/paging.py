"""Pages of a list by number: how many records, and which."""

from dataclasses import dataclass
from typing import Final

from trainees_service.domain.sent import read_large_number

DEFAULT_SIZE: Final = 50
LARGEST_SIZE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """What a list says about itself; members as responses name them."""

    current_page: int
    total_pages: int
    total_count: int
    per_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, counted from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many records come before it."""
        return (self.number - 1) * self.size

    def meta(self, *, total_count: int) -> PageMeta:
        """Return what the page says about a list of so many records."""
        return PageMeta(
            current_page=self.number,
            total_pages=-(-total_count // self.size),
            total_count=total_count,
            per_page=self.size,
        )


def read_page(number: str | None, size: str | None) -> Page:
    """Read a page; whatever is not a number from 1 up is the default, too many are cut."""
    return Page(
        number=_positive(number) or 1,
        size=min(_positive(size) or DEFAULT_SIZE, LARGEST_SIZE),
    )


def _positive(text: str | None) -> int | None:
    number = read_large_number(text)
    return number if isinstance(number, int) and number > 0 else None
