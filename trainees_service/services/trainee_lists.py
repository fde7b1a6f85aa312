"""Lists of trainees, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.clock import Clock
from shared.database import Connection
from shared.http.conditional import entity_tag
from shared.views.journal import select_head
from shared.views.reads import Reads
from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.list_cursors import ListCursor
from trainees_service.domain.list_queries import ListQuery
from trainees_service.domain.list_statuses import listed_states
from trainees_service.domain.paging import PageMeta
from trainees_service.domain.query_problems import InvalidQueryError
from trainees_service.services.errors import NoTraineesFoundError, RefusedQueryError
from trainees_service.storage.trainee_lists import StoredPage, select_next_page, select_page


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineePage:
    """Trainees as JSON with commas between them; `next` is None on the last page."""

    bodies: bytes
    meta: PageMeta
    next: ListCursor | None


class TraineeLists:
    """Reads pages from the stored views."""

    def __init__(self, reads: Reads, clock: Clock) -> None:
        self._reads = reads
        self._clock = clock

    def read(self, parameters: Iterable[tuple[str, str]]) -> ListQuery:
        """Read the parameters of a query string, or raise RefusedQueryError."""
        try:
            return ListQuery.read(parameters, today=self._clock.today())
        except InvalidQueryError as error:
            raise RefusedQueryError(error) from error

    async def tag(self, query: ListQuery, *, provider_id: ProviderId) -> str:
        """Return the tag of the page, without looking at any trainee.

        Nothing that a provider sees changes without an entry in its journal. Only what a status
        means changes by itself, at midnight. Ask for the tag before you ask for the page: then it
        may be that of an older page, which does no harm, but never that of a newer one.
        """
        async with self._reads.primary() as conn:
            head = await select_head(conn, provider_id)
        return entity_tag(provider_id, head, self._clock.today(), query)

    async def page(self, query: ListQuery, *, provider_id: ProviderId) -> TraineePage:
        """Return a page of the list, or raise NoTraineesFoundError or RefusedQueryError."""
        try:
            page = await self._reads.page(
                provider_id, lambda conn: self._select(conn, query, provider_id)
            )
        except InvalidQueryError as error:
            raise RefusedQueryError(error) from error
        if page is None:
            raise NoTraineesFoundError
        return TraineePage(
            bodies=page.bodies,
            meta=query.page.meta(total_count=page.walk.total_count),
            next=None if page.last is None else query.cursor_behind(page.last, walk=page.walk),
        )

    async def _select(
        self, conn: Connection, query: ListQuery, provider_id: ProviderId
    ) -> StoredPage | None:
        states = (
            listed_states(query.statuses, today=self._clock.today()) if query.statuses else None
        )
        if query.after is None:
            return await select_page(conn, query, provider_id=provider_id, states=states)
        return await select_next_page(
            conn, query, query.after, provider_id=provider_id, states=states
        )
