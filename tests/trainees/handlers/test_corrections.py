from collections.abc import Mapping
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import ABSENT, make_data
from tests.trainees.moments import this_moment
from tests.trainees.registry import Registry, lead_partner_put, school_put
from tests.trainees.stored import journal_of, nothing_changes
from trainees_service.app import TraineesService

Members = Mapping[str, object]

# What is sent, and what else changes of the answer because of it.
CORRECTIONS: tuple[tuple[Members, Members], ...] = (
    ({"provider_trainee_id": "SRS/26/1"}, {}),
    ({"application_id": 482913}, {}),
    ({"application_id": "482914"}, {"application_id": 482914}),
    ({"first_names": "  Tamsin   Zoë "}, {"first_names": "Tamsin Zoë"}),
    ({"middle_names": "de  la"}, {"middle_names": "de la"}),
    ({"last_name": "Nguyễn"}, {}),
    ({"previous_last_name": "O'Neil"}, {}),
    ({"date_of_birth": "1999-02-28"}, {}),
    ({"sex": "96"}, {}),
    ({"email": "t.o@post.example"}, {}),
    ({"nationality": "FR"}, {}),
    ({"nationality": "IM"}, {"nationality": "GB"}),
    (
        {"ethnicity": "103"},
        {
            "ethnic_group": "asian_ethnic_group",
            "ethnic_background": "Indian",
            "diversity_disclosure": "diversity_disclosed",
        },
    ),
    (
        {"disability2": "58"},
        {"hesa_disabilities": {"disability2": "58"}, "disability_disclosure": "disabled"},
    ),
    (
        {"disability1": "57"},
        {"hesa_disabilities": {"disability1": "57", "disability2": "58"}},
    ),
    ({"training_route": "11"}, {"course_level": "undergrad"}),
    ({"itt_start_date": "2026-09-08"}, {"course_itt_start_date": "2026-09-08"}),
    ({"itt_end_date": "2027-07-30"}, {"expected_end_date": "2027-07-30"}),
    (
        {"itt_end_date": "2027-08-01T23:59:59Z"},
        {"itt_end_date": "2027-08-01", "expected_end_date": "2027-08-01"},
    ),
    ({"trainee_start_date": "2026-09-15"}, {}),
    ({"course_subject_two": "100346"}, {}),
    ({"course_subject_three": "100366"}, {}),
    (
        {"course_age_range": "13914"},
        {
            "course_min_age": 5,
            "course_max_age": 11,
            "course_education_phase": "primary",
            "course_subject_one": "100511",
            "course_subject_two": "100403",
            "course_subject_three": "100346",
        },
    ),
    (
        {"course_subject_one": "101410"},
        {
            "course_subject_one": "100511",
            "course_subject_two": "101410",
            "course_subject_three": "100403",
        },
    ),
    ({"course_subject_two": ""}, {"course_subject_two": "100403", "course_subject_three": None}),
    ({"study_mode": "31"}, {"course_study_mode": "31"}),
    ({"course_year": "2"}, {}),
    ({"course_year": 3}, {"course_year": "3"}),
    ({"itt_aim": "201"}, {}),
    ({"itt_qualification_aim": ""}, {"itt_qualification_aim": None}),
    ({"itt_qualification_aim": "001"}, {}),
    ({"fund_code": "2"}, {}),
    ({"funding_method": "8"}, {"bursary_level": "8", "bursary_tier": "tier_two"}),
    (
        {"funding_method": "E", "bursary_tier": "tier_one"},
        {
            "bursary_level": "E",
            "bursary_tier": None,
            "applying_for_bursary": False,
            "applying_for_grant": True,
        },
    ),
    (
        {"funding_method": "4"},
        {
            "bursary_level": "4",
            "applying_for_grant": False,
            "applying_for_scholarship": True,
        },
    ),
    ({"training_initiative": "009"}, {}),
    ({"additional_training_initiative": "036"}, {}),
    (
        {"lead_partner_urn": "901001"},
        {"lead_partner_not_applicable": False},
    ),
    ({"lead_partner_ukprn": "10990051"}, {"lead_partner_urn": None}),
    ({"employing_school_urn": "901002"}, {"employing_school_not_applicable": False}),
    ({"hesa_id": " 26  11 "}, {"hesa_id": "26 11"}),
    ({"ni_number": "QQ123456C"}, {}),
    ({"pg_apprenticeship_start_date": "2026-09-02"}, {}),
)


