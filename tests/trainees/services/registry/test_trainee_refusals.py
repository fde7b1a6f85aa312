"""Which reports on trainees are refused, and where the refusals point."""

from typing import Any

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_somebody
from tests.trainees.registry import (
    Registry,
    award_confirmed,
    discarded,
    event,
    reinstated,
    trn_assigned,
    withdrawal_undone,
)
from tests.trainees.standing import recommend, trainee_in
from trainees_service.app import TraineesService
from trainees_service.domain.states import TraineeState

STRANGER = "1" * 24
NOBODY = [("unknown_reference", "/data/trainee_id")]
NOT_NOW = [("not_allowed_now", "/data/trainee_id")]

REPORTS = (trn_assigned, award_confirmed, reinstated, withdrawal_undone, discarded)


def wrong(*members: str) -> list[tuple[str, str]]:
    return [("invalid_member", f"/data/{member}") for member in members]


async def in_every_state(api: Api, registry: Registry) -> dict[str, str]:
    """Register a trainee for each state; those who have a TRN have 1000002 to 1000004."""
    ids = {}
    for number, state in enumerate(TraineeState, start=1):
        members = make_somebody(number)
        trainee = await trainee_in(state, api, registry, trn=f"100000{number}", **members)
        ids[state.value] = trainee["trainee_id"]
    ids["discarded"] = (await api.register(make_somebody(0)))["trainee_id"]
    await registry.apply(discarded(ids["discarded"]))
    return ids


async def test_shapes(registry: Registry) -> None:
    table: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
        *((report("k3Tz"), wrong("trainee_id")) for report in REPORTS),
        *((report(f"{'1' * 23}0"), wrong("trainee_id")) for report in REPORTS),
        *((report(STRANGER, since=1), [("unknown_member", "/data/since")]) for report in REPORTS),
        (event("trn.assigned", trainee_id=7, trn=4471902), wrong("trainee_id", "trn")),
        *(
            (trn_assigned(STRANGER, trn), wrong("trn"))
            for trn in ("", "447190", "44719020", "4471902\n", "447 190", "\u0664" * 7)
        ),
        *(
            (award_confirmed(STRANGER, awarded_at=moment), wrong("awarded_at"))
            for moment in (None, "", "2026-11-31", "2026-W47-2", "2026-11-23T16:20:00", 20261123)
        ),
        *(
            (reinstated(STRANGER, reinstated_on=day), wrong("reinstated_on"))
            for day in (None, "2026-02-29", "2026-11-20T00:00:00Z", "soon")
        ),
        *(
            (reinstated(STRANGER, itt_end_date=day), wrong("itt_end_date"))
            for day in (None, "2027-13-01", "")
        ),
        *(
            (report(STRANGER, **{member: text}), wrong(member))
            for report, member in ((withdrawal_undone, "comment"), (discarded, "reason"))
            for text in (None, "", " \n\u2003", "x" * 2_001, "a\x00b", 7)
        ),
        (
            event("trn.assigned", lost=True),
            [
                ("missing_member", "/data/trainee_id"),
                ("missing_member", "/data/trn"),
                ("unknown_member", "/data/lost"),
            ],
        ),
        (
            event("trainee.reinstated", trainee_id="?", itt_end_date="?"),
            [
                ("invalid_member", "/data/itt_end_date"),
                ("invalid_member", "/data/trainee_id"),
                ("missing_member", "/data/reinstated_on"),
            ],
        ),
        *(
            (event(kind, trainee_id=STRANGER), [("missing_member", f"/data/{member}")])
            for kind, member in (
                ("award.confirmed", "awarded_at"),
                ("trainee.withdrawal_undone", "comment"),
                ("trainee.discarded", "reason"),
            )
        ),
    ]
    for refused, faults in table:
        assert sorted(await registry.refuse(refused)) == faults, refused


async def test_texts_may_be_as_long_as_they_may_be(registry: Registry) -> None:
    for fitting in (
        withdrawal_undone(STRANGER, comment="\N{GRINNING FACE}" * 2_000),
        discarded(STRANGER, reason="x" * 2_000),
    ):
        assert await registry.refuse(fitting) == NOBODY


