"""Everything that can be done to trainees, at random: valid for the most part, else refused."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from random import Random
from typing import Any
from uuid import UUID

from tests.trainees.api import Answer, Api
from tests.trainees.registry import (
    Registry,
    award_confirmed,
    discarded,
    reinstated,
    trn_assigned,
    withdrawal_undone,
)
from tests.trainees.standing import DEFERRAL, RECOMMENDATION, WITHDRAWAL
from tests.trainees.views.inventions import Inventions
from trainees_service.app import TraineesService
from trainees_service.services.trn_allocation import FreeNumbers, TrnRequests

# What was refused, if anything was.
Refusal = Answer | dict[str, Any] | None
Call = Callable[[], Awaitable[Refusal]]
Event = dict[str, Any]

# How often the registry reports on whoever comes, and not on one whom the report fits.
UNLIKELY = 0.2


class Calls:
    """Makes calls by name; nothing is refused where there was nothing to do it to."""

    def __init__(
        self,
        rng: Random,
        apis: Mapping[UUID, Api],
        registry: Registry,
        service: TraineesService,
    ) -> None:
        self._rng, self._apis = rng, apis
        self._registry, self._service = registry, service
        self._say = Inventions(rng)
        self._allocation = TrnRequests(
            service.pool, service.clock, service.views, FreeNumbers(), poll_seconds=1
        )
        # In the order of their registration: a seed has to mean the same history each time.
        self._trainees: list[tuple[Api, str]] = []

    @property
    def by_name(self) -> Mapping[str, Call]:
        """All calls; what the registry reports about trainees is a line each."""
        say = self._say
        return {
            "register": self._register,
            "correct": lambda: self._about_somebody("PUT", say.correction()),
            "add placement": lambda: self._about_somebody("POST", say.placement(), "placements"),
            "change placement": lambda: self._change("placements", say.placement()),
            "remove placement": lambda: self._remove("placements"),
            "add degree": lambda: self._about_somebody("POST", say.degree(), "degrees"),
            "change degree": lambda: self._change("degrees", say.degree()),
            "remove degree": lambda: self._remove("degrees"),
            "defer": lambda: self._act("defer", DEFERRAL),
            "withdraw": lambda: self._act("withdraw", WITHDRAWAL),
            "recommend": lambda: self._act("recommend-for-qts", RECOMMENDATION),
            "allocate TRNs": self._allocate,
            "trn.assigned": lambda: self._report(
                self._assigned, "submitted_for_trn", "deferred", "withdrawn"
            ),
            "award.confirmed": lambda: self._report(award_confirmed, "recommended_for_award"),
            "trainee.reinstated": lambda: self._report(self._reinstated, "deferred"),
            "trainee.withdrawal_undone": lambda: self._report(withdrawal_undone, "withdrawn"),
            "trainee.discarded": lambda: self._report(discarded),
            "school.put": lambda: self._apply(say.school()),
            "provider.put": lambda: self._apply(say.provider()),
            "lead_partner.put": lambda: self._apply(say.lead_partner()),
            "all of them": lambda: self._apply(
                say.school(), say.provider(), say.lead_partner(), say.school()
            ),
        }

    async def _register(self) -> Refusal:
        api = self._rng.choice(list(self._apis.values()))
        answer = await api.post(self._say.somebody())
        if answer.status == 201:
            self._trainees.append((api, answer.data["trainee_id"]))
        return _refused(answer)

    async def _act(self, action: str, sent: object) -> Refusal:
        """Act on somebody of a state drawn first, so that rare states get their turn."""
        states = await self._states()
        if not states:
            return None
        state = self._rng.choice(sorted(set(states.values())))
        api, trainee_id = self._rng.choice(self._seen(states, [state]))
        return _refused(await api.send("POST", sent, trainee_id, action))

    async def _states(self) -> dict[str, str]:
        async with self._service.pool.acquire() as conn:
            rows = await conn.fetch("SELECT trainee_id, state FROM trainee_views")
        return {row["trainee_id"]: row["state"] for row in rows}

    def _seen(
        self, states: Mapping[str, str], wanted: Collection[str]
    ) -> Sequence[tuple[Api, str]]:
        return [each for each in self._trainees if states.get(each[1]) in wanted]

    async def _about_somebody(self, method: str, sent: object, *below: str) -> Refusal:
        """Send something about anybody, even one who was discarded."""
        if not self._trainees:
            return None
        api, trainee_id = self._rng.choice(self._trainees)
        return _refused(await api.send(method, sent, trainee_id, *below))

    async def _change(self, kind: str, sent: Mapping[str, object]) -> Refusal:
        found = await self._some_record(kind)
        if found is None:
            return None
        api, *path = found
        return _refused(await api.send("PATCH", self._say.part_of(sent), *path))

    async def _remove(self, kind: str) -> Refusal:
        found = await self._some_record(kind)
        if found is None:
            return None
        api, *path = found
        return _refused(await api.remove(*path))

    async def _some_record(self, kind: str) -> tuple[Api, str, str, str] | None:
        if not self._trainees:
            return None
        api, trainee_id = self._rng.choice(self._trainees)
        answer = await api.get(trainee_id, kind)
        if answer.status == 404 or not answer.records:
            return None
        record = self._rng.choice(answer.records)
        return api, trainee_id, kind, record[f"{kind.removesuffix('s')}_id"]

    async def _allocate(self) -> None:
        await self._allocation.process_batch()

    async def _report(self, report: Callable[[str], Event], *states: str) -> Refusal:
        """Report on one in a state for which that is likely, or else on anybody."""
        if not self._trainees:
            return None
        likely = self._seen(await self._states(), states)
        anybody = not likely or self._rng.random() < UNLIKELY
        _, trainee_id = self._rng.choice(self._trainees if anybody else likely)
        (result,) = await self._registry.feed(report(trainee_id))
        return result if result["status"] == "rejected" else None

    def _assigned(self, trainee_id: str) -> Event:
        # There are few numbers, so that some are another trainee's.
        return trn_assigned(trainee_id, str(self._rng.randrange(1_000_000, 1_000_100)))

    def _reinstated(self, trainee_id: str) -> Event:
        end = self._rng.choice((None, "2026-09-01", "2027-07-09", "2028-07-09"))
        return reinstated(trainee_id, **({} if end is None else {"itt_end_date": end}))

    async def _apply(self, *events: Event) -> None:
        await self._registry.apply(*events)


def _refused(answer: Answer) -> Refusal:
    assert answer.status < 500, answer
    return answer if answer.status >= 400 else None
