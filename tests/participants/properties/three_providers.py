"""A service with three lead providers at the same two schools, all of them partners there."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from participants_service.app import ParticipantsService, create_service
from participants_service.domain.partnerships import LeadProviderId
from participants_service.handlers.description import describe_api
from participants_service.settings import ParticipantsSettings
from shared.auth.tokens import Scope
from tests.conftest import PARTICIPANTS, Templates, runtime_pool
from tests.contract.responses import ResponseWatch
from tests.participants.api import Api
from tests.participants.conftest import make_token, serving
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    WINTERSETT,
    known,
)
from tests.participants.places import delivery_partner
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership

LEAD_PROVIDERS = (LARKFIELD, OTTERBURN, WINTERSETT)
NAMES: Mapping[LeadProviderId, str] = {
    LARKFIELD: "Larkfield Teaching Institute",
    OTTERBURN: "Otterburn Learning",
    WINTERSETT: "Wintersett Partnership",
}

# With one of them as an ECT, with another as a mentor; from one of them to another.
JOINT, TRANSFERRED = "Joint Person", "Moved Away"


@dataclass(frozen=True, slots=True)
class World:
    """The service, the registry, and every lead provider's way in."""

    service: ParticipantsService
    registry: Registry
    apis: Mapping[LeadProviderId, Api]

    async def journal(self, lead_provider_id: LeadProviderId) -> Sequence[tuple[object, ...]]:
        """Return what a lead provider's journal tells, with moments as they are sent.

        While the clock stands still, moments differ by millionths of a second, which journals
        that are written together share.
        """
        rows = await self.service.pool.fetch(
            "SELECT resource, resource_id, op, merged_into,"
            " date_trunc('second', changed_at) FROM changes"
            " WHERE provider_id = $1 ORDER BY position",
            lead_provider_id,
        )
        return [tuple(row) for row in rows]

    async def state(self) -> Mapping[str, list[bytes]]:
        """Return the rows of every table, but not when tokens were last used."""
        tables = await self.service.pool.fetch(
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'participants'"
            " AND tablename NOT IN ('tokens', 'alembic_version')"
        )
        found = {}
        async with self.service.pool.acquire() as conn:
            for table in tables:
                await conn.copy_from_table(table["name"], output=(content := BytesIO()))
                found[table["name"]] = sorted(content.getvalue().splitlines())
        return found


@asynccontextmanager
async def three_lead_providers(templates: Templates) -> AsyncIterator[World]:
    """Serve with an empty database; every answer has to be as documented."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(templates.clone(PARTICIPANTS))
        pool = await stack.enter_async_context(runtime_pool(url, PARTICIPANTS))
        settings = ParticipantsSettings(sandbox=True)
        service = await stack.enter_async_context(create_service(settings, pool))
        watch = ResponseWatch(service.apps.public, describe_api(sandbox=True))
        watch.attach(service.apps.public)
        public = await stack.enter_async_context(serving(service.apps.public))
        internal = await stack.enter_async_context(serving(service.apps.internal))
        yield World(
            service=service,
            registry=Registry(internal, await make_token(pool, None, Scope.REGISTRY_WRITE)),
            apis={
                one: Api(public, await make_token(pool, one, Scope.PROVIDER))
                for one in LEAD_PROVIDERS
            },
        )
        assert watch.problems == []


def numbered(events: Iterable[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    """Give events ids that say which they are, so that a history can be told twice."""
    return [
        {**one, "event_id": str(known(f"{label} {number}"))} for number, one in enumerate(events)
    ]


def opening(first: LeadProviderId, second: LeadProviderId, now: datetime) -> list[dict[str, Any]]:
    """Report everybody; the first lead provider shares two people with the second.

    At both schools somebody trains in both cohorts for good. So whether schools have partners,
    and how they train, which everybody may know, stays the same whatever else happens.
    """
    at = "2025-07-02T09:15:44Z"
    pairings = [(one, cohort) for one in LEAD_PROVIDERS for cohort in COHORTS]
    return numbered(
        [
            *(
                event("lead_provider.put", at, lead_provider_id=one, name=name, cohorts=COHORTS)
                for one, name in NAMES.items()
            ),
            delivery_partner(DELIVERY_PARTNER, "Fenland Teaching Hub", pairings=pairings),
            *(
                event("school.put", at, school_id=one.id, urn=one.urn, name=name, eligible=True)
                for one, name in ((FENBROOK, "Fenbrook Academy"), (SALTMARSH, "Saltmarsh Primary"))
            ),
            *(
                partnership(one, school_urn=school.urn, cohort=cohort)
                for one in LEAD_PROVIDERS
                for school in (FENBROOK, SALTMARSH)
                for cohort in (2024, 2025)
            ),
            *(
                mentor(
                    f"Anchor {school.urn}{cohort}",
                    school_urn=school.urn,
                    cohort=cohort,
                    lead_provider_id=one,
                )
                for one in LEAD_PROVIDERS
                for school in (FENBROOK, SALTMARSH)
                for cohort in (2024, 2025)
                if one == first
            ),
            ect(JOINT, lead_provider_id=first),
            mentor(JOINT, lead_provider_id=second, school_urn=SALTMARSH.urn),
            ect(TRANSFERRED, lead_provider_id=first),
            ect(
                TRANSFERRED,
                at=now.isoformat(),
                lead_provider_id=second,
                school_urn=SALTMARSH.urn,
                started_on=now.date().isoformat(),
            ),
        ],
        "opening",
    )
