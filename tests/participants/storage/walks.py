"""Following the pages of a stored list by its cursors."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from participants_service.domain.list_cursors import read_cursor
from participants_service.domain.listings import Listing, Page
from participants_service.storage.list_pages import StoredPage

ListingT = TypeVar("ListingT", bound=Listing)


async def walked(
    listing: ListingT, select: Callable[[ListingT], Awaitable[StoredPage]]
) -> list[bytes]:
    """Return the bodies of a page and of all that come behind it."""
    bodies = []
    while True:
        page = await select(listing)
        bodies.append(page.bodies)
        if page.last is None:
            return bodies
        cursor = listing.behind(page.last, newest=page.newest or page.last.moment)
        listing = replace(
            listing, page=Page(size=listing.page.size), after=read_cursor(str(cursor))
        )
        assert listing.can_go_on
