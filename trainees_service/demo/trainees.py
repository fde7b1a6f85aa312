"""The trainees of the demo: what each provider would send for each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from trainees_service.demo.courses import invent_course
from trainees_service.demo.people import invent_degrees, invent_person, invent_placements
from trainees_service.demo.registers import PROVIDERS
from trainees_service.domain.academic_cycles import cycle_of
from trainees_service.domain.code_tables import TRAINING_ROUTES

SEED = 20
TRAINEES = 150

_CYCLES_BACK = 2
# Whoever joins a course late has arrived by then.
_LATEST_ARRIVAL = timedelta(days=15)
# Shares of the trainees who begin two cycles ago, a cycle ago, in this one, and in the next.
# They never fall from a later cycle to an earlier one: nobody is to drop out as years go by.
_SHARES = (0.31, 0.31, 0.31, 0.07)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTrainee:
    """A trainee to be registered: whose, the body of the request, and when it would come."""

    provider_id: UUID
    body: dict[str, Any]
    registered_at: datetime


def demo_trainees(
    *, today: date, seed: int = SEED, trainees: int = TRAINEES
) -> Iterator[DemoTrainee]:
    """Yield trainees of the last, the current and the next academic cycles, oldest first.

    The same seed, day and number give the same bodies, and every body is valid on that day. Who
    belongs to a cycle depends on the seed alone: on a later day the same people are there and,
    when another cycle has begun, more of them.
    """
    current = cycle_of(today)
    if current is None:
        raise ValueError(f"{today} lies in no known academic cycle")
    for steps, share in enumerate(_SHARES, start=-_CYCLES_BACK):
        cycle = current + steps
        rng = Random(f"trainees {seed} {cycle}")
        for number in range(round(trainees * share)):
            yield _trainee(rng, number, cycle=cycle, today=today)


def _trainee(rng: Random, number: int, *, cycle: int, today: date) -> DemoTrainee:
    provider = PROVIDERS[number * 7 // 3 % len(PROVIDERS)]
    person = invent_person(rng, number, cycle=cycle)
    course = invent_course(rng, number, cycle=cycle, today=today)
    degrees = invent_degrees(rng, born_on=date.fromisoformat(person["date_of_birth"]), cycle=cycle)
    placements = invent_placements(rng)
    data = {
        "provider_trainee_id": f"{provider.code}/{cycle % 100:02d}/{number + 1:05d}",
        **({"application_id": rng.randrange(10**6, 10**7)} if number % 3 else {}),
        **person,
        **course,
        "hesa_id": f"{cycle % 100:02d}1{provider.ukprn}{number + 1:06d}",
        **({"placements_attributes": placements} if placements else {}),
    }
    if TRAINING_ROUTES[course["training_route"]].needs_degree:
        data["degrees_attributes"] = degrees
    starts_on = date.fromisoformat(course["itt_start_date"])
    registered_at = datetime.combine(
        starts_on + _LATEST_ARRIVAL + timedelta(days=number % 11),
        time(8 + number % 9, number * 7 % 60),
        UTC,
    )
    return DemoTrainee(provider_id=provider.id, body={"data": data}, registered_at=registered_at)
