"""What lead providers do with the training of their participants, over HTTP."""

import asyncio
from typing import Any

import orjson
import pytest
import time_machine

from participants_service.app import ParticipantsService
from shared.database import Pool
from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Answer, Api
from tests.participants.people import SALTMARSH, known, moment
from tests.participants.registry import Registry, ect, event, mentor, partnership

IMOGEN = known("Imogen Achterberg")
BAD_STRUCTURE = (
    400,
    "Bad request",
    "Correct json data structure required. See API docs for reference.",
)
ALREADY = "The '#/participant_id' is already {}."
AT_LEAST_ONE_DAY = (
    "You cannot {} #/participant_id. This is because they have not been training with you for at "
    "least one day."
)
TRY_TOMORROW = (
    "You cannot defer or withdraw this participant today. You need to try again tomorrow as the "
    "training was recently changed for this participant."
)
SAME_DAY = (
    "You cannot resume a participant on the same day they were withdrawn or deferred. Resume them "
    "tomorrow or later."
)
NOT_RECOGNISED = (
    "The entered '#/course_identifier' is not recognised for the given participant. Check details "
    "and try again."
)
REASON_NOT_RECOGNISED = (
    "The entered '#/reason' is not recognised for the given participant. Check details and try "
    "again."
)


async def act(api: Api, action: str, person: object = IMOGEN, **attributes: Any) -> Answer:
    """Ask for an action, by default on an ECT's training."""
    members = {"course_identifier": "ecf-induction"} | attributes
    body = {"data": {"type": f"participant-{action}", "attributes": members}}
    return await api.call("PUT", f"{PARTICIPANTS_PATH}/{person}/{action}", json=body)


def refusals(answer: Answer) -> list[tuple[str, str]]:
    """Return title and detail of every problem."""
    assert answer.status == 422, answer
    return [(problem["title"], problem["detail"]) for problem in answer.body["errors"]]


def shown(answer: Answer) -> tuple[str, str]:
    """Return both statuses of the first enrolment."""
    assert answer.status == 200, answer
    enrolment = answer.body["data"]["attributes"]["ecf_enrolments"][0]
    return enrolment["training_status"], enrolment["participant_status"]


@pytest.fixture
async def imogen(registry: Registry) -> Registry:
    """Imogen trains with Larkfield at Fenbrook since September."""
    await registry.apply(partnership(), ect())
    return registry


def to(travel: time_machine.Traveller, instant: str) -> None:
    """Move on."""
    travel.move_to(moment(instant), tick=False)


