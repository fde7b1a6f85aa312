"""Writing views: only what differs is written, and only then is it a change."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is to be published of one resource.

    A view that is stored once for several providers goes by a key that names none of them;
    `audiences` says who they are.
    """

    store: ViewStore
    drafts: Sequence[ViewDraft]
    gone: Sequence[Gone] = ()
    audiences: Mapping[ViewKey, Sequence[UUID]] = field(default_factory=dict)

    def audience(self, item: ViewDraft | Gone) -> Sequence[UUID]:
        """Return who sees a view."""
        return self.audiences.get(item.key, (item.provider_id,))


class _News(NamedTuple):
    """A draft that differs from what is stored, and when that had been written."""

    draft: ViewDraft
    digest: bytes
    previously_changed_at: datetime | None


class _Changed(NamedTuple):
    """What a publication really changes."""

    publication: Publication
    news: Sequence[_News]
    vanished: Sequence[Gone]

    @property
    def providers(self) -> set[UUID]:
        """Whose journals will say so."""
        audience = self.publication.audience
        return {one for news in self.news for one in audience(news.draft)} | {
            one for gone in self.vanished for one in audience(gone)
        }


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
        publication = Publication(store=store, drafts=drafts, gone=gone)
        (published,) = await self.publish_all(conn, [publication])
        return published

    async def publish_all(
        self, conn: Connection, publications: Sequence[Publication]
    ) -> list[dict[ViewKey, PublishedView]]:
        """Publish several resources as one; return what was written of each.

        What is news is known of all of them before the first journal is locked, and then they are
        all locked at once: two that locked some for each resource could wait for each other.
        """
        changed = [await self._changed(conn, one) for one in publications]
        if not any(one.news or one.vanished for one in changed):
            return [{} for _ in publications]
        providers = {provider for one in changed for provider in one.providers}
        journal = await Journal.lock(conn, providers, self._clock)
        return [await self._write(conn, one, journal) for one in changed]

    async def hold(self, conn: Connection, provider_ids: Iterable[UUID]) -> None:
        """Lock the journals of everybody whose views the transaction publishes in several steps."""
        await Journal.lock(conn, provider_ids, self._clock)

    async def _changed(self, conn: Connection, publication: Publication) -> _Changed:
        store, gone = publication.store, publication.gone
        news, moved = await self._compare(conn, store, publication.drafts)
        if moved:
            await store.update_flips(conn, moved)
        removed = await store.delete(conn, [g.key for g in gone]) if gone else ()
        return _Changed(publication, news, [g for g in gone if g.key in removed])

    async def _write(
        self, conn: Connection, changed: _Changed, journal: Journal
    ) -> dict[ViewKey, PublishedView]:
        store = changed.publication.store
        moment_text = self._render_moment(journal.moment)
        views = [
            PublishedView(
                draft=each.draft,
                digest=each.digest,
                body=each.draft.stamped(moment_text),
                updated_at=journal.moment,
            )
            for each in changed.news
        ]
        if views:
            await store.upsert(conn, views)
        if entries := _entries(changed):
            await journal.append(conn, store.resource, entries)
        self._count(store.resource, views, changed.vanished)
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

    def _count(
        self, resource: str, views: Sequence[PublishedView], vanished: Sequence[Gone]
    ) -> None:
        if views:
            self._metrics.views_written.labels(resource, Op.UPSERT.value).inc(len(views))
        for item in vanished:
            self._metrics.views_written.labels(resource, item.op.value).inc()


def _entries(changed: _Changed) -> list[Entry]:
    """Say what happened to everybody who sees it; a view that nobody sees yet is no news.

    What happens at once is told in the order of ids: that of rows in tables is everybody's doing.
    """
    audience = changed.publication.audience
    return [
        Entry(
            provider_id=readers[0],
            others=readers[1:],
            resource_id=news.draft.record_id,
            op=Op.UPSERT,
            previously_changed_at=news.previously_changed_at,
        )
        for news in sorted(changed.news, key=lambda news: news.draft.record_id)
        if (readers := audience(news.draft))
    ] + [
        Entry(
            provider_id=readers[0],
            others=readers[1:],
            resource_id=gone.record_id,
            op=gone.op,
            merged_into=gone.merged_into,
        )
        for gone in changed.vanished
        if (readers := audience(gone))
    ]
