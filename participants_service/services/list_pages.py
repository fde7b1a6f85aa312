"""What reading lists has in common: where a walk goes on, and the tags of pages and records."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from participants_service.domain.list_cursors import ListCursor
from participants_service.domain.listings import Listing, Page
from participants_service.domain.partnerships import LeadProviderId
from participants_service.storage.list_pages import StoredPage
from participants_service.storage.stored_bodies import StoredBody, ViewVersion
from shared.http.conditional import entity_tag

ListingT = TypeVar("ListingT", bound=Listing)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """Records as JSON with commas between them; `next` is None on the last page."""

    bodies: bytes
    tag: str
    next: ListCursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRecord:
    """A record as JSON, and the tag of that."""

    body: bytes
    tag: str


def page_tag(
    listing: Listing, *, lead_provider_id: LeadProviderId, position: int, today: date
) -> str:
    """Return the tag of a page as it is while the provider's journal ends at a position.

    Nothing that a lead provider sees changes without an entry there, except at midnight.
    """
    return entity_tag(lead_provider_id, position, today, listing)


def version_tag(version: ViewVersion) -> str:
    """Return the tag of a version of a record."""
    return entity_tag(version.digest, version.updated_at)


def seen_record(stored: StoredBody) -> SeenRecord:
    """Return a record with its tag."""
    return SeenRecord(body=stored.body, tag=version_tag(stored.version))


def shifted_record(body: bytes) -> SeenRecord:
    """Return a record as of another day, which no version that is stored stands for."""
    return SeenRecord(body=body, tag=entity_tag(body))


async def seen_page(
    listing: ListingT,
    page: StoredPage,
    select: Callable[[ListingT], Awaitable[StoredPage]],
    *,
    tag: str | None,
) -> SeenPage:
    """Return a page with its tag, which is that of its content if there is no other.

    `select` reads a page of the same list, because of whatever has changed during a walk that has
    come to its end: if nothing else is left to show, that comes at once.
    """
    catching_up = listing.catching_up()
    if not page.bodies and catching_up is not None:
        listing, page, catching_up = catching_up, await select(catching_up), None
    following = None
    if page.last is not None:
        following = listing.behind(page.last, newest=page.newest or page.last.moment)
    elif catching_up is not None and await _is_anything_on(catching_up, select):
        following = catching_up.after
    if tag is None:
        tag = entity_tag(page.bodies, str(following))
    return SeenPage(bodies=page.bodies, tag=tag, next=following)


async def _is_anything_on(
    listing: ListingT, select: Callable[[ListingT], Awaitable[StoredPage]]
) -> bool:
    page = await select(replace(listing, page=Page(size=1)))
    return page.bodies != b""
