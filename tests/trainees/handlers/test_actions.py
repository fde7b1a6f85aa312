from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import ABSENT, make_data, make_degree
from tests.trainees.moments import this_moment
from tests.trainees.registry import Registry, trn_assigned
from tests.trainees.standing import (
    DEFERRAL,
    RECOMMENDATION,
    WITHDRAWAL,
    trainee_in,
)
from tests.trainees.stored import journal_of, nothing_changes
from trainees_service.app import TraineesService
from trainees_service.domain.states import TraineeState

Record = dict[str, Any]

FORBIDDEN = {
    "error": "StateTransitionError",
    "message": "It\u2019s not possible to perform this action while the trainee is in its current"
    " state",
}
NOT_DEFERRABLE = {
    "error": "UnprocessableEntity",
    "message": "state is invalid must be one of [submitted_for_trn, trn_received]",
}
NOT_RECOMMENDABLE = {
    "error": "UnprocessableEntity",
    "message": "state must be selected as trn_received",
}

BODIES: dict[str, Record] = {
    "defer": DEFERRAL,
    "withdraw": WITHDRAWAL,
    "recommend-for-qts": RECOMMENDATION,
}
# Which action succeeds in which state, and what is said elsewhere.
ALLOWED: dict[str, tuple[str, ...]] = {
    "defer": ("submitted_for_trn", "trn_received"),
    "withdraw": ("submitted_for_trn", "trn_received", "deferred"),
    "recommend-for-qts": ("trn_received",),
}
REFUSALS = {
    "defer": NOT_DEFERRABLE,
    "withdraw": FORBIDDEN,
    "recommend-for-qts": NOT_RECOMMENDABLE,
}
STATUSES = {"defer": 200, "withdraw": 200, "recommend-for-qts": 202}

DEFERRED: Record = {"state": "deferred", **DEFERRAL}
RECOMMENDED: Record = {
    "state": "recommended_for_award",
    "recommended_for_award_at": "2026-11-24T10:30:01Z",
    "outcome_date": "2026-11-20",
}
WITHDRAWN: Record = {
    "state": "withdrawn",
    "withdraw_date": "2026-11-20",
    "withdraw_reasons": ["trainee_workload_issues"],
    "withdrawal_reasons": ["trainee_workload_issues"],
    "withdrawal_trigger": "trainee",
    "withdrawal_future_interest": "no",
}
EFFECTS = {"defer": DEFERRED, "withdraw": WITHDRAWN, "recommend-for-qts": RECOMMENDED}


@pytest.mark.parametrize("state", TraineeState)
@pytest.mark.parametrize("action", ALLOWED)
async def test_every_action_in_every_state(
    wexmoor: Api,
    registry: Registry,
    service: TraineesService,
    travel: time_machine.Traveller,
    *,
    action: str,
    state: TraineeState,
) -> None:
    before = await trainee_in(state, wexmoor, registry)
    trainee_id = before["trainee_id"]
    travel.shift(timedelta(seconds=1))
    if state not in ALLOWED[action]:
        async with nothing_changes(service):
            answer = await wexmoor.send("POST", BODIES[action], trainee_id, action)
            assert (answer.status, answer.body) == (422, {"errors": [REFUSALS[action]]})
        return
    journalled = await journal_of(service, trainee_id)
    answer = await wexmoor.send("POST", BODIES[action], trainee_id, action)
    after = before | EFFECTS[action] | {"updated_at": this_moment()}
    assert (answer.status, answer.data) == (STATUSES[action], after)
    assert list(answer.data) == list(before)
    assert (await wexmoor.get(trainee_id)).data == after
    assert await journal_of(service, trainee_id) == journalled + 1
    assert await service.upkeep.check() == []


