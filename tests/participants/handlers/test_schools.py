"""Schools over HTTP: which are listed, in which cohort, and what each lead provider learns."""

from typing import Any

import pytest
import time_machine

from participants_service.app import ParticipantsService
from shared.auth.tokens import Scope
from shared.database import Pool
from tests.participants.api import NOT_FOUND, Api, Client
from tests.participants.conftest import make_token
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.places import (
    SCHOOLS_PATH,
    cohort,
    find,
    made,
    school,
    school_of,
)
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership

NO_COHORT = (400, "Bad parameter", "The filter '#/cohort' must be included in your request")
BAD_FILTER = (400, "Bad parameter", "Filter must be a hash")
BAD_DATE = (400, "Bad request", "The filter '#/updated_since' must be a valid ISO 8601 date")
FEN, SALT = str(FENBROOK.id), str(SALTMARSH.id)


async def ids(api: Api, query: str) -> list[str]:
    return [one["id"] for one in await find(api, SCHOOLS_PATH, query)]


async def test_a_school_nobody_has_anything_to_do_with(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        school(induction_tutor_name="Priya Oduya", primary_contact_email="office@school.example")
    )
    assert await school_of(larkfield) == {
        "name": "Fenbrook Academy",
        "urn": "900417",
        "cohort": "2025",
        "in_partnership": False,
        "induction_programme_choice": "not_yet_known",
        "expression_of_interest": False,
        "induction_tutor_name": None,
        "induction_tutor_email": None,
        "created_at": "2025-07-02T09:15:44Z",
        "updated_at": "2025-10-15T11:00:00Z",
    }


