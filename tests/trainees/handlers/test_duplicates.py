import asyncio
from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data, make_degree
from trainees_service.app import TraineesService


async def test_a_repeated_registration_answers_what_exists(wexmoor: Api) -> None:
    registered = await wexmoor.register(make_data())
    answer = await wexmoor.post(make_data())
    assert answer.status == 409
    assert answer.body == {
        "errors": [{"error": "Conflict", "message": "This trainee is already in Register"}],
        "data": [registered],
    }


async def test_every_record_that_matches_is_answered(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    by_name = await wexmoor.register(make_data(email="one@post.example"))
    travel.shift(timedelta(seconds=1))
    by_email = await wexmoor.register(make_data(first_names="Rowan", email="two@post.example"))
    await wexmoor.register(make_data(first_names="Sacha", email="three@post.example"))
    answer = await wexmoor.post(make_data(email="TWO@post.example"))
    assert answer.body["data"] == [by_name, by_email]


@pytest.mark.parametrize(
    ("members", "status"),
    [
        pytest.param({"hesa_id": "1", "sex": "11", "middle_names": "Ann"}, 409, id="compared not"),
        pytest.param({"last_name": " OKONEDO "}, 409, id="blanks and case"),
        pytest.param({"first_names": "Tàmsin Jane", "email": "x@y.example"}, 409, id="accents"),
        pytest.param({"last_name": "Ok%"}, 201, id="no wildcard"),
        pytest.param({"last_name": "_konedo"}, 201, id="no wildcard either"),
        pytest.param({"first_names": "Rowan", "email": "x@y.example"}, 201, id="somebody else"),
        pytest.param({"date_of_birth": "2001-04-18"}, 201, id="another birthday"),
        pytest.param(
            {"training_route": "03", "employing_school_urn": None}, 201, id="another route"
        ),
        pytest.param({"itt_start_date": "2027-01-04"}, 409, id="same cycle"),
        pytest.param({"itt_start_date": "2025-09-01"}, 201, id="another cycle"),
    ],
)
async def test_what_makes_a_duplicate(
    wexmoor: Api, members: dict[str, object], status: int
) -> None:
    await wexmoor.register(make_data())
    assert (await wexmoor.post(make_data(**members))).status == status


async def test_the_cycle_stored_is_that_of_the_trainees_own_start(wexmoor: Api) -> None:
    """A trainee who joined in the next cycle is found by a course of that cycle."""
    late = {"itt_start_date": "2025-07-01", "trainee_start_date": "2025-08-04"}
    await wexmoor.register(make_data(**late))
    assert (await wexmoor.post(make_data(itt_start_date="2025-09-01"))).status == 409
    assert (await wexmoor.post(make_data(itt_start_date="2025-07-01"))).status == 201


async def test_twenty_equal_requests_at_once_make_one_trainee(
    wexmoor: Api, saltburn: Api, service: TraineesService
) -> None:
    answers = await asyncio.gather(
        *(wexmoor.post(make_data()) for _ in range(20)),
        *(saltburn.post(make_data()) for _ in range(5)),
    )
    assert Counter(answer.status for answer in answers) == {201: 2, 409: 23}
    first = {answer.data["trainee_id"] for answer in answers if answer.status == 201}
    assert {answer.body["data"][0]["trainee_id"] for answer in answers[:20] if answer.status == 409}
    async with service.pool.acquire() as conn:
        stored = await conn.fetch("SELECT trainee_id FROM trainees")
    assert {row["trainee_id"] for row in stored} == first


async def test_equal_requests_under_different_names_of_one_person(wexmoor: Api) -> None:
    """Two requests that share the e-mail alone still wait for each other."""
    answers = await asyncio.gather(
        *(wexmoor.post(make_data(first_names=f"{letter}lex")) for letter in "ABCDEFGH")
    )
    assert Counter(answer.status for answer in answers) == {201: 1, 409: 7}


async def test_many_different_requests_at_once_all_succeed(wexmoor: Api) -> None:
    answers = await asyncio.gather(
        *(
            wexmoor.post(
                make_data(
                    last_name=f"Okonedo {number % 3}",
                    first_names=f"T{chr(97 + number)}",
                    email=f"t{number}@post.example",
                    placements_attributes=[{"urn": "901001", "name": "A school"}],
                    degrees_attributes=[make_degree()],
                )
            )
            for number in range(24)
        )
    )
    assert {answer.status for answer in answers} == {201}
    moments = [answer.data["updated_at"] for answer in answers]
    assert set(moments) == {"2026-11-24T10:30:00.000Z"}