@pytest.mark.parametrize("state", TraineeState)
async def test_records_are_kept_in_every_state(
    wexmoor: Api, registry: Registry, state: TraineeState
) -> None:
    """Placements and degrees come and go and members are corrected, whatever has happened."""
    trainee = await trainee_in(state, wexmoor, registry)
    trainee_id = trainee["trainee_id"]
    placement = await wexmoor.send("POST", {"name": "Hut"}, trainee_id, "placements")
    degree = await wexmoor.send("POST", make_degree(grade="02"), trainee_id, "degrees")
    below = ("placements", placement.data["placement_id"])
    assert (await wexmoor.send("PUT", {"name": "Barn"}, trainee_id, *below)).status == 200
    assert (await wexmoor.remove(trainee_id, *below)).status == 200
    below = ("degrees", degree.data["degree_id"])
    assert (await wexmoor.send("PUT", {"grade": "03"}, trainee_id, *below)).status == 200
    assert (await wexmoor.remove(trainee_id, *below)).status == 200
    corrected = await wexmoor.correct(trainee_id, last_name="Okonjo")
    assert corrected.data == trainee | {"last_name": "Okonjo"}


async def test_a_deferral_without_a_reason(wexmoor: Api, service: TraineesService) -> None:
    for number, reason in enumerate(({}, {"defer_reason": None})):
        trainee = await wexmoor.register(make_data(last_name=f"Okonedo{number}"))
        sent = {"defer_date": "2031-02-01T12:00:00+01:00", **reason}
        answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "defer")
        assert (answer.data["defer_date"], answer.data["defer_reason"]) == ("2031-02-01", None)


async def test_what_is_wrong_with_a_deferral(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    blank, invalid = "defer_date can't be blank", "defer_date is invalid"
    long = "defer_reason is too long (maximum is 500 characters)"
    table: tuple[tuple[Record, list[str]], ...] = (
        ({"defer_reason": "x"}, [blank]),
        ({"defer_date": " "}, [blank]),
        ({"defer_date": "17/06/2024"}, [invalid]),
        ({"defer_date": 20240617}, [invalid]),
        ({"defer_date": "2026-06-17", "defer_reason": "ö" * 501}, [long]),
        ({"defer_date": "2026-06-17", "defer_reason": 5}, ["defer_reason is invalid"]),
        ({"defer_date": "x", "defer_reason": "x" * 501}, [invalid, long]),
    )
    for state in (TraineeState.SUBMITTED_FOR_TRN, TraineeState.WITHDRAWN):
        trainee = await trainee_in(state, wexmoor, registry, last_name=state.value)
        async with nothing_changes(service):
            for sent, messages in table:
                answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "defer")
                assert answer.faults == (422, "UnprocessableEntity", messages), sent
    longest = {"defer_date": "1999-01-01", "defer_reason": "ö" * 500}
    trainee = await wexmoor.register(make_data())
    assert (await wexmoor.send("POST", longest, trainee["trainee_id"], "defer")).status == 200


async def test_what_is_wrong_with_a_withdrawal(wexmoor: Api, service: TraineesService) -> None:
    invalid = "Withdraw date Choose a valid withdrawal date"
    early = "Withdraw date The date must not be before the ITT start date"
    wrong = "Reasons Reason(s) selected are not valid for this trigger"
    none = "Reasons Choose one or more reasons why the trainee withdrew from the course"
    trigger, interest = (
        f"{title} is not included in the list" for title in ("Trigger", "Future interest")
    )
    another = "Another reason Enter another reason"
    blank = "Withdraw date Choose a withdrawal date"
    table: tuple[tuple[Record, list[str]], ...] = (
        ({"withdraw_date": ""}, [blank]),
        ({"withdraw_date": "20 November"}, [invalid]),
        ({"withdraw_date": "2026-08-31"}, [early]),
        ({"reasons": ["mandatory_reasons"]}, [wrong]),
        ({"trigger": "provider"}, [wrong]),
        ({"reasons": []}, [none]),
        ({"reasons": "trainee_workload_issues"}, [none]),
        ({"trigger": "department"}, [trigger]),
        ({"future_interest": None}, [interest]),
        ({"reasons": ["trainee_chose_to_withdraw_another_reason"]}, [another]),
        ({"another_reason": 5}, ["Another reason is invalid"]),
        (
            {**dict.fromkeys(WITHDRAWAL), "unknown": 1},
            [blank, none, trigger, interest],
        ),
        (
            {"withdraw_date": "x", "reasons": ["another_reason"], "trigger": "x"},
            [invalid, wrong, trigger, another],
        ),
    )
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    async with nothing_changes(service):
        for sent, messages in table:
            answer = await wexmoor.send("POST", WITHDRAWAL | sent, trainee_id, "withdraw")
            assert answer.faults == (422, "UnprocessableEntity", messages), sent


