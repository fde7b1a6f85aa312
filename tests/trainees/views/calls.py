"""Everything that can be done to trainees, at random: valid for the most part, else refused."""

from collections.abc import Awaitable, Callable, Mapping
from random import Random
from typing import Any
from uuid import UUID

from tests.trainees.api import Answer, Api
from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.registry import (
    KINGSMERE,
    SALTBURN,
    WEXMOOR,
    Registry,
    lead_partner_put,
    provider_put,
    school_put,
)
from tests.trainees.standing import DEFERRAL, RECOMMENDATION, WITHDRAWAL, give_award
from trainees_service.app import TraineesService
from trainees_service.services.trn_allocation import FreeNumbers, TrnRequests

Call = Callable[[], Awaitable[Answer | None]]

URNS = ("901001", "901002", "901003")
NAMES = ("Fenbrook Academy", "Heron Lake School", "Queen's Park")

# Members of a correction with what they may say; the last value of some is refused.
CORRECTIONS: Mapping[str, tuple[object, ...]] = {
    "first_names": ("Tamsin", "Zoë", " "),
    "last_name": ("Okonedo", "Ørsted", "李", "x" * 61),
    "email": ("t@post.example", "z@post.example", "nowhere"),
    "nationality": ("GB", "IM", "FR", "", None),
    "ethnicity": ("103", "997", "998", None),
    "disability1": ("58", "95", None, ""),
    "disability2": ("57", "58", None),
    "training_route": ("11", "12", ""),
    "itt_start_date": ("2026-09-01", "2026-09-08", "2026-12-01"),
    "trainee_start_date": ("2026-09-01", "2025-10-01", "", "2026-12-24"),
    "course_age_range": ("13914", "13918"),
    "course_subject_two": ("100346", "100366", "", None),
    "course_year": ("1", "2", 2, ""),
    "funding_method": ("7", "D", "E", "zz"),
    "training_initiative": ("009", "", None),
    "lead_partner_urn": (*URNS, "", None),
    "lead_partner_ukprn": ("10990051", "10990059", None),
    "employing_school_urn": (*URNS, None),
    "application_id": (1, 2, "", 2**40),
}


