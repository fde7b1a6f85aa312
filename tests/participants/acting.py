"""Builders of people as their lead provider finds them, and of the circumstances of an action."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from participants_service.domain.actions.circumstances import Action, Circumstances, refusal
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.participants import Enrolment
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    Role,
    Teacher,
    TrainingPeriod,
    Withdrawal,
    WithdrawalReason,
)
from participants_service.domain.visibility import latest_training
from participants_service.views.build import build
from tests.participants.facts import YEARS, make_calendar, make_occasion
from tests.participants.people import (
    LARKFIELD,
    OTTERBURN,
    day,
    make_facts,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)
from tests.participants.refusals import Told

TODAY = "2025-10-15"
YESTERDAY, TOMORROW = "2025-10-14", "2025-10-16"


def make_circumstances(
    teacher: Teacher, today: str = TODAY, *, by: LeadProviderId = LARKFIELD, **overrides: Any
) -> Circumstances:
    """Make the circumstances of an action at noon, with partnerships in every cohort."""
    members: dict[str, Any] = {
        "teacher": teacher,
        "lead_provider_id": by,
        "occasion": make_occasion(today),
        "calendar": make_calendar(),
        "partnerships": [
            make_partnership(lead_provider_id=lead_provider_id, cohort=year)
            for lead_provider_id in (LARKFIELD, OTTERBURN)
            for year in YEARS
        ],
    }
    return Circumstances(**members | overrides)


def told(action: Action, circumstances: Circumstances) -> list[Told]:
    """Return what the lead provider is told when the action is refused."""
    return [(one.title, one.detail) for one in refusal(action, circumstances)]


def acted(action: Action, circumstances: Circumstances) -> Teacher:
    """Return the person after an action that nothing stands in the way of."""
    assert told(action, circumstances) == []
    return action.effect(circumstances)


def seen(
    teacher: Teacher, today: str = TODAY, *, by: LeadProviderId = LARKFIELD, role: Role = Role.ECT
) -> Enrolment:
    """Return the enrolment as a lead provider sees it on a day."""
    participant = build(teacher, by, day(today), make_facts())
    assert participant is not None
    return next(one for one in participant.enrolments if one.role is role)


def training_of(teacher: Teacher, role: Role = Role.ECT) -> TrainingPeriod:
    """Return the training that Larkfield sees."""
    training = latest_training(teacher, LARKFIELD, role)
    assert training is not None
    return training


def make_trained(
    started_on: str = "2025-09-01",
    finished_on: str | None = None,
    *,
    role: Role = Role.ECT,
    at_school_until: str | None = None,
    others: Iterable[TrainingPeriod] = (),
    training: dict[str, Any] | None = None,
    **overrides: Any,
) -> Teacher:
    """Make somebody whom Larkfield trains at Fenbrook between two days."""
    stay = make_school_period(
        role=role,
        started_on=min(day(started_on), day("2025-09-01")),
        finished_on=None if at_school_until is None else day(at_school_until),
    )
    trained = make_training(
        role=role,
        started_on=day(started_on),
        finished_on=None if finished_on is None else day(finished_on),
        **training or {},
    )
    periods = sorted((trained, *others), key=lambda one: one.started_on)
    members: dict[str, Any] = {"school_periods": (stay,), "training_periods": tuple(periods)}
    return make_teacher(**members | overrides)


def deferred(teacher: Teacher, on: str = "2025-10-01", *, role: Role = Role.ECT) -> Teacher:
    """Return somebody after Larkfield has deferred them on a day."""
    training = training_of(teacher, role)
    deferral = Deferral(reason=DeferralReason.OTHER, deferred_at=moment(f"{on}T09:00:00"))
    return _with(teacher, replace(_ended(training, on), deferral=deferral))


def withdrawn(teacher: Teacher, on: str = "2025-10-01", *, role: Role = Role.ECT) -> Teacher:
    """Return somebody after Larkfield has withdrawn them on a day."""
    training = training_of(teacher, role)
    withdrawal = Withdrawal(reason=WithdrawalReason.OTHER, withdrawn_at=moment(f"{on}T09:00:00"))
    return _with(teacher, replace(_ended(training, on), withdrawal=withdrawal))


def make_other_training(started_on: str, finished_on: str | None = None, **overrides: Any) -> Any:
    """Make training of the same ECT with Otterburn."""
    members: dict[str, Any] = {
        "partnership": make_partnership(lead_provider_id=OTTERBURN),
        "started_on": day(started_on),
        "finished_on": None if finished_on is None else day(finished_on),
    }
    return make_training(f"training from {started_on}", **members | overrides)


def in_cohort(year: int) -> dict[str, Any]:
    """Return what makes training one of a cohort."""
    return {"partnership": make_partnership(cohort=CohortYear(year))}


def _ended(training: TrainingPeriod, on: str) -> TrainingPeriod:
    end = training.finished_on
    return replace(training, finished_on=day(on) if end is None else min(end, day(on)))


def _with(teacher: Teacher, training: TrainingPeriod) -> Teacher:
    kept = [one for one in teacher.training_periods if one.id != training.id]
    return replace(teacher, training_periods=(*kept, training))
