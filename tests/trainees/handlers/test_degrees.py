from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api, path_of
from tests.trainees.domain.payloads import ABSENT, make_data, make_degree
from tests.trainees.moments import this_moment
from tests.trainees.stored import journal_of, nothing_changes
from trainees_service.app import TraineesService

Record = dict[str, Any]

FRENCH = {"non_uk_degree": "051", "subject": "100403", "country": "FR", "graduation_year": 2021}

UK_SHOWN: Record = {
    "uk_degree": "083",
    "non_uk_degree": None,
    "subject": "100403",
    "institution": "0116",
    "graduation_year": 2021,
    "grade": "01",
    "country": None,
    "other_grade": None,
    "institution_uuid": "1071f34a-2887-e711-80d8-005056ac45bb",
    "uk_degree_uuid": "1b6a5652-c197-e711-80d8-005056ac45bb",
    "subject_uuid": "6b8170f0-5dce-e911-a985-000d3ab79618",
    "grade_uuid": "8741765a-13d8-4550-a413-c5a860a59d25",
}
NO_UK_PARTS: Record = dict.fromkeys(
    ("uk_degree", "uk_degree_uuid", "institution", "institution_uuid")
)
FRENCH_SHOWN = {
    **UK_SHOWN,
    **NO_UK_PARTS,
    "non_uk_degree": "051",
    "country": "FR",
    "grade": None,
    "grade_uuid": None,
}
OTHER_INSTITUTION: Record = {
    "institution": None,
    "institution_uuid": "02132969-f5bc-47ca-be9c-b6f6d5b05e1b",
}
PASS: Record = {"grade": "14", "grade_uuid": "aaba4427-287c-4610-a838-1970dd9090c1"}
UNIVERSITY_COLLEGE: Record = {
    "institution": "0149",
    "institution_uuid": "a27af34a-2887-e711-80d8-005056ac45bb",
}


@pytest.fixture
async def trainee(wexmoor: Api) -> Record:
    """A trainee without degrees, on a route that asks for none."""
    return await wexmoor.register(make_data(training_route="11", degrees_attributes=ABSENT))


async def add(api: Api, trainee: Record, sent: Record) -> Record:
    """Add a degree that must be accepted."""
    answer = await api.send("POST", sent, trainee["trainee_id"], "degrees")
    assert answer.status == 201, answer
    return answer.data


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param(make_degree(), UK_SHOWN, id="UK"),
        pytest.param(make_degree(country="XH"), UK_SHOWN, id="Scotland"),
        pytest.param(make_degree(country="FR"), UK_SHOWN, id="an institution counts more"),
        pytest.param(make_degree(non_uk_degree="zz"), UK_SHOWN, id="the other type is ignored"),
        pytest.param(
            make_degree(institution=ABSENT), UK_SHOWN | OTHER_INSTITUTION, id="no institution"
        ),
        pytest.param(
            make_degree(institution="zz"), UK_SHOWN | OTHER_INSTITUTION, id="unknown institution"
        ),
        pytest.param(
            make_degree(institution="0133", grade="09"),
            UK_SHOWN | UNIVERSITY_COLLEGE | PASS,
            id="codes that stand for others",
        ),
        pytest.param(
            make_degree(uk_degree="400", subject="999999", graduation_year=2027),
            UK_SHOWN
            | {
                "uk_degree": None,
                "uk_degree_uuid": "0584565a-1c98-4c1d-ae64-c241542c0879",
                "subject": None,
                "subject_uuid": "208373a5-8bff-41c8-8b13-3d1d0b34e36e",
                "graduation_year": 2027,
            },
            id="terms too general for a code",
        ),
        pytest.param(FRENCH, FRENCH_SHOWN, id="from elsewhere"),
        pytest.param(
            {**FRENCH, "grade": "zz", "uk_degree": "zz", "institution": ""},
            FRENCH_SHOWN,
            id="from elsewhere, unknown grade",
        ),
        pytest.param(
            {**FRENCH, "grade": "09", "graduation_year": "1967"},
            FRENCH_SHOWN | PASS | {"graduation_year": 1967},
            id="from elsewhere, with a grade",
        ),
    ],
)
async def test_a_degree_is_added_to_the_record(
    wexmoor: Api,
    service: TraineesService,
    travel: time_machine.Traveller,
    trainee: Record,
    *,
    sent: Record,
    shown: Record,
) -> None:
    travel.shift(timedelta(seconds=1))
    answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "degrees")
    degree_id, now = answer.data["degree_id"], this_moment()
    expected = {"degree_id": degree_id, **shown, "created_at": now, "updated_at": now}
    assert (answer.status, answer.data) == (201, expected)
    path = path_of(trainee["trainee_id"], "degrees", degree_id)
    assert answer.headers["Location"] == path
    assert (await wexmoor.call("GET", path)).data == expected
    after = trainee | {"degrees": [expected], "updated_at": now}
    assert (await wexmoor.get(trainee["trainee_id"])).data == after
    assert await journal_of(service, trainee["trainee_id"]) == 2


