"""Writing views: only what differs is written, and only then is it a change."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from shared.clock import Clock
from shared.database import Connection
from shared.metrics import Metrics
from shared.views.drafts import (
    Gone,
    Op,
    PublishedView,
    StoredDigest,
    ViewDraft,
    ViewKey,
)
from shared.views.journal import Entry, Journal


class ViewStore(Protocol):
    """The table of one resource's views."""

    resource: str

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> Mapping[ViewKey, StoredDigest]:
        """Return what is stored for these keys."""

    async def upsert(self, conn: Connection, views: Sequence[PublishedView]) -> None:
        """Write views, new or changed."""

    async def update_flips(self, conn: Connection, drafts: Sequence[ViewDraft]) -> None:
        """Note a new day of change for views whose body stays as it is."""

    async def delete(self, conn: Connection, keys: Collection[ViewKey]) -> Collection[ViewKey]:
        """Remove views and return the keys of those that were there."""


class _News(NamedTuple):
    """A draft that differs from what is stored, and when that had been written."""

    draft: ViewDraft
    digest: bytes
    previously_changed_at: datetime | None


class Publisher:
    """Compares drafts with what is stored and publishes the differences.

    The caller holds the canonical rows that the drafts were built from, which is what keeps two
    publishers from comparing the same view at once. The providers' journals are locked as late as
    possible and only where there is something to write.
    """

    def __init__(
        self, clock: Clock, metrics: Metrics, render_moment: Callable[[datetime], str]
    ) -> None:
        self._clock = clock
        self._metrics = metrics
        self._render_moment = render_moment

    async def publish(
        self,
        conn: Connection,
        store: ViewStore,
        drafts: Sequence[ViewDraft],
        gone: Sequence[Gone] = (),
    ) -> dict[ViewKey, PublishedView]:
        """Write the drafts that are news, remove what is gone, and journal both.

        Return the views that were written; a draft equal to what is stored is not among them.
        """
        news, moved = await self._compare(conn, store, drafts)
        if moved:
            await store.update_flips(conn, moved)
        removed = await store.delete(conn, [g.key for g in gone]) if gone else ()
        vanished = [g for g in gone if g.key in removed]
        if not news and not vanished:
            return {}
        providers = {n.draft.provider_id for n in news} | {g.provider_id for g in vanished}
        journal = await Journal.lock(conn, providers, self._clock)
        views = [self._stamp(each, journal) for each in news]
        if views:
            await store.upsert(conn, views)
        await journal.append(conn, store.resource, _entries(news, vanished))
        self._count(store.resource, views, vanished)
        return {view.draft.key: view for view in views}

    async def _compare(
        self, conn: Connection, store: ViewStore, drafts: Sequence[ViewDraft]
    ) -> tuple[list[_News], list[ViewDraft]]:
        if not drafts:
            return [], []
        self._metrics.views_compared.labels(store.resource).inc(len(drafts))
        stored = await store.select_digests(conn, [d.key for d in drafts])
        news, moved = [], []
        for draft in drafts:
            digest = draft.digest
            before = stored.get(draft.key)
            if before is None or before.digest != digest:
                news.append(_News(draft, digest, None if before is None else before.updated_at))
            elif before.flips_on != draft.flips_on:
                moved.append(draft)
        return news, moved

    def _stamp(self, news: _News, journal: Journal) -> PublishedView:
        moment = journal.moment(news.draft.provider_id)
        return PublishedView(
            draft=news.draft,
            digest=news.digest,
            body=news.draft.stamped(self._render_moment(moment)),
            updated_at=moment,
        )

    def _count(
        self, resource: str, views: Sequence[PublishedView], vanished: Sequence[Gone]
    ) -> None:
        if views:
            self._metrics.views_written.labels(resource, Op.UPSERT.value).inc(len(views))
        for item in vanished:
            self._metrics.views_written.labels(resource, item.op.value).inc()


def _entries(news: Sequence[_News], vanished: Sequence[Gone]) -> list[Entry]:
    return [
        Entry(
            provider_id=n.draft.provider_id,
            resource_id=n.draft.record_id,
            op=Op.UPSERT,
            previously_changed_at=n.previously_changed_at,
        )
        for n in news
    ] + [
        Entry(
            provider_id=g.provider_id,
            resource_id=g.record_id,
            op=g.op,
            merged_into=g.merged_into,
        )
        for g in vanished
    ]