class Calls:
    """Makes calls by name; each answers None where there was nothing to do it to."""

    def __init__(
        self,
        rng: Random,
        apis: Mapping[UUID, Api],
        registry: Registry,
        service: TraineesService,
    ) -> None:
        self._rng, self._apis = rng, apis
        self._registry, self._service = registry, service
        self._trns = TrnRequests(
            service.pool, service.clock, service.views, FreeNumbers(), poll_seconds=1
        )
        # In the order of their registration: a seed has to mean the same history each time.
        self._trainees: list[tuple[Api, str]] = []

    @property
    def by_name(self) -> Mapping[str, Call]:
        """All calls; what the registry reports about trainees is a line each."""
        return {
            "register": self._register,
            "correct": self._correct,
            "add placement": lambda: self._add("placements", self._placement()),
            "change placement": lambda: self._change("placements", self._placement()),
            "remove placement": lambda: self._remove("placements"),
            "add degree": lambda: self._add("degrees", self._degree()),
            "change degree": lambda: self._change("degrees", self._degree()),
            "remove degree": lambda: self._remove("degrees"),
            "defer": lambda: self._act("defer", DEFERRAL),
            "withdraw": lambda: self._act("withdraw", WITHDRAWAL),
            "recommend": lambda: self._act("recommend-for-qts", RECOMMENDATION),
            "trn.assigned": self._assign_trns,
            "award.confirmed": self._confirm_award,
            "school.put": lambda: self._report(self._school()),
            "provider.put": lambda: self._report(self._provider()),
            "lead_partner.put": lambda: self._report(self._lead_partner()),
            "all of them": lambda: self._report(
                self._school(), self._provider(), self._lead_partner(), self._school()
            ),
        }

    async def _register(self) -> Answer:
        api = self._rng.choice(list(self._apis.values()))
        answer = await api.post(self._somebody())
        if answer.status == 201:
            self._trainees.append((api, answer.data["trainee_id"]))
        return answer

    async def _correct(self) -> Answer | None:
        names = self._rng.sample(list(CORRECTIONS), k=self._rng.randrange(1, 4))
        sent = {name: self._rng.choice(CORRECTIONS[name]) for name in names}
        return await self._about_somebody("PUT", sent)

    async def _act(self, action: str, sent: object) -> Answer | None:
        """Act on somebody of a state drawn first, so that rare states get their turn."""
        states = await self._states()
        if not states:
            return None
        state = self._rng.choice(sorted(set(states.values())))
        api, trainee_id = self._rng.choice([t for t in self._trainees if states[t[1]] == state])
        return await api.send("POST", sent, trainee_id, action)

    async def _states(self) -> dict[str, str]:
        async with self._service.pool.acquire() as conn:
            rows = await conn.fetch("SELECT trainee_id, state FROM trainees")
        return {row["trainee_id"]: row["state"] for row in rows}

    async def _about_somebody(self, method: str, sent: object, *below: str) -> Answer | None:
        if not self._trainees:
            return None
        api, trainee_id = self._rng.choice(self._trainees)
        return await api.send(method, sent, trainee_id, *below)

    async def _add(self, kind: str, sent: object) -> Answer | None:
        return await self._about_somebody("POST", sent, kind)

    async def _change(self, kind: str, sent: Mapping[str, object]) -> Answer | None:
        found = await self._some_record(kind)
        if found is None:
            return None
        api, *path = found
        part = self._rng.sample(list(sent), k=self._rng.randrange(1, len(sent) + 1))
        return await api.send("PATCH", {name: sent[name] for name in part}, *path)

    async def _remove(self, kind: str) -> Answer | None:
        found = await self._some_record(kind)
        if found is None:
            return None
        api, *path = found
        return await api.remove(*path)

    async def _some_record(self, kind: str) -> tuple[Api, str, str, str] | None:
        if not self._trainees:
            return None
        api, trainee_id = self._rng.choice(self._trainees)
        records = (await api.get(trainee_id, kind)).records
        if not records:
            return None
        record = self._rng.choice(records)
        return api, trainee_id, kind, record[f"{kind.removesuffix('s')}_id"]

    async def _assign_trns(self) -> None:
        await self._trns.process_batch()

    async def _confirm_award(self) -> None:
        states = await self._states()
        recommended = [t for _, t in self._trainees if states[t] == "recommended_for_award"]
        if recommended:
            await give_award(self._service, self._rng.choice(recommended))

    async def _report(self, *events: dict[str, Any]) -> None:
        await self._registry.apply(*events)

    def _somebody(self) -> dict[str, object]:
        rng = self._rng
        letter = rng.choice("abcdefgh")
        return make_data(
            first_names=f"T{letter}",
            email=f"{letter}@post.example",
            last_name=rng.choice(("Okonedo", "Ørsted", "李")),
            itt_end_date=rng.choice(("2027-07-09", "2027-07-09", "2040-07-09")),
            disability1=rng.choice((None, "51", "95")),
            lead_partner_urn=rng.choice((None, *URNS)),
            employing_school_urn=rng.choice((None, *URNS)),
            placements_attributes=[self._placement() for _ in range(rng.randrange(3))],
            degrees_attributes=[self._degree() for _ in range(rng.randrange(1, 3))],
        )

    def _placement(self) -> dict[str, object]:
        return {
            "urn": self._rng.choice((*URNS, "900010", None)),
            "name": self._rng.choice(NAMES),
            "postcode": self._rng.choice((None, "", "AA9 9ZZ")),
        }

    def _degree(self) -> dict[str, object]:
        year = self._rng.randrange(2015, 2024)
        if self._rng.random() < 0.3:
            country = self._rng.choice(("FR", "DE", "XF"))
            return {
                "non_uk_degree": "051",
                "subject": "100403",
                "country": country,
                "graduation_year": year,
            }
        return make_degree(graduation_year=year, grade=self._rng.choice(("01", "02", "09")))

    def _school(self) -> dict[str, Any]:
        return school_put(
            self._rng.choice(URNS),
            name=self._rng.choice(NAMES),
            town=self._rng.choice((None, "Fenbrook")),
            lead_partner=self._rng.random() < 0.5,
            open=self._rng.random() < 0.5,
        )

    def _lead_partner(self) -> dict[str, Any]:
        return lead_partner_put(
            KINGSMERE,
            urn=self._rng.choice((None, "901002", "901003")),
            ukprn=self._rng.choice(("10990051", "10990059")),
        )

    def _provider(self) -> dict[str, Any]:
        return provider_put(
            self._rng.choice((WEXMOOR, SALTBURN)),
            ukprn=self._rng.choice(("10990001", "10990002")),
        )