async def test_a_correction_changes_what_it_says_and_what_follows_from_it(
    wexmoor: Api, registry: Registry, service: TraineesService, travel: time_machine.Traveller
) -> None:
    """One after another, by PUT and by PATCH in turn."""
    await registry.apply(
        school_put("901001", lead_partner=True), school_put("901002"), lead_partner_put()
    )
    trainee = await wexmoor.register(make_data(placements_attributes=[{"urn": "901001"}]))
    trainee_id = trainee["trainee_id"]
    for (sent, follows), method in zip(CORRECTIONS, cycle(("PUT", "PATCH")), strict=False):
        travel.shift(timedelta(seconds=1))
        journalled = await journal_of(service, trainee_id)
        answer = await wexmoor.send(method, sent, trainee_id)
        assert answer.status == 200
        assert answer.data == trainee | sent | {"updated_at": this_moment()} | follows, sent
        assert (await wexmoor.get(trainee_id)).data == answer.data
        assert await journal_of(service, trainee_id) == journalled + 1
        trainee = answer.data
    assert await service.upkeep.check() == []


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_several_members_at_once(
    wexmoor: Api, travel: time_machine.Traveller, method: str
) -> None:
    trainee = await wexmoor.register(make_data())
    travel.shift(timedelta(seconds=1))
    sent = {"last_name": "Okonjo", "course_year": "2", "funding_method": "6"}
    answer = await wexmoor.send(method, sent, trainee["trainee_id"])
    follows = {"bursary_level": "6", "applying_for_bursary": False, "updated_at": this_moment()}
    assert (answer.status, answer.data) == (200, trainee | sent | follows)
    assert list(answer.data) == list(trainee)


FULL: Members = {
    "provider_trainee_id": "SRS/26/1",
    "application_id": 482913,
    "middle_names": "de la",
    "previous_last_name": "O'Neil",
    "nationality": "JE",
    "ethnicity": "998",
    "disability2": "58",
    "disability5": "57",
    "trainee_start_date": "2026-09-08",
    "course_subject_two": "100346",
    "course_subject_three": "100366",
    "training_initiative": "009",
    "additional_training_initiative": "036",
    "lead_partner_urn": "901001",
    "employing_school_urn": "901002",
    "ni_number": "QQ123456C",
    "pg_apprenticeship_start_date": "2026-09-02",
    "placements_attributes": [{"urn": "901002"}, {"urn": "900010"}],
}


@pytest.fixture
async def full(wexmoor: Api, registry: Registry) -> dict[str, Any]:
    """A trainee of whom everything is known, a moment ago."""
    await registry.apply(school_put("901001", lead_partner=True), school_put("901002"))
    return await wexmoor.register(make_data(**FULL))


async def test_what_changes_nothing_writes_nothing(
    wexmoor: Api,
    service: TraineesService,
    travel: time_machine.Traveller,
    full: dict[str, Any],
) -> None:
    travel.shift(timedelta(seconds=1))
    taken = {"lead_partner_urn", "employing_school_urn", "disability2", "disability5"}
    table: tuple[Mapping[str, Any], ...] = (
        {"unknown": 1},
        {"trn": "1234567", "state": "awarded", "ukprn": "10990002", "bursary_tier": "tier_one"},
        {"placements_attributes": [{"urn": 5}], "degrees_attributes": [{}] * 200},
        {"placements": [], "degrees": [], "hesa_disabilities": None},
        {"training_route": "", "course_subject_one": " ", "study_mode": ""},
        {"last_name": " Okonedo "},
        # Codes that answer for those that are stored.
        {"nationality": "GB", "ethnicity": None},
        {"lead_partner_urn": "901001", "lead_partner_ukprn": None},
        dict.fromkeys((name for name in make_data(**FULL) if name not in taken), None),
        make_data(**FULL),
        full,
    )
    for sent in table:
        async with nothing_changes(service):
            answer = await wexmoor.correct(full["trainee_id"], **sent)
            assert (answer.status, answer.data) == (200, full), sent


@pytest.mark.parametrize("nothing", [None, "", "  "])
async def test_what_null_and_blanks_take_away(
    wexmoor: Api, travel: time_machine.Traveller, full: dict[str, Any], nothing: object
) -> None:
    ethnic = {"ethnicity": "103"}
    trainee = (await wexmoor.correct(full["trainee_id"], **ethnic)).data
    travel.shift(timedelta(seconds=1))
    answer = await wexmoor.correct(
        full["trainee_id"],
        **dict.fromkeys(("ethnicity", "lead_partner_urn", "employing_school_urn"), nothing),
        **dict.fromkeys(("disability2", "disability5", "disability9"), nothing),
    )
    after = trainee | {
        "ethnicity": "997",
        "ethnic_group": "not_provided_ethnic_group",
        "ethnic_background": "Not provided",
        "diversity_disclosure": "diversity_not_disclosed",
        "disability_disclosure": "disability_not_provided",
        "hesa_disabilities": None,
        "lead_partner_urn": None,
        "lead_partner_not_applicable": True,
        "employing_school_urn": None,
        "employing_school_not_applicable": True,
        "updated_at": this_moment(),
    }
    del after["disability2"], after["disability5"]
    assert answer.data == after