async def test_strangers(wexmoor: Api, registry: Registry) -> None:
    known = (await wexmoor.register(make_somebody(1)))["trainee_id"]
    for report in REPORTS:
        for trainee_id in (STRANGER, f"{known[1:]}{known[0]}"):
            assert await registry.refuse(report(trainee_id)) == NOBODY, report


async def test_states(wexmoor: Api, registry: Registry, service: TraineesService) -> None:
    ids = await in_every_state(wexmoor, registry)
    possible = {
        award_confirmed: "recommended_for_award",
        reinstated: "deferred",
        withdrawal_undone: "withdrawn",
    }
    before = {state: await wexmoor.get(trainee_id) for state, trainee_id in ids.items()}
    for report, needed in possible.items():
        for state, trainee_id in ids.items():
            if state != needed:
                assert await registry.refuse(report(trainee_id)) == NOT_NOW, (report, state)
    for report in REPORTS:
        assert await registry.refuse(report(ids["discarded"])) == NOT_NOW, report
    for state, trainee_id in ids.items():
        assert (await wexmoor.get(trainee_id)).body == before[state].body
    assert await service.upkeep.check() == []


async def test_numbers(wexmoor: Api, saltburn: Api, registry: Registry) -> None:
    ids = await in_every_state(wexmoor, registry)
    elsewhere = (await saltburn.register(make_somebody(1)))["trainee_id"]
    await registry.apply(trn_assigned(elsewhere, "2000001"))
    given_up = (await saltburn.register(make_somebody(2)))["trainee_id"]
    await registry.apply(trn_assigned(given_up, "2000002"), discarded(given_up))
    taken, another = ("trn_taken", "/data/trn"), ("not_allowed_now", "/data/trn")
    table = [
        (ids["submitted_for_trn"], "1000002", [taken]),
        (ids["submitted_for_trn"], "2000001", [taken]),
        (ids["deferred"], "1000004", [taken]),
        (ids["withdrawn"], "1000004", [taken]),
        (ids["trn_received"], "3000001", [another]),
        (ids["recommended_for_award"], "3000001", [another]),
        (ids["awarded"], "3000001", [another]),
        (ids["trn_received"], "1000003", [another, taken]),
        (ids["discarded"], "1000003", [*NOT_NOW, taken]),
        (given_up, "2000002", NOT_NOW),
        (STRANGER, "1000003", [*NOBODY, taken]),
    ]
    for trainee_id, trn, faults in table:
        assert await registry.refuse(trn_assigned(trainee_id, trn)) == faults, (trn, faults)


async def test_ends_of_courses(wexmoor: Api, registry: Registry) -> None:
    ids = await in_every_state(wexmoor, registry)
    end = wrong("itt_end_date")
    table = [
        (ids["deferred"], "2026-09-01", end),  # the day of its start
        (ids["deferred"], "0001-01-01", end),
        (ids["trn_received"], "2026-09-02", NOT_NOW),
        (ids["trn_received"], "2026-09-01", [*NOT_NOW, *end]),
        (ids["discarded"], "2026-09-01", [*NOT_NOW, *end]),
        (STRANGER, "2026-09-01", NOBODY),
    ]
    for trainee_id, day, faults in table:
        assert await registry.refuse(reinstated(trainee_id, itt_end_date=day)) == faults, day
    await registry.apply(reinstated(ids["deferred"], itt_end_date="2026-09-02"))


async def test_a_refused_event_may_be_sent_again_when_its_time_has_come(
    wexmoor: Api, registry: Registry
) -> None:
    trainee_id = (await wexmoor.register(make_somebody(1)))["trainee_id"]
    early = award_confirmed(trainee_id)
    assert await registry.refuse(early) == NOT_NOW
    await registry.apply(trn_assigned(trainee_id))
    await recommend(wexmoor, trainee_id)
    await registry.apply(early)
    assert (await wexmoor.get(trainee_id)).data["state"] == "awarded"
