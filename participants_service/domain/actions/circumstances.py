"""What an action looks at: the person, who acts and when, and the facts it relies on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final, Literal, Protocol, TypeAlias

from participants_service.domain.actions.problems import Problem, grouped
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import LeadProviderId, Partnership
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import Role, SchoolPeriod, Teacher, TrainingPeriod
from participants_service.domain.training_offers import Calendar
from participants_service.domain.visibility import latest_training


class ActionName(StrEnum):
    """The four actions."""

    DEFER = "defer"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    CHANGE_SCHEDULE = "change-schedule"


class _Word(Enum):
    UNRECOGNISED = auto()


Unrecognised: TypeAlias = Literal[_Word.UNRECOGNISED]
# Stands for a value that was given and is none of those that there are.
UNRECOGNISED: Final = _Word.UNRECOGNISED


NO_CALENDAR: Final = Calendar(cohorts={}, schedules=frozenset())


class RestingDeclaration(Protocol):
    """A declaration that rests on a training period."""

    def stands_under(self, cohort: CohortYear, schedule: ScheduleIdentifier) -> bool:
        """Return whether it would be valid if the training had this schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything by which an action is judged.

    Only a change of schedule looks at the last three: the calendar, the partnerships of the
    schools at which the person trains, and the declarations that rest on the training.
    """

    teacher: Teacher
    lead_provider_id: LeadProviderId
    occasion: Occasion
    calendar: Calendar = NO_CALENDAR
    partnerships: Sequence[Partnership] = ()
    declarations: Sequence[RestingDeclaration] = ()

    def training(self, role: Role | None) -> TrainingPeriod | None:
        """Return the training that an action in a role is about: what the lead provider sees."""
        if role is None:
            return None
        return latest_training(self.teacher, self.lead_provider_id, role)

    def stay(self, training: TrainingPeriod) -> SchoolPeriod:
        """Return the stay at a school to which training belongs."""
        return next(
            stay for stay in self.teacher.school_periods if stay.id == training.school_period_id
        )


class Action(Protocol):
    """Something that a lead provider wants to do with one enrolment of a person."""

    @property
    def name(self) -> ActionName:
        """Which of the actions it is."""

    @property
    def role(self) -> Role | None:
        """The role of the enrolment; none if the lead provider did not say it properly."""

    def problems(self, circumstances: Circumstances) -> Iterable[Problem]:
        """Yield what stands in the way, in the order in which it is looked at."""

    def effect(self, circumstances: Circumstances) -> Teacher:
        """Return the person afterwards; only to be called when nothing stands in the way."""


def refusal(action: Action, circumstances: Circumstances) -> tuple[Problem, ...]:
    """Return why an action is refused, as the lead provider is told; nothing if it is not."""
    return grouped(action.problems(circumstances))
