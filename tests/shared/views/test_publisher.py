"""Publishing several resources as one, and views that are stored once for several providers."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from shared.clock import LONDON, Clock
from shared.database import Connection, Pool
from shared.metrics import Metrics
from shared.views import Gone, Op, Publication, PublishedView, Publisher, ViewDraft
from shared.views.drafts import StoredDigest, ViewKey

LARKFIELD = UUID("0b5a1f2c-3f6e-4d7c-9b8a-2c1d0e9f8a70")
OTTERBURN = UUID("f1c0a3de-5b7d-4f3a-8d58-6d2a4a1c9e11")
EVERYBODY = UUID(int=0)
CREATED_AT = datetime(2025, 6, 2, 9, tzinfo=LONDON)


class Shelf:
    """A store of views in memory; what is kept in between is its own business."""

    def __init__(self, resource: str) -> None:
        self.resource = resource
        self.views: dict[ViewKey, PublishedView] = {}

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> dict[ViewKey, StoredDigest]:
        return {
            key: StoredDigest(digest=view.digest, flips_on=None, updated_at=view.updated_at)
            for key, view in self.views.items()
            if key in keys
        }

    async def upsert(self, conn: Connection, views: Sequence[PublishedView]) -> None:
        self.views |= {view.draft.key: view for view in views}

    async def update_flips(self, conn: Connection, drafts: Sequence[ViewDraft]) -> None:
        raise AssertionError("nothing here changes by itself")

    async def delete(self, conn: Connection, keys: Collection[ViewKey]) -> set[ViewKey]:
        return {key for key in keys if self.views.pop(key, None) is not None}


def draft(provider_id: UUID = LARKFIELD, record_id: str = "one", name: str = "A") -> ViewDraft:
    return ViewDraft(
        provider_id=provider_id,
        record_id=record_id,
        body=f'{{"name":"{name}","updated_at":"@"}}'.encode(),
        created_at=CREATED_AT,
    )


def make_publisher() -> Publisher:
    return Publisher(Clock(LONDON), Metrics(), datetime.isoformat)


async def publish(pool: Pool, *publications: Publication) -> list[dict[ViewKey, PublishedView]]:
    async with pool.acquire() as conn, conn.transaction():
        return await make_publisher().publish_all(conn, publications)


async def journal(pool: Pool) -> list[tuple[UUID, int, str, str, str]]:
    rows = await pool.fetch(
        "SELECT provider_id, position, resource, resource_id, op FROM changes"
        " ORDER BY provider_id, position"
    )
    return [tuple(row) for row in rows]


async def test_resources_published_together_have_one_moment(participants_pool: Pool) -> None:
    people, places = Shelf("participant"), Shelf("partnership")
    published = await publish(
        participants_pool,
        Publication(store=people, drafts=[draft(), draft(OTTERBURN)]),
        Publication(store=places, drafts=[draft(record_id="two")]),
    )
    assert [set(one) for one in published] == [set(people.views), set(places.views)]
    moments = {view.updated_at for shelf in (people, places) for view in shelf.views.values()}
    assert len(moments) == 1
    assert await journal(participants_pool) == [
        (LARKFIELD, 1, "participant", "one", "upsert"),
        (LARKFIELD, 2, "partnership", "two", "upsert"),
        (OTTERBURN, 1, "participant", "one", "upsert"),
    ]


async def test_what_is_published_at_once_is_told_in_the_order_of_ids(
    participants_pool: Pool,
) -> None:
    drafts = [draft(record_id=one) for one in ("c", "a", "b")]
    await publish(participants_pool, Publication(store=Shelf("participant"), drafts=drafts))
    assert [resource_id for _, _, _, resource_id, _ in await journal(participants_pool)] == [
        "a",
        "b",
        "c",
    ]


async def test_what_is_no_news_is_not_written(participants_pool: Pool) -> None:
    people, places = Shelf("participant"), Shelf("partnership")
    await publish(participants_pool, Publication(store=people, drafts=[draft()]))
    before = dict(people.views)
    published = await publish(
        participants_pool,
        Publication(store=people, drafts=[draft()]),
        Publication(store=places, drafts=[], gone=[Gone(provider_id=LARKFIELD, record_id="x")]),
    )
    assert published == [{}, {}]
    assert people.views == before
    assert len(await journal(participants_pool)) == 1


async def test_a_view_of_several_is_told_to_each_of_them(participants_pool: Pool) -> None:
    schools = Shelf("school")
    common = draft(EVERYBODY)
    audiences = {common.key: (LARKFIELD, OTTERBURN)}
    await publish(
        participants_pool, Publication(store=schools, drafts=[common], audiences=audiences)
    )
    gone = Gone(provider_id=EVERYBODY, record_id="one", op=Op.ACCESS_ENDED)
    await publish(
        participants_pool,
        Publication(
            store=schools,
            drafts=[draft(LARKFIELD, "own")],
            gone=[gone],
            audiences={gone.key: (OTTERBURN,)},
        ),
    )
    assert await journal(participants_pool) == [
        (LARKFIELD, 1, "school", "one", "upsert"),
        (LARKFIELD, 2, "school", "own", "upsert"),
        (OTTERBURN, 1, "school", "one", "upsert"),
        (OTTERBURN, 2, "school", "one", "access_ended"),
    ]
    assert set(schools.views) == {(LARKFIELD, "own")}


async def test_a_view_that_nobody_sees_yet_is_written(participants_pool: Pool) -> None:
    schools = Shelf("school")
    common = draft(EVERYBODY)
    await publish(
        participants_pool, Publication(store=schools, drafts=[common], audiences={common.key: ()})
    )
    assert set(schools.views) == {common.key}
    assert await journal(participants_pool) == []


async def test_the_moment_is_later_than_what_any_of_the_journals_has(
    participants_pool: Pool,
) -> None:
    """Or else somebody who has read up to there would miss what is stored for several."""
    people, schools = Shelf("participant"), Shelf("school")
    await publish(participants_pool, Publication(store=people, drafts=[draft(OTTERBURN)]))
    await participants_pool.execute(
        "UPDATE journal_heads SET changed_at = changed_at + interval '1 hour'"
    )
    ahead = await participants_pool.fetchval("SELECT changed_at FROM journal_heads")
    common = draft(EVERYBODY)
    await publish(
        participants_pool,
        Publication(
            store=schools,
            drafts=[common],
            audiences={common.key: (LARKFIELD, OTTERBURN)},
        ),
    )
    assert schools.views[common.key].updated_at > ahead
    heads = await participants_pool.fetch("SELECT DISTINCT changed_at FROM journal_heads")
    assert [row["changed_at"] for row in heads] == [schools.views[common.key].updated_at]


async def test_nobody_waits_in_a_circle(participants_pool: Pool) -> None:
    """Each publishes for one provider first and for the other second."""

    async def write(first: UUID, second: UUID, *, hold: bool) -> None:
        publisher = make_publisher()
        for number in range(10):
            drafts = [[draft(one, name=f"{first} {number}")] for one in (first, second)]
            stores = [Shelf("participant"), Shelf("partnership")]
            publications = [
                Publication(store=store, drafts=part)
                for store, part in zip(stores, drafts, strict=True)
            ]
            async with participants_pool.acquire() as conn, conn.transaction():
                if hold:
                    await publisher.hold(conn, [first, second])
                    for publication in publications:
                        await publisher.publish_all(conn, [publication])
                        await asyncio.sleep(0)
                else:
                    await publisher.publish_all(conn, publications)

    await asyncio.gather(
        write(LARKFIELD, OTTERBURN, hold=False),
        write(OTTERBURN, LARKFIELD, hold=False),
        write(LARKFIELD, OTTERBURN, hold=True),
        write(OTTERBURN, LARKFIELD, hold=True),
    )
    assert len(await journal(participants_pool)) == 80
