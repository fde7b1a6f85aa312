"""The whole department as events, and what its lead providers did by themselves."""

from collections.abc import Callable, Iterator
from datetime import date

from participants_service.demo.changes_of_training import CHANGES_OF_TRAINING
from participants_service.demo.comings_and_goings import COMINGS_AND_GOINGS
from participants_service.demo.department import Department
from participants_service.demo.diary import Event
from participants_service.demo.inductions import INDUCTIONS
from participants_service.demo.lead_provider_actions import Act, act_on_training
from participants_service.demo.mentoring import MENTORING
from participants_service.demo.merges import MERGES
from participants_service.demo.moves import MOVES
from participants_service.demo.ordinary import OrdinaryPeople
from participants_service.demo.paperwork import PAPERWORK

SEED = 20
PEOPLE = 400

_STORIES: tuple[Callable[[Department], None], ...] = (
    *COMINGS_AND_GOINGS,
    *INDUCTIONS,
    *MOVES,
    *MENTORING,
    *MERGES,
    *PAPERWORK,
    *CHANGES_OF_TRAINING,
)


def demo_events(*, today: date, seed: int = SEED, people: int = PEOPLE) -> Iterator[Event]:
    """Yield a department of about that many people, in the order of `occurred_at`.

    All of it lies before `today`, all statuses occur, and the feed accepts every event. The same
    seed, day and number give the same events, byte for byte.
    """
    department, _ = _invent(today=today, seed=seed, people=people)
    return department.diary.events()


def demo_acts(*, today: date, seed: int = SEED, people: int = PEOPLE) -> list[Act]:
    """Return what lead providers did in the same department, in the order in which they did it."""
    _, acts = _invent(today=today, seed=seed, people=people)
    return sorted(acts, key=lambda act: act.acted_at)


def _invent(*, today: date, seed: int, people: int) -> tuple[Department, list[Act]]:
    department = Department(seed=seed, today=today)
    acts = list(act_on_training(department))
    for story in _STORIES:
        story(department)
    OrdinaryPeople(department).enter(max(people - department.register.count, 0))
    return department, acts