async def test_a_blank_clears_what_is_optional(
    wexmoor: Api, travel: time_machine.Traveller, full: dict[str, Any]
) -> None:
    texts = ("provider_trainee_id", "middle_names", "previous_last_name", "ni_number")
    others = (
        "application_id",
        "nationality",
        "course_subject_two",
        "course_subject_three",
        "training_initiative",
        "additional_training_initiative",
        "pg_apprenticeship_start_date",
    )
    travel.shift(timedelta(seconds=1))
    answer = await wexmoor.correct(
        full["trainee_id"], **dict.fromkeys((*texts, *others, "trainee_start_date"), "")
    )
    assert answer.data == full | dict.fromkeys(texts, "") | dict.fromkeys(others) | {
        "trainee_start_date": "2026-09-01",
        "updated_at": this_moment(),
    }


async def test_what_upstream_loses_is_kept(wexmoor: Api, full: dict[str, Any]) -> None:
    """The initiative, the disclosure and the trainee's own start outlast unrelated corrections."""
    answer = await wexmoor.correct(full["trainee_id"], itt_start_date="2026-09-02", course_year="2")
    kept = (
        "training_initiative",
        "diversity_disclosure",
        "disability_disclosure",
        "trainee_start_date",
        "nationality",
        "lead_partner_urn",
        "placements",
        "degrees",
    )
    assert {name: answer.data[name] for name in kept} == {name: full[name] for name in kept}
    assert answer.data["training_initiative"] == "009"
    assert answer.data["diversity_disclosure"] == "diversity_disclosed"


async def test_names_survive_a_correction_byte_for_byte(wexmoor: Api) -> None:
    trainee = await wexmoor.register(make_data())
    names = {
        "first_names": "Zoë\u0308 Ñandú 李",
        "middle_names": 'O\u2019Neil "the\\quoted"',
        "last_name": "Ørsted-Łuczak \U0001f98a",
        "previous_last_name": '</script>\u2028\t"updated_at":"@"',
    }
    corrected = (await wexmoor.correct(trainee["trainee_id"], **names)).data
    assert {name: corrected[name] for name in names} == names
    assert (await wexmoor.get(trainee["trainee_id"])).data == corrected


async def test_a_corrected_trainee_is_found_as_a_duplicate_under_its_new_name(
    wexmoor: Api,
) -> None:
    trainee = await wexmoor.register(make_data())
    new = {"last_name": "Ørsted", "email": "o@post.example", "trainee_start_date": "2025-10-01"}
    corrected = (await wexmoor.correct(trainee["trainee_id"], **new)).data
    assert (await wexmoor.post(make_data())).status == 201
    course = {"itt_start_date": "2025-09-01", "trainee_start_date": ABSENT}
    answer = await wexmoor.post(make_data(**{**new, **course, "last_name": "ØRSTED"}))
    assert (answer.status, answer.body["data"]) == (409, [corrected])


async def test_a_correction_may_make_two_trainees_equal(wexmoor: Api) -> None:
    """Duplicates are looked for when somebody is registered, and only then."""
    await wexmoor.register(make_data())
    other = await wexmoor.register(make_data(last_name="Sorrell"))
    assert (await wexmoor.correct(other["trainee_id"], last_name="Okonedo")).status == 200


async def test_the_school_that_leads_no_more_stays_while_it_is_sent_back(
    wexmoor: Api, registry: Registry, service: TraineesService, full: dict[str, Any]
) -> None:
    await registry.apply(school_put("901001", lead_partner=False))
    trainee_id = full["trainee_id"]
    async with nothing_changes(service):
        assert (await wexmoor.correct(trainee_id, lead_partner_urn="901001")).data == full
    corrected = (await wexmoor.correct(trainee_id, lead_partner_urn="")).data
    assert corrected["lead_partner_urn"] is None
    # Once it is gone, a school that does not lead is unknown like any other.
    again = await wexmoor.correct(trainee_id, lead_partner_urn="901001")
    assert again.data == corrected