async def test_only_whom_a_school_is_interested_in_learns_of_the_tutor(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(
        school(induction_tutor_name="Priya Oduya", primary_contact_email="office@school.example"),
        partnership(OTTERBURN),
        ect(),
    )
    mine, theirs = await school_of(larkfield), await school_of(otterburn)
    assert mine["expression_of_interest"] is True
    assert mine["induction_tutor_name"] == "Priya Oduya"
    assert mine["induction_tutor_email"] == "office@school.example"
    # A partnership in which nobody was registered says nothing of the school's interest.
    assert theirs["expression_of_interest"] is False
    assert theirs["induction_tutor_name"] is None
    assert theirs["induction_tutor_email"] is None
    assert mine["in_partnership"] is theirs["in_partnership"] is True
    for api in (larkfield, otterburn):
        assert (await school_of(api, 2024))["expression_of_interest"] is False


@pytest.mark.parametrize(
    ("events", "choices"),
    [
        pytest.param([], {}, id="nobody"),
        pytest.param([partnership()], {}, id="a partnership alone"),
        pytest.param([ect()], {2025: "provider_led"}, id="an expression of interest"),
        pytest.param([ect(programme="school_led")], {2025: "school_led"}, id="school-led"),
        pytest.param(
            [ect(programme="school_led"), ect("Led One")],
            {2025: "provider_led"},
            id="the first with a lead provider decides",
        ),
        pytest.param(
            [ect(programme="school_led"), mentor()], {2025: "provider_led"}, id="a trained mentor"
        ),
        pytest.param(
            [ect(programme="school_led"), mentor(lead_provider_id=None)],
            {2025: "school_led"},
            id="a mentor who is not trained",
        ),
        pytest.param(
            [ect(programme="school_led", started_on="2025-05-30", at="2025-05-01T09:00:00Z")],
            {2024: "school_led"},
            id="by the day on which training starts",
        ),
    ],
)
async def test_how_a_school_trains(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    events: list[dict[str, Any]],
    choices: dict[int, str],
) -> None:
    await registry.apply(*events)
    for api in (larkfield, otterburn):
        for year in (2024, 2025):
            shown = await school_of(api, year)
            expected = choices.get(year, "not_yet_known")
            assert shown["induction_programme_choice"] == expected
            assert (await school_of(api, year, SALT))["induction_programme_choice"] == (
                "not_yet_known"
            )


async def test_who_is_eligible_or_in_partnership_is_listed(
    registry: Registry, larkfield: Api, otterburn: Api, participants_pool: Pool
) -> None:
    closed = school(eligible=False)
    await registry.apply(partnership(OTTERBURN, cohort=2024), ect(), closed)
    for api in (larkfield, otterburn):
        assert await ids(api, "filter[cohort]=2025") == [SALT]
        assert await ids(api, "filter[cohort]=2025&sort=-updated_at") == [SALT]
        assert await ids(api, "filter[cohort]=2025&filter[urn]=900417") == []
        gone = await api.call("GET", f"{SCHOOLS_PATH}/{FEN}?filter[cohort]=2025")
        assert gone.problem == NOT_FOUND
        assert sorted(await ids(api, "filter[cohort]=2024")) == sorted([FEN, SALT])
    rows = await participants_pool.fetch(
        "SELECT provider_id, resource_id FROM changes"
        " WHERE resource = 'school' AND op = 'access_ended' AND resource_id LIKE '%/2025'"
    )
    assert {tuple(row) for row in rows} == {
        (LARKFIELD, f"{FEN}/2025"),
        (OTTERBURN, f"{FEN}/2025"),
    }
    await registry.apply(school())
    assert (await school_of(larkfield))["expression_of_interest"] is True


@pytest.mark.parametrize("path", [SCHOOLS_PATH, f"{SCHOOLS_PATH}/{FEN}", f"{SCHOOLS_PATH}/x"])
@pytest.mark.parametrize(
    "query", ["", "filter[cohorts]=2025", "cohort=2025", "filter[cohort]", "filter[urn]=900417"]
)
async def test_the_cohort_has_to_be_said(
    registry: Registry, larkfield: Api, path: str, query: str
) -> None:
    assert (await larkfield.call("GET", f"{path}?{query}")).problem == NO_COHORT
    assert (await larkfield.call("GET", f"{path}?{query}&filter=x")).problem == BAD_FILTER
    assert (await larkfield.call("GET", f"{path}?{query}&page[page]=0")).problem == NO_COHORT


@pytest.mark.parametrize(
    "value",
    ["", "%20", "2019", "abc", "2025abc", "2024,2025", "%202025", "99999999999999", "2025.0"],
)
async def test_a_cohort_that_is_none(registry: Registry, larkfield: Api, value: str) -> None:
    query = f"filter[cohort]={value}"
    assert await ids(larkfield, query) == []
    answer = await larkfield.call("GET", f"{SCHOOLS_PATH}/{FEN}?{query}")
    assert answer.problem == NOT_FOUND
    assert await ids(larkfield, "filter[cohort][]=2025") == []


@pytest.mark.parametrize(
    ("urn", "found"),
    [
        ("900417", [FEN]),
        ("900533", [SALT]),
        ("", [FEN, SALT]),
        ("900417,900533", []),
        ("900417x", []),
        ("000000", []),
        ("%00", []),
        ("9" * 400, []),
    ],
)
async def test_one_urn(registry: Registry, larkfield: Api, urn: str, found: list[str]) -> None:
    query = f"filter[cohort]=2025&filter[urn]={urn}"
    assert sorted(await ids(larkfield, query)) == sorted(found)
    assert await ids(larkfield, f"{query}&page[page]=2") == []
    assert await ids(larkfield, f"{query}&filter[updated_since]=2025-10-16") == []
    assert await ids(larkfield, "filter[cohort]=2025&filter[urn][]=900417") == []


async def test_pages_order_and_changes(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    others = [
        school(
            f"2025-07-0{n}T09:00:00Z",
            school_id=known(f"School {n}"),
            urn=f"90070{n}",
            name=f"S {n}",
        )
        for n in range(1, 5)
    ]
    await registry.apply(*others)
    a, b, c, d = (str(known(f"School {n}")) for n in range(1, 5))
    first, last = sorted([FEN, SALT])
    in_order = [a, b, first, last, c, d]
    query = "filter[cohort]=2025"
    assert await ids(larkfield, query) == in_order
    assert await ids(larkfield, f"{query}&sort=-created_at") == in_order[::-1]
    assert await ids(larkfield, f"{query}&page[per_page]=4") == in_order[:4]
    assert await ids(larkfield, f"{query}&page[per_page]=4&page[page]=2") == in_order[4:]
    assert await ids(larkfield, f"{query}&page[per_page]=4&page[page]=3") == []
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(ect(at="2025-10-15T14:00:00Z", school_urn="900703"))
    since = f"{query}&filter[updated_since]=2025-10-15T15:00:00Z"
    for api in (larkfield, otterburn):
        assert await ids(api, since) == [c]
        assert (await ids(api, f"{query}&sort=-updated_at"))[0] == c
    travel.move_to(moment("2025-10-15T16:00:00"))
    await registry.apply(
        ect("Another", at="2025-10-15T14:00:00Z", school_urn="900704", programme="school_led"),
        ect("Third", at="2025-10-15T14:00:00Z", school_urn="900703", lead_provider_id=OTTERBURN),
    )
    assert await ids(larkfield, f"{query}&sort=-updated_at,created_at&page[per_page]=2") == [d, c]
    assert sorted(await ids(otterburn, since)) == sorted([c, d])
    assert (await ids(larkfield, f"{query}&sort=updated_at"))[-2:] == [c, d]
    bad = await larkfield.call(
        "GET", f"{SCHOOLS_PATH}?{query}&filter[updated_since]=x&page[page]=0"
    )
    assert bad.problem == BAD_DATE


async def test_a_new_cohort_has_all_schools(
    registry: Registry, larkfield: Api, participants_pool: Pool, travel: time_machine.Traveller
) -> None:
    assert await ids(larkfield, "filter[cohort]=2027") == []
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(cohort(2027, "2025-10-15T14:00:00Z"))
    assert len(await ids(larkfield, "filter[cohort]=2027")) == 2
    assert (await school_of(larkfield, 2027))["updated_at"] == "2025-10-15T15:00:00Z"
    assert (await school_of(larkfield, 2025))["updated_at"] == "2025-10-15T11:00:00Z"
    told = await participants_pool.fetch(
        "SELECT provider_id, count(*) FROM changes WHERE resource_id LIKE '%/2027' GROUP BY 1"
    )
    assert {tuple(row) for row in told} == {(LARKFIELD, 2), (OTTERBURN, 2)}


async def test_cohorts_with_other_days_have_other_choices(
    registry: Registry, larkfield: Api
) -> None:
    await registry.apply(
        ect(programme="school_led", started_on="2025-05-30", at="2025-05-01T09:00:00Z")
    )
    assert (await school_of(larkfield, 2024))["induction_programme_choice"] == "school_led"
    await registry.apply(
        cohort(2024, finished_on="2025-05-15"), cohort(2025, started_on="2025-05-16")
    )
    assert (await school_of(larkfield, 2024))["induction_programme_choice"] == "not_yet_known"
    assert (await school_of(larkfield, 2025))["induction_programme_choice"] == "school_led"


async def test_a_new_lead_provider_sees_them_as_everybody(
    registry: Registry,
    public: Client,
    service: ParticipantsService,
    travel: time_machine.Traveller,
) -> None:
    await registry.apply(ect())
    travel.move_to(moment("2025-10-15T15:00:00"))
    newcomer = known("Newcomer")
    await registry.apply(
        event("lead_provider.put", lead_provider_id=newcomer, name="Newcomer", cohorts=COHORTS)
    )
    api = Api(public, await make_token(service.pool, newcomer, Scope.PROVIDER))
    shown = await school_of(api)
    assert shown["induction_programme_choice"] == "provider_led"
    assert shown["expression_of_interest"] is False
    assert shown["updated_at"] == "2025-10-15T11:00:00Z"


async def test_ids_are_read_however_they_are_written(registry: Registry, larkfield: Api) -> None:
    query = "filter[cohort]=2025"
    for written in (FEN.upper(), FENBROOK.id.hex):
        one = made(await larkfield.call("GET", f"{SCHOOLS_PATH}/{written}?{query}"))
        assert one["id"] == FEN
    for written in ("1", "%00", str(known("nowhere"))):
        answer = await larkfield.call("GET", f"{SCHOOLS_PATH}/{written}?{query}")
        assert answer.problem == NOT_FOUND