async def test_degrees_are_listed_by_year_then_in_the_order_of_their_creation(
    wexmoor: Api, trainee: Record
) -> None:
    trainee_id = trainee["trainee_id"]
    assert (await wexmoor.get(trainee_id, "degrees")).records == []
    late = await add(wexmoor, trainee, make_degree(graduation_year=2022))
    early = await add(wexmoor, trainee, make_degree(graduation_year=2019))
    second = await add(wexmoor, trainee, make_degree(graduation_year=2022, grade="02"))
    assert (await wexmoor.get(trainee_id, "degrees")).records == [early, late, second]
    moved = await wexmoor.send(
        "PUT", {"graduation_year": "2024"}, trainee_id, "degrees", early["degree_id"]
    )
    assert (await wexmoor.get(trainee_id, "degrees")).records == [late, second, moved.data]
    back = await wexmoor.send(
        "PUT", {"graduation_year": 2022, "grade": "03"}, trainee_id, "degrees", early["degree_id"]
    )
    expected = [late, back.data, second]
    assert (await wexmoor.get(trainee_id, "degrees")).records == expected
    assert (await wexmoor.get(trainee_id)).data["degrees"] == expected


# What is stored, what is sent, and what changes of the answer.
CHANGES: tuple[tuple[Record, Record, Record], ...] = (
    (
        make_degree(),
        {"subject": "100346"},
        {"subject": "100346", "subject_uuid": "0d8170f0-5dce-e911-a985-000d3ab79618"},
    ),
    (make_degree(), {"institution": "0133"}, UNIVERSITY_COLLEGE),
    (make_degree(), {"institution": ""}, OTHER_INSTITUTION),
    (make_degree(), {"grade": "09"}, PASS),
    (make_degree(), {"graduation_year": "2019-07-31"}, {"graduation_year": 2019}),
    (
        make_degree(),
        {"uk_degree": "051"},
        {"uk_degree": "051", "uk_degree_uuid": "db695652-c197-e711-80d8-005056ac45bb"},
    ),
    (
        make_degree(),
        {"non_uk_degree": "051", "country": "FR"},
        NO_UK_PARTS | {"non_uk_degree": "051", "country": "FR"},
    ),
    (FRENCH, {"country": "DE"}, {"country": "DE"}),
    (FRENCH, {"grade": "09"}, PASS),
    (
        FRENCH,
        {"uk_degree": "083", "grade": "01"},
        {
            **{name: UK_SHOWN[name] for name in ("uk_degree", "uk_degree_uuid")},
            **{name: UK_SHOWN[name] for name in ("grade", "grade_uuid")},
            **OTHER_INSTITUTION,
            "non_uk_degree": None,
            "country": None,
        },
    ),
)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_only_what_is_sent_changes(
    wexmoor: Api,
    travel: time_machine.Traveller,
    trainee: Record,
    service: TraineesService,
    method: str,
) -> None:
    trainee_id = trainee["trainee_id"]
    for stored, sent, changes in CHANGES:
        before = await add(wexmoor, trainee, stored)
        journalled = await journal_of(service, trainee_id)
        travel.shift(timedelta(seconds=1))
        path = path_of(trainee_id, "degrees", before["degree_id"])
        answer = await wexmoor.call(method, path, json={"data": sent})
        after = before | changes | {"updated_at": this_moment()}
        assert (answer.status, answer.data) == (200, after), sent
        assert (await wexmoor.call("GET", path)).data == after
        record = (await wexmoor.get(trainee_id)).data
        assert record == trainee | {"degrees": [after], "updated_at": this_moment()}
        assert await journal_of(service, trainee_id) == journalled + 1
        assert (await wexmoor.call("DELETE", path)).status == 200
    assert await service.upkeep.check() == []


async def test_a_change_that_changes_nothing_writes_nothing(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller, trainee: Record
) -> None:
    trainee_id = trainee["trainee_id"]
    uk = await add(wexmoor, trainee, make_degree())
    general = await add(
        wexmoor, trainee, make_degree(uk_degree="400", subject="999999", institution=ABSENT)
    )
    french = await add(wexmoor, trainee, FRENCH)
    travel.shift(timedelta(seconds=1))
    for degree, sent in (
        (uk, dict.fromkeys(make_degree())),
        (uk, {"degree_id": "x", "other_grade": "y", "created_at": None}),
        (uk, {"country": "XF", "non_uk_degree": ""}),
        (uk, make_degree()),
        (french, {"uk_degree": "", "institution": "", "grade": "zz"}),
        *((each, each) for each in (uk, general, french)),
    ):
        async with nothing_changes(service):
            answer = await wexmoor.send("PUT", sent, trainee_id, "degrees", degree["degree_id"])
            assert (answer.status, answer.data) == (200, degree), sent


async def test_a_removed_degree_is_gone_even_the_last_of_a_postgraduate(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    trainee = await wexmoor.register(
        make_data(degrees_attributes=[make_degree(), make_degree(grade="02")])
    )
    trainee_id = trainee["trainee_id"]
    first, second = trainee["degrees"]
    for removed, left in ((first, [second]), (second, [])):
        travel.shift(timedelta(seconds=1))
        answer = await wexmoor.remove(trainee_id, "degrees", removed["degree_id"])
        after = trainee | {"degrees": left, "updated_at": this_moment()}
        assert (answer.status, answer.data) == (200, after)
        async with nothing_changes(service):
            again = await wexmoor.remove(trainee_id, "degrees", removed["degree_id"])
            assert again.faults == (404, "NotFound", ["Degree(s) not found"])
            assert (await wexmoor.get(trainee_id)).data == after
