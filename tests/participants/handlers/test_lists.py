"""Pages, order and filters of the list over HTTP."""

from datetime import timedelta

import pytest
import time_machine

from tests.participants.api import Api
from tests.participants.conftest import NOON
from tests.participants.people import OTTERBURN, known
from tests.participants.registry import Registry, ect, event, partnership

EIGHT = [
    "Ada Ash",
    "Ben Birch",
    "Cai Cedar",
    "Dot Dogwood",
    "Eve Elm",
    "Flo Fir",
    "Gus Gorse",
    "Hal Holly",
]
IN_ORDER = [str(known(name)) for name in EIGHT]
A, B, C, D, E, F, G, H = IN_ORDER


@pytest.fixture
async def eight(registry: Registry, travel: time_machine.Traveller) -> None:
    """Eight ECTs of Larkfield, an hour apart, and one of Otterburn."""
    await registry.apply(partnership(), partnership(OTTERBURN))
    for hour, name in enumerate(EIGHT):
        travel.move_to(NOON + timedelta(hours=hour))
        await registry.apply(ect(name, at=f"2025-07-{hour + 1:02}T09:00:00Z"))
    await registry.apply(ect("Ivy Ivory", lead_provider_id=OTTERBURN))


@pytest.mark.usefixtures("eight")
async def test_pages(larkfield: Api, otterburn: Api) -> None:
    assert await larkfield.ids() == IN_ORDER
    assert await otterburn.ids() == [str(known("Ivy Ivory"))]
    for number, expected in ((1, [A, B, C, D, E]), (2, [F, G, H]), (3, []), (10**30, [])):
        assert await larkfield.ids(f"page[per_page]=5&page[page]={number}") == expected
    assert await larkfield.ids("page[per_page]=99999") == IN_ORDER
    assert await larkfield.ids("page%5Bper_page%5D=2&page%5Bpage%5D=002") == [C, D]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", IN_ORDER),
        ("created_at", IN_ORDER),
        ("-created_at", IN_ORDER[::-1]),
        ("updated_at", [B, C, D, E, F, G, H, A]),
        ("-updated_at", [A, H, G, F, E, D, C, B]),
        ("%2Bupdated_at", [B, C, D, E, F, G, H, A]),
        ("+updated_at", IN_ORDER),
        ("trn", IN_ORDER),
        ("trn,-updated_at,created_at", [A, H, G, F, E, D, C, B]),
    ],
)
@pytest.mark.usefixtures("eight")
async def test_order(larkfield: Api, registry: Registry, sort: str, expected: list[str]) -> None:
    await _rename(registry, "Ada Ash")
    assert await larkfield.ids(f"sort={sort}") == expected


@pytest.mark.usefixtures("eight")
async def test_updated_since_includes_its_very_moment(
    larkfield: Api, otterburn: Api, registry: Registry
) -> None:
    await _rename(registry, "Cai Cedar")
    at = (await larkfield.one(known("Cai Cedar")))["updated_at"]
    assert at == "2025-10-15T18:00:00Z"
    assert await larkfield.ids(f"filter[updated_since]={at}") == [C, H]
    assert await larkfield.ids("filter[updated_since]=2025-10-15T19:00:00%2B01:00") == [C, H]
    assert await larkfield.ids("filter[updated_since]=2025-10-15T19:00:00+01:00") == [C, H]
    assert await larkfield.ids("filter[updated_since]=2025-10-15T19:00:00%252B01:00") == [C, H]
    assert await larkfield.ids("filter[updated_since]=2025-10-15T18:00:01Z") == []
    assert await larkfield.ids("filter[updated_since]=2025-10-16") == []
    assert await larkfield.ids("filter[updated_since]=2025-10-15") == IN_ORDER
    assert await larkfield.ids("filter[updated_since]=") == IN_ORDER
    assert await otterburn.ids(f"filter[updated_since]={at}") == [str(known("Ivy Ivory"))]


