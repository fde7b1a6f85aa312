from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data
from tests.trainees.moments import this_moment
from tests.trainees.registry import Registry, school_put
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService

Members = dict[str, Any]

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
    table: tuple[Members, ...] = (
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


async def test_what_was_registered_may_be_sent_again(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    """A primary course is the hard case: its subjects are stored in other places."""
    courses: tuple[Members, ...] = (
        {},
        {"course_age_range": "13914"},
        {"course_age_range": "13914", "course_subject_two": "100346"},
        {"course_age_range": "13914", "course_subject_one": "100511"},
        {"course_age_range": "13914", "course_subject_one": None, "course_subject_two": "100346"},
        {"course_subject_two": "100346", "course_subject_three": "100366"},
    )
    for number, course in enumerate(courses):
        sent = make_data(**course, last_name=f"Okonedo {number}")
        trainee = await wexmoor.register(sent)
        travel.shift(timedelta(seconds=1))
        async with nothing_changes(service):
            answer = await wexmoor.correct(trainee["trainee_id"], **sent)
            assert (answer.status, answer.data) == (200, trainee), course


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
