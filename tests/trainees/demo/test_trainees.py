"""The invented trainees, judged by the rules that judge every request."""

from collections import Counter
from datetime import date
from itertools import islice
from typing import Any

import orjson
import pytest

from trainees_service.demo.payloads import trainee_payloads
from trainees_service.demo.registers import LEAD_PARTNERS, PROVIDERS, SCHOOLS, demo_events
from trainees_service.demo.trainees import DemoTrainee, demo_trainees
from trainees_service.domain.code_tables import (
    COURSE_AGE_RANGES,
    DISABILITIES,
    ETHNICITIES,
    TRAINING_ROUTES,
)
from trainees_service.domain.duplicates import MatchingKeys
from trainees_service.domain.readiness import second_stage_problems, storage_stage_problems
from trainees_service.domain.registers import Registers, School
from trainees_service.domain.registration_rules import first_stage_problems
from trainees_service.domain.registrations import Registration

TODAY = date(2026, 11, 24)
REGISTERS = Registers(
    schools={
        school.urn: School(
            urn=school.urn, name=school.name, town=school.town, postcode=school.postcode
        )
        for school in SCHOOLS
    }
)

days = pytest.mark.parametrize(
    "today",
    [
        pytest.param(TODAY, id="in autumn"),
        pytest.param(date(2027, 1, 1), id="on New Year's Day"),
        pytest.param(date(2027, 7, 31), id="on the last day of a cycle"),
        pytest.param(date(2027, 8, 1), id="on the first day of a cycle"),
        pytest.param(date(2027, 9, 4), id="as courses begin"),
        pytest.param(date(2028, 2, 29), id="on a leap day"),
    ],
)


def problems(body: dict[str, Any], *, today: date) -> tuple[str, ...]:
    registration = Registration.read(body["data"])
    found = first_stage_problems(registration, registers=REGISTERS, today=today)
    if found:
        return found
    return (
        *second_stage_problems(registration, today=today),
        *storage_stage_problems(registration, today=today),
    )


def matching_keys(body: dict[str, Any]) -> MatchingKeys:
    return MatchingKeys.requested(Registration.read(body["data"]))


def bodies(today: date = TODAY) -> list[dict[str, Any]]:
    return [trainee.body["data"] for trainee in demo_trainees(today=today)]


@days
def test_every_trainee_passes_every_rule(today: date) -> None:
    for trainee in demo_trainees(today=today):
        assert problems(trainee.body, today=today) == (), trainee.body


@days
def test_the_same_seed_and_day_give_the_same_bytes(today: date) -> None:
    first, second = bodies(today), bodies(today)

    assert orjson.dumps(first) == orjson.dumps(second)


def test_nobody_is_a_duplicate_of_another() -> None:
    trainees = list(demo_trainees(today=TODAY))
    keys = [(trainee.provider_id, matching_keys(trainee.body)) for trainee in trainees]

    for place, (provider_id, ours) in enumerate(keys):
        for other_provider_id, theirs in keys[place + 1 :]:
            assert provider_id != other_provider_id or not ours.matches(theirs)


@pytest.mark.parametrize(
    "later",
    [pytest.param(date(2027, 7, 31), id="cycle"), pytest.param(date(2027, 8, 1), id="next")],
)
def test_whoever_begins_this_year_or_next_is_the_same_person_on_a_later_day(later: date) -> None:
    def people(today: date) -> set[tuple[object, MatchingKeys]]:
        found: list[DemoTrainee] = list(demo_trainees(today=today))
        recent = [t for t in found if t.body["data"]["itt_start_date"] >= "2026-08-01"]
        return {(t.provider_id, matching_keys(t.body)) for t in recent}

    assert people(TODAY) <= people(later)


@pytest.mark.parametrize(
    ("member", "codes"),
    [
        ("training_route", set(TRAINING_ROUTES.codes)),
        ("course_age_range", set(COURSE_AGE_RANGES.codes)),
        ("study_mode", {"01", "02", "31", "63", "64"}),
        ("funding_method", {"4", "6", "7", "8", "9", "B", "C", "D", "E"}),
        ("sex", {"10", "11", "12", "96", "99"}),
        ("itt_aim", {"201", "202"}),
        ("fund_code", {"2", "7"}),
    ],
)
def test_every_code_occurs(member: str, codes: set[str]) -> None:
    assert {body[member] for body in bodies()} == codes


def test_people_differ_in_what_they_say_of_themselves() -> None:
    found = bodies()
    disabilities = {body[f"disability{place}"] for place in (1, 2) for body in found
                    if f"disability{place}" in body}  # fmt: skip

    assert len({body.get("ethnicity") for body in found}) > len(ETHNICITIES) / 2
    assert len(disabilities) > len(DISABILITIES) / 2
    assert len({body.get("nationality") for body in found}) > 10
    assert any(not body["last_name"].isascii() for body in found)
    assert all(body["email"].isascii() for body in found)


def test_degrees_come_from_the_united_kingdom_and_from_elsewhere() -> None:
    degrees = [degree for body in bodies() for degree in body.get("degrees_attributes", [])]

    assert Counter("uk_degree" in degree for degree in degrees).keys() == {True, False}


def test_placements_are_in_known_schools_and_elsewhere() -> None:
    urns = {
        placement.get("urn")
        for body in bodies()
        for placement in body.get("placements_attributes", [])
    }

    assert urns & {school.urn for school in SCHOOLS}
    assert urns & {"900000", "900010", "900020", "900030"}
    assert None in urns


def test_courses_began_in_three_cycles_and_will_begin_in_a_fourth() -> None:
    starts = {body["itt_start_date"][:7] for body in bodies()}

    assert {"2024-09", "2025-09", "2026-09", "2027-09"} <= starts


def test_every_provider_has_trainees() -> None:
    assert {t.provider_id for t in demo_trainees(today=TODAY)} == {p.id for p in PROVIDERS}


def test_registers_are_known_by_unique_numbers() -> None:
    events = list(demo_events())

    assert len({event["event_id"] for event in events}) == len(events)
    assert len({provider.ukprn for provider in PROVIDERS}) == len(PROVIDERS)
    assert len({school.urn for school in SCHOOLS}) == len(SCHOOLS)
    assert len({(partner.urn, partner.ukprn) for partner in LEAD_PARTNERS}) == len(LEAD_PARTNERS)


@days
def test_payloads_pass_every_rule_without_any_register(today: date) -> None:
    for body in trainee_payloads(150, today=today):
        registration = Registration.read(body["data"])
        assert first_stage_problems(registration, registers=Registers(), today=today) == ()
        assert problems(body, today=today) == ()


def test_no_payload_is_a_duplicate_of_another() -> None:
    keys = [matching_keys(body) for body in trainee_payloads(20_000, today=TODAY)]
    narrow = Counter((k.date_of_birth, k.last_name) for k in keys)

    assert narrow.most_common(1)[0][1] == 1


def test_payloads_whose_birthdays_and_last_names_repeat_differ_in_name_and_address() -> None:
    people = 9_000 * 500
    early = [matching_keys(b) for b in trainee_payloads(200, today=TODAY)]
    late = [matching_keys(b) for b in trainee_payloads(200, today=TODAY, first=people)]

    assert not any(ours.matches(theirs) for ours in early for theirs in late)


def test_payloads_without_a_count_do_not_end() -> None:
    assert len(list(islice(trainee_payloads(today=TODAY), 2_001))) == 2_001