async def test_from_deferral_to_withdrawal(
    imogen: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    before = await larkfield.one(IMOGEN)
    deferred = await act(larkfield, "defer", reason="long-term-sickness")
    assert shown(deferred) == ("deferred", "left")
    enrolment = deferred.body["data"]["attributes"]["ecf_enrolments"][0]
    assert enrolment["deferral"] == {"reason": "long-term-sickness", "date": "2025-10-15T11:00:00Z"}
    assert deferred.body["data"]["attributes"] == await larkfield.one(IMOGEN)

    again = await act(larkfield, "defer", reason="other")
    assert refusals(again) == [("participant_id", ALREADY.format("deferred"))]
    too_soon = await act(larkfield, "resume")
    assert refusals(too_soon) == [("participant_id", SAME_DAY)]

    to(travel, "2025-10-16T08:00:00")
    resumed = await act(larkfield, "resume")
    assert shown(resumed) == ("active", "active")
    after = resumed.body["data"]["attributes"]["ecf_enrolments"][0]
    assert after["deferral"] is None
    assert after["training_record_id"] == before["ecf_enrolments"][0]["training_record_id"]
    assert refusals(await act(larkfield, "withdraw", reason="other")) == [
        ("participant_id", TRY_TOMORROW)
    ]
    assert refusals(await act(larkfield, "resume")) == [
        ("participant_id", ALREADY.format("active"))
    ]

    to(travel, "2025-10-17T08:00:00")
    assert shown(await act(larkfield, "defer", reason="career-break")) == ("deferred", "left")
    withdrawn = await act(larkfield, "withdraw", reason="moved-school")
    assert shown(withdrawn) == ("withdrawn", "left")
    enrolment = withdrawn.body["data"]["attributes"]["ecf_enrolments"][0]
    assert enrolment["deferral"] is None
    assert enrolment["withdrawal"] == {"reason": "moved-school", "date": "2025-10-17T08:00:00Z"}
    assert refusals(await act(larkfield, "withdraw", reason="other")) == [
        ("participant_id", ALREADY.format("withdrawn"))
    ]
    assert refusals(await act(larkfield, "defer", reason="other")) == [
        ("participant_id", ALREADY.format("withdrawn"))
    ]


@pytest.mark.parametrize(
    ("starts_on", "action", "detail"),
    [
        ("2025-10-14", "defer", None),
        ("2025-10-15", "defer", TRY_TOMORROW),
        ("2025-10-16", "defer", AT_LEAST_ONE_DAY.format("defer")),
        ("2025-10-14", "withdraw", None),
        ("2025-10-15", "withdraw", TRY_TOMORROW),
        ("2025-10-16", "withdraw", AT_LEAST_ONE_DAY.format("withdraw")),
    ],
)
async def test_the_first_day_of_training(
    registry: Registry, larkfield: Api, starts_on: str, action: str, detail: str | None
) -> None:
    await registry.apply(partnership(), ect(started_on=starts_on))
    answer = await act(larkfield, action, reason="other")
    if detail is None:
        assert answer.status == 200
    else:
        assert refusals(answer) == [("participant_id", detail)]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b'{"data":[]}', "application/json"),
        (b'{"data":{"attributes":{}}}', "application/json"),
        (b'{"data":{"attributes":{"foo":1}}}', "application/json"),
        (b'{"data":{"attributes":{"reason":["other"]}}}', "application/json"),
        (b'{"data":{"attributes":{"reason":"other"}}}', "text/plain"),
        (b"data[attributes][reason]=other", "application/x-www-form-urlencoded"),
    ],
)
async def test_bodies_without_structure(
    imogen: Registry, larkfield: Api, body: bytes, content_type: str
) -> None:
    path = f"{PARTICIPANTS_PATH}/{IMOGEN}/defer"
    answer = await larkfield.call("PUT", path, data=body, headers={"Content-Type": content_type})
    assert answer.problem == BAD_STRUCTURE
    filtered = await larkfield.call(
        "PUT", f"{path}?filter=x", data=body, headers={"Content-Type": content_type}
    )
    assert filtered.problem == (400, "Bad parameter", "Filter must be a hash")


async def test_several_problems_come_in_order(imogen: Registry, larkfield: Api) -> None:
    answer = await act(larkfield, "defer", course_identifier=None, reason="long_term_sickness")
    assert refusals(answer) == [
        ("course_identifier", "Enter a '#/course_identifier'."),
        ("reason", REASON_NOT_RECOGNISED),
    ]
    answer = await act(larkfield, "withdraw", course_identifier="ecf-mentor")
    assert refusals(answer) == [
        ("course_identifier", NOT_RECOGNISED),
        ("reason", "Enter a '#/reason'."),
    ]


async def test_an_ect_is_not_withdrawn_as_a_mentor(imogen: Registry, larkfield: Api) -> None:
    answer = await act(larkfield, "withdraw", reason="mentor-no-longer-being-mentor")
    assert refusals(answer) == [
        ("reason", "You cannot withdraw an ECT for this reason. The ECT is not a mentor.")
    ]


async def test_a_mentor_is_withdrawn_as_one(registry: Registry, larkfield: Api) -> None:
    await registry.apply(partnership(), mentor())
    answer = await act(
        larkfield,
        "withdraw",
        known("Tobiah Wrenfield"),
        course_identifier="ecf-mentor",
        reason="mentor-no-longer-being-mentor",
    )
    assert shown(answer) == ("withdrawn", "left")