async def test_a_withdrawal_with_all_that_can_be_said(wexmoor: Api, registry: Registry) -> None:
    before = await trainee_in(TraineeState.DEFERRED, wexmoor, registry)
    sent = {
        "withdraw_date": "2031-01-01T23:59:59Z",
        "trigger": "provider",
        "future_interest": "unknown",
        "reasons": ["record_added_in_error", "had_to_withdraw_trainee_another_reason"],
        "another_reason": "Zoë's “reason”",
    }
    answer = await wexmoor.send("POST", sent, before["trainee_id"], "withdraw")
    assert answer.data == before | {
        "state": "withdrawn",
        "withdraw_date": "2031-01-01",
        "withdraw_reasons": sent["reasons"],
        "withdrawal_reasons": sent["reasons"],
        "withdrawal_trigger": "provider",
        "withdrawal_future_interest": "unknown",
        "withdrawal_another_reason": sent["another_reason"],
    }


async def test_whoever_has_not_begun_cannot_leave(wexmoor: Api, service: TraineesService) -> None:
    """Which is said before anything that was sent is looked at."""
    trainee = await wexmoor.register(make_data(itt_start_date="2027-02-01"))
    bodies: tuple[object, ...] = (
        {"data": WITHDRAWAL},
        {"data": {"reasons": 5}},
        {"data": {}},
        {},
        [],
    )
    for body in bodies:
        async with nothing_changes(service):
            path = f"/api/v0.1/trainees/{trainee['trainee_id']}/withdraw"
            answer = await wexmoor.at("2027-01-31T23:59:59Z").call("POST", path, json=body)
            assert (answer.status, answer.body) == (422, {"errors": [FORBIDDEN]}), body
    that_day = wexmoor.at("2027-02-01T00:00:00Z")
    sent = WITHDRAWAL | {"withdraw_date": "2027-02-01"}
    assert (await that_day.send("POST", sent, trainee["trainee_id"], "withdraw")).status == 200


async def test_what_is_wrong_with_a_recommendation(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    field = "qts_standards_met_date"
    state = NOT_RECOMMENDABLE["message"]
    no_degree = f"degree_id must be completed before {field}"
    table: tuple[tuple[object, list[str]], ...] = (
        (None, [f"{field} can't be blank"]),
        ("soon", [f"{field} is invalid"]),
        (20261120, [f"{field} is invalid"]),
        ("2026-11-25", [f"{field} must not be in the future"]),
        ("2026-08-31", [f"{field} must be after itt_start_date"]),
    )
    waiting = (await wexmoor.register(make_data()))["trainee_id"]
    ready = await trainee_in(TraineeState.TRN_RECEIVED, wexmoor, registry, last_name="Sorrell")
    trainee_id = ready["trainee_id"]
    await wexmoor.remove(trainee_id, "degrees", ready["degrees"][0]["degree_id"])
    async with nothing_changes(service):
        for date, messages in table:
            sent = {field: date, "unknown": 1}
            answer = await wexmoor.send("POST", sent, waiting, "recommend-for-qts")
            assert answer.faults == (422, "UnprocessableEntity", [*messages, state]), date
            answer = await wexmoor.send("POST", sent, trainee_id, "recommend-for-qts")
            assert answer.faults == (422, "UnprocessableEntity", [*messages, no_degree]), date
    undergraduate = await wexmoor.register(
        make_data(training_route="11", degrees_attributes=ABSENT, last_name="Ng")
    )
    await registry.apply(trn_assigned(undergraduate["trainee_id"], "4471903"))
    sent = {field: "2026-09-01"}
    answer = await wexmoor.send("POST", sent, undergraduate["trainee_id"], "recommend-for-qts")
    assert (answer.status, answer.data["outcome_date"]) == (202, "2026-09-01")


async def test_a_future_course_cannot_have_been_finished(wexmoor: Api, registry: Registry) -> None:
    future = {"itt_start_date": "2027-02-01"}
    trainee = await trainee_in(TraineeState.TRN_RECEIVED, wexmoor, registry, **future)
    sent = {"qts_standards_met_date": "2026-12-01"}
    answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "recommend-for-qts")
    assert answer.faults[2] == [
        "qts_standards_met_date must not be in the future",
        "qts_standards_met_date must be after itt_start_date",
    ]
