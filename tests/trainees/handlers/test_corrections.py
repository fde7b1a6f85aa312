from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import ABSENT, make_data
from tests.trainees.moments import this_moment
from tests.trainees.registry import Registry, lead_partner_put, school_put
from tests.trainees.stored import journal_of
from trainees_service.app import TraineesService

Members = dict[str, Any]

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