async def test_another_schedule_begins_new_training(
    imogen: Registry, larkfield: Api, participants_pool: Pool
) -> None:
    answer = await act(larkfield, "change-schedule", schedule_identifier="ecf-extended-september")
    enrolment = answer.body["data"]["attributes"]["ecf_enrolments"][0]
    assert enrolment["schedule_identifier"] == "ecf-extended-september"
    again = await act(larkfield, "change-schedule", schedule_identifier="ecf-standard-april")
    assert again.status == 200
    rows = await participants_pool.fetch(
        "SELECT started_on::text, finished_on::text, schedule_identifier FROM training_periods"
        " ORDER BY started_on"
    )
    assert [tuple(row) for row in rows] == [
        ("2025-09-01", "2025-10-14", "ecf-standard-september"),
        ("2025-10-15", None, "ecf-standard-april"),
    ]


@pytest.mark.parametrize(
    ("attributes", "problems"),
    [
        (
            {},
            [
                (
                    "schedule_identifier",
                    (
                        "The property '#/schedule_identifier' must be present and correspond to a "
                        "valid schedule."
                    ),
                )
            ],
        ),
        (
            {"schedule_identifier": "ecf-summer"},
            [("schedule_identifier", "Enter a valid schedule identifier.")],
        ),
        (
            {"schedule_identifier": "ecf-standard-september"},
            [("schedule_identifier", "Selected schedule is already on the profile")],
        ),
        (
            {"schedule_identifier": "ecf-replacement-april"},
            [
                (
                    "schedule_identifier",
                    "Selected schedule is not valid for the course_identifier",
                )
            ],
        ),
        (
            {"schedule_identifier": "ecf-standard-april", "cohort": "2024"},
            [
                (
                    "cohort",
                    (
                        "You cannot change a participant to this cohort as you do not have a "
                        "partnership with the school for the cohort. Contact the DfE for "
                        "assistance."
                    ),
                )
            ],
        ),
        (
            {"schedule_identifier": "ecf-standard-april", "cohort": "1999"},
            [
                (
                    "cohort",
                    (
                        "The '#/cohort' you have entered is invalid. Check cohort details and try "
                        "again."
                    ),
                )
            ],
        ),
    ],
)
async def test_schedules_that_cannot_be(
    imogen: Registry,
    larkfield: Api,
    attributes: dict[str, Any],
    problems: list[tuple[str, str]],
) -> None:
    assert refusals(await act(larkfield, "change-schedule", **attributes)) == problems


async def test_from_a_frozen_cohort_and_back(registry: Registry, larkfield: Api) -> None:
    history: dict[str, Any] = {"cohort": 2022, "schedule_identifier": "ecf-standard-september"}
    await registry.apply(
        *(partnership(cohort=cohort) for cohort in (2021, 2022, 2024)),
        ect(started_on="2022-09-01", **history),
    )

    async def move(cohort: int) -> Answer:
        return await act(
            larkfield,
            "change-schedule",
            schedule_identifier="ecf-extended-september",
            cohort=cohort,
        )

    away = (await move(2024)).body["data"]["attributes"]["ecf_enrolments"][0]
    assert (away["cohort"], away["cohort_changed_after_payments_frozen"]) == ("2024", True)
    assert refusals(await move(2021)) == [
        (
            "cohort",
            (
                "You cannot move a participant to a payments frozen cohort unless they previously "
                "belonged to that cohort."
            ),
        )
    ]
    back = (await move(2022)).body["data"]["attributes"]["ecf_enrolments"][0]
    assert (back["cohort"], back["cohort_changed_after_payments_frozen"]) == ("2022", False)


async def test_completed_and_gone(imogen: Registry, larkfield: Api) -> None:
    await imogen.apply(
        event(
            "induction.put",
            at="2025-10-10T09:00:00Z",
            induction_id=known("induction"),
            participant_id=IMOGEN,
            appropriate_body="Fenland Teaching Hub",
            started_on="2025-09-01",
            finished_on="2025-10-10",
            outcome="pass",
        )
    )
    reduced = await act(larkfield, "change-schedule", schedule_identifier="ecf-reduced-april")
    assert reduced.status == 200
    refused = await act(larkfield, "change-schedule", schedule_identifier="ecf-extended-april")
    assert refusals(refused) == [
        (
            "participant_id",
            (
                "You cannot change this participant's schedule as they have completed their "
                "training or induction."
            ),
        )
    ]