@pytest.fixture
async def four_cohorts(registry: Registry) -> None:
    """ECTs of Larkfield in 2023, 2024 and 2025, one of them deferred, and a merged one in 2021."""
    await registry.apply(*(partnership(cohort=cohort) for cohort in (2021, 2023, 2024, 2025)))
    await registry.apply(
        *(
            ect(
                name,
                at=f"{cohort}-07-01T09:00:00Z",
                started_on=f"{cohort}-09-01",
                cohort=cohort,
                schedule_identifier="ecf-standard-september",
            )
            for name, cohort in (
                ("Twenty One", 2021),
                ("Twenty Three", 2023),
                ("Twenty Four", 2024),
                ("Twenty Five", 2025),
            )
        ),
        ect(
            "A Duplicate",
            at="2020-07-01T09:00:00Z",
            programme="school_led",
            started_on="2020-09-01",
        ),
        event(
            "participant.leaving_reported",
            "2021-06-01T09:00:00Z",
            participant_id=known("A Duplicate"),
            role="ect",
            school_urn="900417",
            leaving_on="2021-07-20",
        ),
        event(
            "participants.merged",
            "2025-07-03T09:00:00Z",
            from_participant_id=known("A Duplicate"),
            into_participant_id=known("Twenty One"),
        ),
    )


@pytest.mark.parametrize(
    ("cohort", "found"),
    [
        ("2024", ["Twenty Four"]),
        ("2023,2025", ["Twenty Three", "Twenty Five"]),
        ("2024,invalid,,20A1", ["Twenty Four"]),
        ("2024,%202025", ["Twenty Four"]),
        ("invalid", []),
        ("1999", []),
        ("", ["Twenty One", "Twenty Three", "Twenty Four", "Twenty Five"]),
    ],
)
@pytest.mark.usefixtures("four_cohorts")
async def test_cohort(larkfield: Api, otterburn: Api, cohort: str, found: list[str]) -> None:
    ids = [str(known(name)) for name in found]
    assert await larkfield.ids(f"filter[cohort]={cohort}") == ids
    assert await otterburn.ids(f"filter[cohort]={cohort}") == []


@pytest.mark.usefixtures("four_cohorts")
async def test_cohorts_as_a_list(larkfield: Api) -> None:
    query = "filter[cohort][]=2023&filter[cohort][]=2024"
    assert len(await larkfield.ids(query)) == 2
    assert await larkfield.ids("filter[cohort][]=") == []


@pytest.mark.usefixtures("four_cohorts")
async def test_who_was_merged_is_found_under_the_retired_id(larkfield: Api, otterburn: Api) -> None:
    retired, survivor = known("A Duplicate"), known("Twenty One")
    assert not await larkfield.sees(retired)
    for written in (str(retired), str(retired).upper(), retired.hex):
        assert await larkfield.ids(f"filter[from_participant_id]={written}") == [str(survivor)]
        assert await otterburn.ids(f"filter[from_participant_id]={written}") == []
    assert await larkfield.ids(f"filter[from_participant_id]={survivor}") == []
    assert await larkfield.ids("filter[from_participant_id]=nobody") == []
    assert len(await larkfield.ids("filter[from_participant_id]=")) == 4
    assert (await larkfield.one(survivor))["participant_id_changes"] == [
        {
            "from_participant_id": str(retired),
            "to_participant_id": str(survivor),
            "changed_at": "2025-07-03T09:00:00Z",
        }
    ]


@pytest.mark.usefixtures("four_cohorts")
async def test_training_status(larkfield: Api) -> None:
    assert len(await larkfield.ids("filter[training_status]=active")) == 4
    assert len(await larkfield.ids("filter[training_status]=")) == 4
    for status in ("deferred", "withdrawn", "Active", "left", "active,deferred"):
        assert await larkfield.ids(f"filter[training_status]={status}") == []


@pytest.mark.usefixtures("four_cohorts")
async def test_filters_are_combined(larkfield: Api) -> None:
    retired = known("A Duplicate")
    query = f"filter[from_participant_id]={retired}&filter[cohort]="
    assert len(await larkfield.ids(query + "2021,2022")) == 1
    assert len(await larkfield.ids(query + "2022")) == 0
    assert len(await larkfield.ids("filter[unknown]=x&unknown=x&filter[cohort]=2021")) == 1


async def _rename(registry: Registry, name: str) -> None:
    await registry.apply(
        event(
            "participant.details_changed",
            participant_id=known(name),
            role="ect",
            corrected_name=f"{name} Junior",
        )
    )
