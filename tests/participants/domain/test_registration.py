"""Registrations: new people, moves, and what stands in their way."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.errors import (
    DomainError,
    NotActiveError,
    NotAllowedNowError,
    OverlapError,
    RecordIdTakenError,
    RefusedError,
    SameSchoolError,
)
from participants_service.domain.registration import register_ect, register_mentor
from participants_service.domain.teachers import (
    MentorFundingEnd,
    MentorIneligibilityReason,
    Programme,
    Role,
    Teacher,
    TrainingRecordId,
    WorkingPattern,
)
from tests.participants.facts import (
    days,
    make_calendar,
    make_ect_registration,
    make_identity,
    make_lead_provider,
    make_mentor_registration,
    make_occasion,
    make_offer,
    span,
)
from tests.participants.people import (
    FENBROOK,
    OTTERBURN,
    SALTMARSH,
    day,
    known,
    make_induction,
    make_mentorship,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)


def ect(teacher: Teacher | None, started_on: str, *, today: str, **overrides: Any) -> Teacher:
    """Register an ECT at Saltmarsh."""
    return register_ect(
        teacher,
        make_ect_registration(started_on, **{"school": SALTMARSH} | overrides),
        calendar=make_calendar(),
        occasion=make_occasion(today, name=started_on),
    )


def mentor(
    teacher: Teacher | None,
    started_on: str,
    *,
    today: str,
    mentees: tuple[Teacher, ...] = (),
    **overrides: Any,
) -> tuple[Teacher, ...]:
    """Register a mentor at Saltmarsh."""
    return register_mentor(
        teacher,
        make_mentor_registration(started_on, **{"school": SALTMARSH} | overrides),
        mentees=mentees,
        calendar=make_calendar(),
        occasion=make_occasion(today, name=started_on),
    )


def make_mentor(**overrides: Any) -> Teacher:
    """Make a mentor at Fenbrook whom Larkfield trains."""
    members: dict[str, Any] = {
        "trn": "3318840",
        "school_periods": (make_school_period("school period of mentor", role=Role.MENTOR),),
        "training_periods": (
            make_training(
                "mentor training",
                role=Role.MENTOR,
                school_period_id=known("school period of mentor"),
            ),
        ),
    }
    return make_teacher("Tobiah Wrenfield", **members | overrides)


def refusals(error: RefusedError) -> list[tuple[type[DomainError], str]]:
    """Return what was refused and where."""
    return [(type(one), one.member) for one in error.errors]


def test_a_new_ect_has_a_stay_training_and_ids_that_replay_alike() -> None:
    registered, again = (
        ect(None, "2025-09-01", today="2025-07-02", working_pattern=WorkingPattern.PART_TIME)
        for _ in range(2)
    )
    assert registered == again
    (stay,), (training,) = registered.school_periods, registered.training_periods
    assert (stay.school, stay.role, stay.working_pattern) == (
        SALTMARSH,
        Role.ECT,
        WorkingPattern.PART_TIME,
    )
    assert training.school_period_id == stay.id
    assert registered.created_at == stay.created_at == moment("2025-07-02T12:00:00")
    assert registered.ect_record_id != registered.mentor_record_id
    assert (registered.trn, registered.first_name) == ("4471902", "Imogen")


def test_training_record_ids_may_be_brought_along() -> None:
    ids: dict[str, Any] = {
        "ect_record_id": TrainingRecordId(known("given ECT record")),
        "mentor_record_id": TrainingRecordId(known("given mentor record")),
    }
    registered = ect(None, "2025-09-01", today="2025-07-02", identity=make_identity(**ids))
    assert (registered.ect_record_id, registered.mentor_record_id) == tuple(ids.values())


def test_a_school_led_ect_has_neither_schedule_nor_lead_provider() -> None:
    (training,) = ect(None, "2025-09-01", today="2025-09-08", offer=None).training_periods
    assert training.programme is Programme.SCHOOL_LED
    assert span(training) == days("2025-09-08", None)
    assert (training.partnership, training.expression_of_interest, training.schedule) == (
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("moves_on", "ended"),
    [
        pytest.param("2025-09-02", ("2025-09-01", "2025-09-01"), id="after one day"),
        pytest.param("2026-01-05", ("2025-09-01", "2026-01-04"), id="in January"),
    ],
)
def test_a_move_ends_stay_training_and_mentorship_the_day_before(
    moves_on: str, ended: tuple[str, str]
) -> None:
    moved = ect(make_teacher(mentorships=(make_mentorship(),)), moves_on, today="2025-07-10")
    for before, after in (moved.school_periods, moved.training_periods):
        assert span(before) == days(*ended)
        assert span(after) == days(moves_on, None)
    assert [span(one) for one in moved.mentorships] == [days(*ended)]


def test_a_late_move_begins_training_when_it_is_reported() -> None:
    moved = ect(make_teacher(), "2026-01-05", today="2026-01-20")
    assert [span(one) for one in moved.training_periods] == [
        days("2025-09-01", "2026-01-04"),
        days("2026-01-20", None),
    ]


def test_a_move_drops_what_would_only_begin_after_it() -> None:
    late = make_training(started_on=day("2026-01-10"))
    mentorship = make_mentorship(started_on=day("2026-01-05"))
    moved = ect(
        make_teacher(training_periods=(late,), mentorships=(mentorship,)),
        "2026-01-05",
        today="2026-01-12",
    )
    assert [span(one) for one in moved.training_periods] == [days("2026-01-12", None)]
    assert moved.mentorships == ()


@pytest.mark.parametrize(
    ("finished_on", "moves_on", "ends_on"),
    [
        pytest.param("2026-01-04", "2026-01-05", "2026-01-04", id="ended the day before"),
        pytest.param("2026-01-05", "2026-01-05", "2026-01-04", id="ends that day"),
        pytest.param("2026-03-31", "2026-01-05", "2026-01-04", id="ends later"),
        pytest.param("2025-12-20", "2026-01-05", "2025-12-20", id="ended earlier"),
    ],
)
def test_an_earlier_stay_keeps_an_end_before_the_move(
    finished_on: str, moves_on: str, ends_on: str
) -> None:
    stay = make_school_period(finished_on=day(finished_on))
    training = make_training(finished_on=day(finished_on))
    moved = ect(
        make_teacher(school_periods=(stay,), training_periods=(training,)),
        moves_on,
        today="2025-12-01",
    )
    assert moved.school_periods[0].finished_on == day(ends_on)
    assert moved.training_periods[0].finished_on == day(ends_on)


def test_a_return_to_a_school_after_the_stay_there_ended_is_a_new_stay() -> None:
    stay = make_school_period(finished_on=day("2026-01-04"))
    training = make_training(finished_on=day("2026-01-04"))
    back = ect(
        make_teacher(school_periods=(stay,), training_periods=(training,)),
        "2026-01-05",
        today="2025-12-01",
        school=FENBROOK,
    )
    assert [span(one) for one in back.school_periods] == [
        days("2025-09-01", "2026-01-04"),
        days("2026-01-05", None),
    ]


@pytest.mark.parametrize(
    ("started_on", "school", "refusal"),
    [
        pytest.param("2026-01-05", FENBROOK, (SameSchoolError, "school_urn"), id="same school"),
        pytest.param("2025-09-01", SALTMARSH, (OverlapError, "started_on"), id="same day"),
        pytest.param("2025-08-31", SALTMARSH, (OverlapError, "started_on"), id="before"),
    ],
)
def test_what_stands_in_the_way_of_a_move(
    started_on: str, school: Any, refusal: tuple[type[DomainError], str]
) -> None:
    with pytest.raises(RefusedError) as refused:
        ect(make_teacher(), started_on, today="2025-10-15", school=school)
    assert refusals(refused.value) == [refusal]


def test_everything_that_stands_in_the_way_is_said_together() -> None:
    identity = make_identity(
        trn="1234567",
        ect_record_id=TrainingRecordId(known("another")),
        mentor_record_id=TrainingRecordId(known("yet another")),
    )
    offer = replace(make_offer(), lead_provider=make_lead_provider(cohorts=range(2021, 2024)))
    with pytest.raises(RefusedError) as refused:
        ect(make_teacher(), "2025-08-31", today="2025-10-15", identity=identity, offer=offer)
    assert refusals(refused.value) == [
        (NotAllowedNowError, "trn"),
        (RecordIdTakenError, "ect_training_record_id"),
        (RecordIdTakenError, "mentor_training_record_id"),
        (OverlapError, "started_on"),
        (NotActiveError, "lead_provider_id"),
    ]


@pytest.mark.parametrize(
    ("identity", "names"),
    [
        pytest.param({"trn": None}, ("4471902", "Imogen", "Imo A"), id="nothing else known"),
        pytest.param({"first_name": "Ima"}, ("4471902", "Ima", "Imo A"), id="new first name"),
        pytest.param(
            {"corrected_name": "I. A.", "keeps_corrected_name": False},
            ("4471902", "Imogen", "I. A."),
            id="new corrected name",
        ),
        pytest.param(
            {"corrected_name": None, "keeps_corrected_name": False},
            ("4471902", "Imogen", None),
            id="no corrected name any more",
        ),
    ],
)
def test_a_move_brings_the_names_up_to_date(
    identity: dict[str, Any], names: tuple[str | None, ...]
) -> None:
    teacher = make_teacher(corrected_name="Imo A")
    moved = ect(teacher, "2026-01-05", today="2025-12-01", identity=make_identity(**identity))
    assert (moved.trn, moved.first_name, moved.corrected_name) == names


def test_a_trn_that_was_missing_is_learnt() -> None:
    moved = ect(make_teacher(trn=None), "2026-01-05", today="2025-12-01")
    assert moved.trn == "4471902"


@pytest.mark.parametrize(
    ("induction", "today", "eligible"),
    [
        pytest.param(("2025-09-03", None), "2025-09-03", True, id="runs from today"),
        pytest.param(("2025-09-03", None), "2025-09-02", False, id="runs from tomorrow"),
        pytest.param(("2025-09-03", "2025-10-01"), "2025-10-01", True, id="ends today"),
        pytest.param(("2025-09-03", "2025-10-01"), "2025-10-02", False, id="ended yesterday"),
    ],
)
def test_a_first_stay_makes_eligible_whose_induction_runs(
    induction: tuple[str, str | None], today: str, eligible: bool
) -> None:
    started_on, finished_on = days(*induction)
    known_as_mentor = make_mentor(
        inductions=(make_induction(started_on=started_on, finished_on=finished_on),)
    )
    identity = make_identity("Tobiah Wrenfield", trn="3318840")
    registered = ect(known_as_mentor, "2025-09-01", today=today, identity=identity)
    expected = moment(f"{today}T12:00:00") if eligible else None
    assert registered.ect_first_eligible_at == expected


def test_a_second_stay_makes_nobody_eligible() -> None:
    moved = ect(make_teacher(inductions=(make_induction(),)), "2026-01-05", today="2025-12-01")
    assert moved.ect_first_eligible_at is None


def test_an_ect_who_leaves_a_frozen_cohort_is_marked() -> None:
    frozen = make_training(started_on=day("2022-09-01"), partnership=make_partnership(cohort=2022))
    stay = make_school_period(started_on=day("2022-09-01"))
    moved = ect(
        make_teacher(school_periods=(stay,), training_periods=(frozen,)),
        "2025-09-01",
        today="2025-07-01",
    )
    assert moved.ect_frozen_cohort == 2022
    assert moved.training_periods[-1].cohort == 2024


def test_a_new_mentor_is_trained_and_eligible() -> None:
    (registered,) = mentor(None, "2025-09-01", today="2025-07-02")
    (training,) = registered.training_periods
    assert (training.role, training.cohort) == (Role.MENTOR, 2025)
    assert registered.mentor_first_eligible_at == moment("2025-07-02T12:00:00")


FUNDING_END = MentorFundingEnd(
    ended_on=day("2024-01-31"), reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED
)


@pytest.mark.parametrize(
    ("teacher", "overrides"),
    [
        pytest.param(None, {"offer": None}, id="no lead provider named"),
        pytest.param(None, {"also_at_other_schools": True}, id="carries on elsewhere"),
        pytest.param(
            make_mentor(school_periods=(), training_periods=(), mentor_funding_end=FUNDING_END),
            {},
            id="funding has ended",
        ),
    ],
)
def test_a_mentor_who_is_not_trained_is_not_eligible(
    teacher: Teacher | None, overrides: dict[str, Any]
) -> None:
    (registered,) = mentor(teacher, "2025-09-01", today="2025-07-02", **overrides)
    assert registered.training_periods == ()
    assert registered.mentor_first_eligible_at is None
    assert [span(one) for one in registered.school_periods] == [days("2025-09-01", None)]


def test_a_mentor_moves_away_from_training_and_mentees() -> None:
    mentee = make_teacher(
        mentorships=(
            make_mentorship(
                "Tobiah Wrenfield", mentor_school_period_id=known("school period of mentor")
            ),
            make_mentorship("another", started_on=day("2026-02-01")),
        )
    )
    moved, parted = mentor(make_mentor(), "2026-01-05", today="2025-12-01", mentees=(mentee,))
    for before, after in (moved.school_periods, moved.training_periods):
        assert span(before) == days("2025-09-01", "2026-01-04")
        assert span(after) == days("2026-01-05", None)
    assert [span(one) for one in parted.mentorships] == [
        days("2025-09-01", "2026-01-04"),
        days("2026-02-01", None),
    ]


def test_a_mentor_carries_on_at_another_school() -> None:
    mentee = make_teacher(mentorships=(make_mentorship("Tobiah Wrenfield"),))
    registered, same = mentor(
        make_mentor(),
        "2026-01-05",
        today="2025-12-01",
        mentees=(mentee,),
        also_at_other_schools=True,
    )
    assert [span(one) for one in registered.school_periods] == [
        days("2025-09-01", None),
        days("2026-01-05", None),
    ]
    assert registered.training_periods == make_mentor().training_periods
    assert same == mentee


def test_a_mentor_may_carry_on_even_at_a_school_they_begin_at_later() -> None:
    registered, *_ = mentor(
        make_mentor(), "2025-01-06", today="2025-12-01", also_at_other_schools=True
    )
    assert len(registered.school_periods) == 2


@pytest.mark.parametrize("carries_on", [False, True])
def test_a_mentor_is_at_a_school_once_at_a_time(carries_on: bool) -> None:
    with pytest.raises(RefusedError) as refused:
        mentor(
            make_mentor(),
            "2026-01-05",
            today="2025-12-01",
            school=FENBROOK,
            also_at_other_schools=carries_on,
        )
    assert refusals(refused.value) == [(SameSchoolError, "school_urn")]


def test_the_two_roles_do_not_hinder_each_other() -> None:
    both, *_ = mentor(
        make_teacher(), "2025-09-01", today="2025-07-02", identity=make_identity(), school=FENBROOK
    )
    assert {one.role for one in both.school_periods} == {Role.ECT, Role.MENTOR}
    assert all(one.finished_on is None for one in both.training_periods)
    assert both.ect_record_id == make_teacher().ect_record_id


def test_a_change_of_lead_provider_comes_with_the_move() -> None:
    offer = make_offer(
        OTTERBURN, partnerships=(make_partnership(lead_provider_id=OTTERBURN, school=SALTMARSH),)
    )
    moved = ect(make_teacher(), "2026-01-05", today="2025-12-01", offer=offer)
    assert [one.lead_provider_id for one in moved.training_periods][1] == OTTERBURN