async def test_bad_schedule_of_somebody_who_left(imogen: Registry, larkfield: Api) -> None:
    assert (await act(larkfield, "withdraw", reason="other")).status == 200
    answer = await act(larkfield, "change-schedule", schedule_identifier="ecf-summer")
    assert [title for title, _ in refusals(answer)] == ["schedule_identifier", "participant_id"]


async def test_others_find_nobody(
    imogen: Registry, larkfield: Api, otterburn: Api, service: ParticipantsService
) -> None:
    before = await larkfield.one(IMOGEN)
    for action in ("defer", "resume", "withdraw", "change-schedule"):
        assert (await act(otterburn, action, reason="other")).problem == NOT_FOUND
    assert (await act(larkfield, "defer", "no-id", reason="other")).problem == NOT_FOUND
    assert (await act(larkfield, "defer", SALTMARSH.id, reason="other")).problem == NOT_FOUND
    assert await larkfield.one(IMOGEN) == before


async def test_of_two_at_once_one_passes(imogen: Registry, larkfield: Api) -> None:
    answers = await asyncio.gather(*(act(larkfield, "defer", reason="other") for _ in range(5)))
    assert sorted(answer.status for answer in answers) == [200, 422, 422, 422, 422]


async def test_a_refusal_moves_nothing(
    imogen: Registry, larkfield: Api, participants_pool: Pool
) -> None:
    before = await larkfield.one(IMOGEN)
    assert (await act(larkfield, "resume")).status == 422
    assert await larkfield.one(IMOGEN) == before
    assert await participants_pool.fetchval("SELECT count(*) FROM provider_actions") == 0


async def test_what_was_done_is_kept(
    imogen: Registry, larkfield: Api, participants_pool: Pool
) -> None:
    await act(larkfield, "defer", reason="other")
    row = await participants_pool.fetchrow(
        "SELECT lead_provider_id, action, request::text, changes::text FROM provider_actions"
    )
    assert row is not None
    assert row["action"] == "defer"
    assert orjson.loads(row["request"])["reason"] == "other"
    assert orjson.loads(row["changes"]) != {}


async def test_an_action_has_the_clock_of_its_request(imogen: Registry, larkfield: Api) -> None:
    ahead = larkfield.at("2025-11-03T09:00:00Z")
    answer = await act(ahead, "defer", reason="bereavement")
    enrolment = answer.body["data"]["attributes"]["ecf_enrolments"][0]
    assert enrolment["deferral"]["date"] == "2025-11-03T09:00:00Z"
    assert answer.body["data"]["attributes"] == await ahead.one(IMOGEN)


async def test_views_are_what_a_rebuild_makes(
    imogen: Registry, larkfield: Api, service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    await act(larkfield, "defer", reason="other")
    to(travel, "2025-10-20T08:00:00")
    await act(larkfield, "resume")
    to(travel, "2025-10-22T08:00:00")
    await act(larkfield, "change-schedule", schedule_identifier="ecf-standard-april")
    assert await service.upkeep.check() == []


async def test_what_may_be_done_is_told_beforehand(
    imogen: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    path = f"{PARTICIPANTS_PATH}/{IMOGEN}/available-actions"
    headers = {"Authorization": f"Bearer {larkfield.token}"}

    async def allowed() -> dict[str, bool]:
        async with larkfield.client.get(path, headers=headers) as response:
            assert response.status == 200
            body = await response.json()
        (enrolment,) = body["data"]["attributes"]["enrolments"]
        return {item["action"]: item["allowed"] for item in enrolment["actions"]}

    assert await allowed() == {
        "defer": True,
        "resume": False,
        "withdraw": True,
        "change-schedule": True,
    }
    await act(larkfield, "defer", reason="other")
    assert (await allowed())["resume"] is False
    to(travel, "2025-10-16T08:00:00")
    assert (await allowed())["resume"] is True
    assert (await otterburn.call("GET", path)).problem == NOT_FOUND
