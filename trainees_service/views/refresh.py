"""Bring stored views in line with what is known of trainees."""

from collections.abc import Collection, Mapping

from shared.database import Connection
from shared.views import Gone, PublishedView, Publisher, ViewDraft
from shared.views.drafts import ViewKey
from trainees_service.domain.trainees import Trainee
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.registers import select_ukprns
from trainees_service.storage.trainee_views import KnownTraineeViewStore, TraineeViewStore
from trainees_service.storage.trainees import StoredTrainee, lock_trainees, select_trainees
from trainees_service.views.build import draft_view

BATCH = 500


class TraineeViews:
    """The stored views of trainees, refreshed inside the transaction that changed something.

    The caller keeps the registers from changing, because views show parts of them.
    """

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._store = TraineeViewStore()

    async def publish_new(self, conn: Connection, trainee: Trainee, *, ukprn: str) -> PublishedView:
        """Publish a trainee nobody has seen before."""
        draft = draft_view(trainee, ukprn=ukprn)
        published = await self._publisher.publish(conn, KnownTraineeViewStore({}), [draft])
        return published[draft.key]

    async def publish_changed(
        self, conn: Connection, trainee: Trainee, *, before: StoredTrainee
    ) -> PublishedView | None:
        """Publish a trainee whom the caller holds and changed; None if that cannot be seen."""
        draft = draft_view(trainee, ukprn=before.ukprn)
        store = KnownTraineeViewStore({} if before.view is None else {draft.key: before.view})
        published = await self._publisher.publish(conn, store, [draft])
        return published.get(draft.key)

    async def refresh(
        self,
        conn: Connection,
        trainees: Collection[Trainee],
        *,
        missing: Collection[TraineeKey] = (),
    ) -> Mapping[ViewKey, PublishedView]:
        """Publish what differs of trainees whose rows the caller holds; return what was written.

        The views of discarded trainees go, and those of trainees that are `missing` altogether.
        """
        drafts = await draft_views(conn, trainees)
        discarded = [(t.provider_id, t.trainee_id) for t in trainees if t.discarded_at is not None]
        gone = [
            Gone(provider_id=provider_id, record_id=trainee_id)
            for provider_id, trainee_id in (*discarded, *missing)
        ]
        return await self._publisher.publish(conn, self._store, drafts, gone)

    async def refresh_keys(self, conn: Connection, keys: Collection[TraineeKey]) -> None:
        """Lock, load and refresh trainees by their keys.

        Batches go by id, so that journals are locked in the order that everybody keeps to.
        """
        ordered = sorted(keys)
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            await lock_trainees(conn, batch)
            trainees = await select_trainees(conn, batch)
            known = {(t.provider_id, t.trainee_id) for t in trainees}
            missing = [key for key in batch if key not in known]
            await self.refresh(conn, trainees, missing=missing)


async def draft_views(conn: Connection, trainees: Collection[Trainee]) -> list[ViewDraft]:
    """Render trainees for their providers; a discarded one is seen by nobody."""
    ukprns = await select_ukprns(conn, {t.provider_id for t in trainees})
    return [
        draft_view(trainee, ukprn=ukprns[trainee.provider_id])
        for trainee in trainees
        if trainee.discarded_at is None
    ]
