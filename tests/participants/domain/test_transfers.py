"""Departures from schools: which ones are transfers, of which kind, and since when complete."""

from typing import Any

import pytest

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schools import School
from participants_service.domain.teachers import (
    InductionOutcome,
    InductionPeriod,
    Programme,
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.transfers import (
    Move,
    TransferType,
    moves_of,
    transfer_type,
)
from tests.participants.people import (
    DUNWICK,
    FENBROOK,
    LARKFIELD,
    MARRAM,
    OTTERBURN,
    SALTMARSH,
    day,
    known,
    make_induction,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)


def stay(
    school: School, started_on: str, finished_on: str | None = None, role: Role = Role.ECT
) -> SchoolPeriod:
    """Make a stay that goes by its school and role."""
    return make_school_period(
        _name(school, role),
        role=role,
        school=school,
        started_on=day(started_on),
        finished_on=None if finished_on is None else day(finished_on),
    )


def training(
    school: School,
    started_on: str,
    finished_on: str | None = None,
    by: LeadProviderId | None = LARKFIELD,
    *,
    role: Role = Role.ECT,
    **overrides: Any,
) -> TrainingPeriod:
    """Make training during the stay at a school; with nobody, it is the school's own."""
    members: dict[str, Any] = {
        "role": role,
        "school_period_id": SchoolPeriodId(known(_name(school, role))),
        "started_on": day(started_on),
        "finished_on": None if finished_on is None else day(finished_on),
    }
    if by is None:
        members |= {"programme": Programme.SCHOOL_LED, "partnership": None, "schedule": None}
    else:
        members["partnership"] = make_partnership(lead_provider_id=by, school=school)
    return make_training(f"{_name(school, role)} {started_on}", **members | overrides)


def _name(school: School, role: Role) -> str:
    return f"{role.value} at {school.urn}"


def person(
    *periods: SchoolPeriod | TrainingPeriod, completed: str | None = None, **overrides: Any
) -> Teacher:
    """Make somebody of stays and training, perhaps with an induction that was passed on a day."""
    inductions: tuple[InductionPeriod, ...] = ()
    if completed is not None:
        inductions = (
            make_induction(
                started_on=day("2023-09-01"),
                finished_on=day(completed),
                outcome=InductionOutcome.PASSED,
            ),
        )
    members: dict[str, Any] = {
        "school_periods": tuple(one for one in periods if isinstance(one, SchoolPeriod)),
        "training_periods": tuple(one for one in periods if isinstance(one, TrainingPeriod)),
        "inductions": inductions,
    }
    return make_teacher(**members | overrides)


def only_move(teacher: Teacher) -> Move:
    (move,) = moves_of(teacher)
    return move


LEFT = (
    stay(FENBROOK, "2024-09-01", "2025-10-10"),
    training(FENBROOK, "2024-09-01", "2025-10-10"),
)
JOINED = (stay(SALTMARSH, "2025-10-11"), training(SALTMARSH, "2025-10-11"))


@pytest.mark.parametrize(
    ("teacher", "sides"),
    [
        pytest.param(person(), [], id="no school"),
        pytest.param(
            person(stay(FENBROOK, "2024-09-01"), training(FENBROOK, "2024-09-01")),
            [],
            id="still at the first school",
        ),
        pytest.param(person(*LEFT), [("900417", None)], id="left for an unknown place"),
        pytest.param(person(*LEFT, *JOINED), [("900417", "900533")], id="left for another school"),
        pytest.param(
            person(
                stay(FENBROOK, "2024-09-01", "2026-03-31"),
                training(FENBROOK, "2024-09-01", "2026-03-31"),
            ),
            [("900417", None)],
            id="an end in the future counts",
        ),
        pytest.param(
            person(stay(FENBROOK, "2024-09-01", "2025-10-10")), [], id="never trained there"
        ),
        pytest.param(
            person(
                stay(FENBROOK, "2024-09-01", "2025-10-10"),
                training(FENBROOK, "2024-09-01", "2024-12-31"),
                training(FENBROOK, "2025-01-01"),
                *JOINED,
            ),
            [],
            id="the last training there goes on",
        ),
        pytest.param(
            person(
                *LEFT,
                make_school_period("back", school=FENBROOK, started_on=day("2025-10-13")),
            ),
            [],
            id="the next school is the same one",
        ),
        pytest.param(person(*LEFT, completed="2025-10-10"), [], id="completed and nowhere else"),
        pytest.param(
            person(*LEFT, national_induction_completed_on=day("2025-10-10")),
            [],
            id="completed by the national record, and nowhere else",
        ),
        pytest.param(
            person(*LEFT, *JOINED, completed="2025-10-10"),
            [("900417", "900533")],
            id="completed, and another school",
        ),
        pytest.param(
            person(*LEFT, stay(SALTMARSH, "2025-10-11")),
            [("900417", None)],
            id="not trained at the other school yet",
        ),
        pytest.param(
            person(*LEFT, stay(SALTMARSH, "2025-10-11"), completed="2025-10-10"),
            [("900417", None)],
            id="completed, and not trained at the other school",
        ),
        pytest.param(
            person(
                stay(FENBROOK, "2023-09-01", "2024-08-31"),
                training(FENBROOK, "2023-09-01", "2024-08-31"),
                stay(SALTMARSH, "2024-09-01", "2025-08-31"),
                training(SALTMARSH, "2024-09-01", "2025-08-31"),
                stay(DUNWICK, "2025-09-01"),
                training(DUNWICK, "2025-09-01"),
            ),
            [("900417", "900533"), ("900533", "900618")],
            id="twice",
        ),
    ],
)
def test_which_departures_are_transfers(
    teacher: Teacher, sides: list[tuple[str, str | None]]
) -> None:
    assert [
        (move.leaving.school.urn, None if move.joining is None else move.joining.school.urn)
        for move in moves_of(teacher)
    ] == sides


def test_a_mentor_who_once_completed_an_induction_has_left_all_the_same() -> None:
    mentor = person(
        stay(FENBROOK, "2024-09-01", "2025-10-10", Role.MENTOR),
        training(FENBROOK, "2024-09-01", "2025-10-10", role=Role.MENTOR),
        completed="2015-07-20",
    )
    assert only_move(mentor).role is Role.MENTOR


def test_each_role_has_moves_of_its_own_in_the_order_of_the_training_left_behind() -> None:
    teacher = person(
        stay(FENBROOK, "2024-09-01", "2025-08-31"),
        training(FENBROOK, "2025-01-01", "2025-08-31"),
        stay(SALTMARSH, "2024-10-01", "2025-08-31", Role.MENTOR),
        training(SALTMARSH, "2024-10-01", "2025-08-31", role=Role.MENTOR),
    )
    moves = moves_of(teacher)
    assert [(move.role, move.joining) for move in moves] == [(Role.MENTOR, None), (Role.ECT, None)]


def test_the_last_training_of_the_old_school_and_the_first_of_the_new_one_count() -> None:
    teacher = person(
        stay(FENBROOK, "2024-09-01", "2025-10-10"),
        training(FENBROOK, "2024-09-01", "2024-12-31", OTTERBURN),
        training(FENBROOK, "2025-01-01", "2025-10-08", LARKFIELD),
        stay(SALTMARSH, "2025-10-11"),
        training(SALTMARSH, "2025-10-12", "2025-10-31", MARRAM),
        training(SALTMARSH, "2025-11-01", None, OTTERBURN),
    )
    move = only_move(teacher)
    assert move.joining is not None
    assert (move.leaving.on, move.joining.on) == (day("2025-10-08"), day("2025-10-12"))
    assert move.lead_providers == {LARKFIELD, MARRAM}


UNCONFIRMED: dict[str, Any] = {"partnership": None}


@pytest.mark.parametrize(
    ("left", "joined", "kind", "seen_by"),
    [
        pytest.param({}, None, TransferType.UNKNOWN, {LARKFIELD}, id="nothing next"),
        pytest.param({}, {}, TransferType.NEW_SCHOOL, {LARKFIELD}, id="the same provider"),
        pytest.param(
            {},
            {"by": OTTERBURN},
            TransferType.NEW_PROVIDER,
            {LARKFIELD, OTTERBURN},
            id="another provider",
        ),
        pytest.param({}, {"by": None}, TransferType.NEW_PROVIDER, {LARKFIELD}, id="to school-led"),
        pytest.param(
            {"by": None}, {}, TransferType.NEW_PROVIDER, {LARKFIELD}, id="from school-led"
        ),
        pytest.param(
            {}, UNCONFIRMED, TransferType.NEW_PROVIDER, {LARKFIELD}, id="to where nobody confirmed"
        ),
        pytest.param({"by": None}, {"by": None}, TransferType.NEW_PROVIDER, set(), id="nobody's"),
        pytest.param(UNCONFIRMED, None, TransferType.UNKNOWN, set(), id="never confirmed"),
    ],
)
def test_the_kind_of_a_transfer_and_who_sees_it(
    left: dict[str, Any],
    joined: dict[str, Any] | None,
    kind: TransferType,
    seen_by: set[LeadProviderId],
) -> None:
    periods: list[SchoolPeriod | TrainingPeriod] = [
        stay(FENBROOK, "2024-09-01", "2025-10-10"),
        training(FENBROOK, "2024-09-01", "2025-10-10", **left),
    ]
    if joined is not None:
        periods += [stay(SALTMARSH, "2025-10-11"), training(SALTMARSH, "2025-10-11", **joined)]
    move = only_move(person(*periods))
    assert transfer_type(move) is kind
    assert move.lead_providers == seen_by


def test_equal_starts_are_told_apart_by_when_they_were_recorded() -> None:
    """Only records from before the rules can be like that, and their order must not matter."""
    twins = [
        training(FENBROOK, "2024-09-01", "2025-10-10", by, id=known(name), created_at=moment(at))
        for name, by, at in (
            ("first", OTTERBURN, "2024-07-01T09:00:00"),
            ("second", LARKFIELD, "2024-07-02T09:00:00"),
        )
    ]
    for periods in (twins, twins[::-1]):
        move = only_move(person(LEFT[0], *periods))
        assert move.leaving.lead_provider_id == LARKFIELD
