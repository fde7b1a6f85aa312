"""Who has an answer already is told so, and only then."""

from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Api
from tests.participants.lists import LISTS, ask, following, ids_of, is_known, tag_of
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
)
from tests.participants.places import (
    DELIVERY_PARTNERS_PATH,
    PARTNERSHIPS_PATH,
    SCHOOLS_PATH,
    delivery_partner,
    school,
)
from tests.participants.registry import Registry, ect, event, mentor, partnership

IMOGEN = known("Imogen Achterberg")
LATER = "2025-10-15T10:00:00Z"
ONES = (
    f"{PARTICIPANTS_PATH}/{IMOGEN}",
    f"{PARTNERSHIPS_PATH}/{known(f'partnership {LARKFIELD} 900417 2025')}",
    f"{SCHOOLS_PATH}/{FENBROOK.id}?filter[cohort]=2025",
    f"{DELIVERY_PARTNERS_PATH}/{DELIVERY_PARTNER}",
)


@pytest.fixture
async def some(registry: Registry) -> None:
    """One participant, partnership, and so on, and as much of somebody else."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn),
        ect(),
        ect("Ivy Ivory", lead_provider_id=OTTERBURN, school_urn=SALTMARSH.urn),
    )


def renamed(name: str = "Imogen Achterberg", to: str = "Imogen Ash") -> dict[str, Any]:
    return event(
        "participant.details_changed",
        LATER,
        participant_id=known(name),
        role="ect",
        corrected_name=to,
    )


def mentored_by(name: str, started_on: str) -> dict[str, Any]:
    return event(
        "mentor.assigned",
        "2025-10-01T09:00:00Z",
        ect_participant_id=IMOGEN,
        mentor_participant_id=known(name),
        started_on=started_on,
    )


@pytest.mark.usefixtures("some")
async def test_everything_is_sent_once(larkfield: Api) -> None:
    for path in (*LISTS, *ONES):
        tag = await tag_of(larkfield, path)
        assert await is_known(larkfield, path, tag)
        for known_tags in (f"W/{tag}", f'"x", {tag}'):
            assert (await ask(larkfield, path, known_tags)).status == 304
        for other in ("", "*", '"x"', "x", tag.strip('"'), '"', "\u00e9"):
            assert (await ask(larkfield, path, other)).status == 200, other
        assert (await larkfield.call("HEAD", path)).headers["ETag"] == tag
        assert (await ask(larkfield, path, tag, "HEAD")).status == 304


@pytest.mark.usefixtures("some")
async def test_no_view_is_looked_at_for_what_is_known(
    larkfield: Api, service: ParticipantsService
) -> None:
    tags = {path: await tag_of(larkfield, path) for path in (*LISTS, *ONES)}
    async with service.pool.acquire() as conn:
        await conn.execute("""
            UPDATE participant_views SET body = 'no JSON';
            UPDATE partnership_views SET body = 'no JSON';
            UPDATE school_views SET body = 'no JSON';
            UPDATE interested_school_views SET body = 'no JSON';
            UPDATE delivery_partner_views SET body = 'no JSON';
        """)
    for path, tag in tags.items():
        assert await is_known(larkfield, path, tag)


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        pytest.param(renamed(), [ONES[0]], id="a participant"),
        pytest.param(
            delivery_partner(DELIVERY_PARTNER, "Fenland Hub", at=LATER),
            [ONES[1], ONES[3]],
            id="a delivery partner",
        ),
        pytest.param(
            school(
                LATER,
                induction_tutor_name="Priya Oduya",
                induction_tutor_email="p.oduya@fenbrook-academy.example",
            ),
            [ONES[1], ONES[2]],
            id="a school that is interested",
        ),
        pytest.param(
            school(LATER, school_id=SALTMARSH.id, urn=SALTMARSH.urn, name="Saltmarsh School"),
            [],
            id="a school for everybody",
        ),
        pytest.param(ect("Ben Birch"), [ONES[1]], id="somebody new"),
    ],
)
@pytest.mark.usefixtures("some")
async def test_tags_move_with_what_is_seen(
    larkfield: Api, registry: Registry, change: dict[str, Any], moved: list[str]
) -> None:
    tags = {path: await tag_of(larkfield, path) for path in (*LISTS, *ONES)}
    before = {path: (await larkfield.call("GET", path)).body for path in tags}
    await registry.apply(change)
    for path in LISTS:
        assert not await is_known(larkfield, path, tags[path])
    for path in ONES:
        assert await is_known(larkfield, path, tags[path]) is (path not in moved), path
        assert ((await larkfield.call("GET", path)).body == before[path]) is (path not in moved)


@pytest.mark.usefixtures("some")
async def test_nothing_that_others_see_moves_a_tag(larkfield: Api, registry: Registry) -> None:
    tags = {path: await tag_of(larkfield, path) for path in (*LISTS, *ONES)}
    await registry.apply(
        renamed("Ivy Ivory", "Ivy Juniper"),
        mentor("Jo Juniper", lead_provider_id=OTTERBURN, school_urn=SALTMARSH.urn),
    )
    for path, tag in tags.items():
        assert await is_known(larkfield, path, tag)


@pytest.mark.usefixtures("some")
async def test_every_list_and_page_has_a_tag_of_its_own(
    larkfield: Api, otterburn: Api, registry: Registry
) -> None:
    await registry.apply(ect("Ben Birch"), ect("Cai Cedar"))
    first = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?page[per_page]=1")
    second = await larkfield.call("GET", following(first))
    paths = [
        *LISTS,
        f"{PARTICIPANTS_PATH}?sort=-created_at",
        f"{PARTICIPANTS_PATH}?filter[cohort]=2025",
        f"{PARTICIPANTS_PATH}?page[per_page]=1",
        f"{PARTICIPANTS_PATH}?page[per_page]=1&page[page]=2",
        following(first),
        following(second),
        f"{SCHOOLS_PATH}?filter[cohort]=2024",
    ]
    tags = [await tag_of(larkfield, path) for path in paths]
    assert len(set(tags)) == len(tags)
    for path, tag in zip(paths, tags, strict=True):
        assert await is_known(larkfield, path, tag)
        assert (await ask(otterburn, path, tag)).status in (200, 400)
    same = f"{PARTICIPANTS_PATH}?page[page]=1&page[per_page]=100&sort=created_at&x=y"
    assert await tag_of(larkfield, same) == tags[0]


@pytest.mark.usefixtures("some")
async def test_a_change_that_was_undone_is_another_answer(
    larkfield: Api, registry: Registry
) -> None:
    tag = await tag_of(larkfield, ONES[0])
    body = (await larkfield.call("GET", ONES[0])).body
    await registry.apply(renamed())
    await registry.apply(renamed(to="Imogen Achterberg"))
    answer = await ask(larkfield, ONES[0], tag)
    assert (answer.status, answer.body) == (200, body)


async def test_a_lead_provider_that_is_new_hears_of_schools(
    otterburn: Api, registry: Registry, service: ParticipantsService
) -> None:
    """It has no journal yet, and sees what was stored for everybody before it came."""
    async with service.pool.acquire() as conn:
        await conn.execute("DELETE FROM journal_heads WHERE provider_id = $1", OTTERBURN)
        await conn.execute("DELETE FROM changes WHERE provider_id = $1", OTTERBURN)
    path = LISTS[2]
    tag = await tag_of(otterburn, path)
    assert await is_known(otterburn, path, tag)
    await registry.apply(school(LATER, name="Fenbrook School"))
    answer = await ask(otterburn, path, tag)
    assert "Fenbrook School" in [one["attributes"]["name"] for one in answer.body["data"]]
    again = await _schools_in_steps(otterburn)
    assert again == ids_of(answer)


async def _schools_in_steps(api: Api) -> list[str]:
    page = await api.call("GET", f"{LISTS[2]}page[per_page]=1")
    ids = ids_of(page)
    while "Link" in page.headers:
        page = await api.call("GET", following(page))
        ids += ids_of(page)
    return ids


async def test_midnight_is_never_overlooked(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(started_on="2025-10-16"), ect("Ben Birch"))
    paths = (LISTS[0], LISTS[1], f"{PARTICIPANTS_PATH}?page[per_page]=1", ONES[0], ONES[1])
    tags = {path: await tag_of(larkfield, path) for path in paths}
    travel.move_to("2025-10-15T22:59:59Z")
    for path, tag in tags.items():
        assert await is_known(larkfield, path, tag)
    travel.move_to("2025-10-15T23:00:00Z")
    for path in (*paths[3:], *paths[:3]):
        answer = await ask(larkfield, path, tags[path])
        assert answer.status == 200, path
        tags[path] = await tag_of(larkfield, path)
        assert await is_known(larkfield, path, tags[path])


async def test_what_is_due_is_refreshed_before_anything_is_said_to_be_known(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
) -> None:
    """As when somebody wrote before midnight what was committed after it."""
    await registry.apply(partnership(), ect(started_on="2025-10-16"))
    travel.move_to("2025-10-15T23:00:00Z")
    paths = (LISTS[0], ONES[0])
    tags = {path: await tag_of(larkfield, path) for path in paths}
    async with service.pool.acquire() as conn:
        await conn.execute(
            "UPDATE participant_views SET flips_on = '2025-10-16', digest = 'before'"
        )
    assert (await ask(larkfield, paths[0], tags[paths[0]])).status == 200
    async with service.pool.acquire() as conn:
        await conn.execute(
            "UPDATE participant_views SET flips_on = '2025-10-16', digest = 'before'"
        )
    assert (await ask(larkfield, paths[1], tags[paths[1]])).status == 200


@pytest.mark.usefixtures("some")
async def test_another_day_has_tags_of_its_own(larkfield: Api, registry: Registry) -> None:
    """A fact of the future shows on another day alone; what is seen now stays known."""
    then = larkfield.at("2025-12-01")
    await registry.apply(
        mentor("Ada Ash", lead_provider_id=None),
        mentor("Ben Birch", lead_provider_id=None),
        mentored_by("Ada Ash", "2025-10-02"),
    )
    paths = (LISTS[0], ONES[0])
    now = {path: await tag_of(larkfield, path) for path in paths}
    tags = {path: await tag_of(then, path) for path in paths}
    for path in paths:
        assert await is_known(then, path, tags[path])
        assert not await is_known(then, path, now[path])
    await registry.apply(mentored_by("Ben Birch", "2025-11-03"))
    assert await is_known(larkfield, ONES[0], now[ONES[0]])
    for path in paths:
        assert not await is_known(then, path, tags[path])


@pytest.mark.usefixtures("some")
async def test_what_is_wrong_is_said_whatever_is_known(larkfield: Api, otterburn: Api) -> None:
    for path in ONES[:2]:
        tag = await tag_of(larkfield, path)
        answer = await ask(otterburn, path, tag)
        assert answer.problem == NOT_FOUND
        assert "ETag" not in answer.headers
    tag = await tag_of(larkfield, LISTS[0])
    assert (await ask(larkfield, f"{LISTS[0]}page[page]=0", tag)).status == 400
    assert (await ask(larkfield, f"{ONES[0]}?filter=x", tag)).status == 400
    assert (await ask(larkfield, f"{PARTICIPANTS_PATH}/x", tag)).problem == NOT_FOUND
    for query, status in (("", 400), ("?filter[cohort]=1999", 404), ("?filter[cohort]=x", 404)):
        assert (await ask(larkfield, f"{SCHOOLS_PATH}/{FENBROOK.id}{query}", tag)).status == status
    nowhere = f"{SCHOOLS_PATH}?filter[cohort]=x"
    assert await is_known(larkfield, nowhere, await tag_of(larkfield, nowhere))
