"""The participants service wired together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import asyncpg
from aiohttp import web

from participants_service.handlers.changes import CHANGES
from participants_service.handlers.changes import routes as change_routes
from participants_service.handlers.delivery_partners import DELIVERY_PARTNERS
from participants_service.handlers.delivery_partners import routes as delivery_partner_routes
from participants_service.handlers.description import describe_api
from participants_service.handlers.errors import ERROR_BODIES
from participants_service.handlers.participant_actions import PARTICIPANT_ACTIONS
from participants_service.handlers.participant_actions import routes as action_routes
from participants_service.handlers.participants import PARTICIPANTS
from participants_service.handlers.participants import routes as participant_routes
from participants_service.handlers.partnerships import PARTNERSHIP_AGREEMENTS, PARTNERSHIPS
from participants_service.handlers.partnerships import routes as partnership_routes
from participants_service.handlers.queries import refuse_other_filters
from participants_service.handlers.schools import SCHOOLS
from participants_service.handlers.schools import routes as school_routes
from participants_service.handlers.transfers import TRANSFERS
from participants_service.handlers.transfers import routes as transfer_routes
from participants_service.handlers.unfunded_mentors import UNFUNDED_MENTORS
from participants_service.handlers.unfunded_mentors import routes as unfunded_mentor_routes
from participants_service.services.changes import ProviderChanges
from participants_service.services.delivery_partners import DeliveryPartners
from participants_service.services.participant_actions import ParticipantActions
from participants_service.services.participant_views import ViewUpkeep
from participants_service.services.participants import Participants, Transfers, UnfundedMentors
from participants_service.services.partnership_agreements import PartnershipAgreements
from participants_service.services.partnerships import Partnerships
from participants_service.services.place_upkeep import PlaceUpkeep
from participants_service.services.registry import EVENT_TYPES, RegistrySession
from participants_service.services.schools import Schools
from participants_service.services.upkeep import Upkeep
from participants_service.settings import ParticipantsSettings
from participants_service.storage.changes import select_current_head
from participants_service.storage.lead_providers import count_lead_providers_due
from participants_service.views.provider_views import ProviderViews
from shared.auth.directory import TokenDirectory
from shared.auth.middleware import authentication_middleware, bearer_or_token
from shared.auth.tokens import Scope
from shared.clock import LONDON, Clock
from shared.database import Pool
from shared.database.pool import CreatePool
from shared.database.replica import open_replica
from shared.feed import FeedEngine
from shared.feed.app import internal_app
from shared.http.errors import error_middleware
from shared.http.health import Health
from shared.http.observation import observation_middleware
from shared.http.rate_limit.middleware import (
    open_budgets,
    rate_limit_middleware,
    tell_standing,
)
from shared.http.sandbox import sandbox_clock_middleware
from shared.http.server import Apps
from shared.http.time_limit import time_limit_middleware
from shared.metrics import Metrics
from shared.openapi import is_documentation, setup_docs
from shared.schemas import seconds_text
from shared.service import ServiceIdentity
from shared.views import Publisher
from shared.views.reads import Reads

IDENTITY: Final = ServiceIdentity(name="participants")
_BODY_AT_MOST = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsService:
    """The service's parts, as the command line needs them."""

    apps: Apps
    pool: Pool
    feed: FeedEngine[RegistrySession]
    views: ProviderViews
    upkeep: Upkeep
    actions: ParticipantActions
    clock: Clock


@asynccontextmanager
async def create_service(
    settings: ParticipantsSettings, pool: Pool, create_pool: CreatePool = asyncpg.create_pool
) -> AsyncIterator[ParticipantsService]:
    """Wire the service; nothing listens yet."""
    clock = Clock(LONDON)
    metrics = Metrics()
    reads = Reads(
        pool,
        clock,
        open_replica(settings, IDENTITY, metrics, create_pool=create_pool),
        select_head=lambda conn, provider_id: select_current_head(
            conn, provider_id, today=clock.real_today()
        ),
    )
    publisher = Publisher(clock, metrics, seconds_text)
    views = ProviderViews(publisher, clock)
    people_upkeep = ViewUpkeep(pool, clock, views.people)
    place_upkeep = PlaceUpkeep(pool, clock, publisher)
    actions = ParticipantActions(pool, clock, views)
    feed = FeedEngine(
        pool,
        clock,
        metrics,
        EVENT_TYPES,
        lambda conn: RegistrySession(conn, clock=clock, views=views),
    )
    health = Health(
        pool=pool,
        revisions=IDENTITY.revisions,
        metrics=metrics,
        count_due=lambda conn: count_lead_providers_due(conn, today=clock.real_today()),
    )
    tokens = TokenDirectory(pool, clock)
    public = _public_app(settings, metrics, tokens)
    public[PARTICIPANTS] = Participants(reads, clock, people_upkeep)
    public[TRANSFERS] = Transfers(reads, clock, people_upkeep)
    public[UNFUNDED_MENTORS] = UnfundedMentors(reads, clock, people_upkeep)
    public[PARTICIPANT_ACTIONS] = actions
    public[PARTNERSHIPS] = Partnerships(reads, clock, place_upkeep)
    public[PARTNERSHIP_AGREEMENTS] = PartnershipAgreements(pool, clock, views)
    public[SCHOOLS] = Schools(reads, clock)
    public[DELIVERY_PARTNERS] = DeliveryPartners(reads, clock)
    public[CHANGES] = ProviderChanges(
        reads,
        clock,
        [people_upkeep.refresh_list, place_upkeep.refresh_partnerships_of],
        retention=settings.changes_retention,
    )
    public.cleanup_ctx.append(lambda _: reads.watching())
    yield ParticipantsService(
        apps=Apps(
            public=public,
            internal=internal_app(
                health=health,
                metrics=metrics,
                tokens=tokens,
                feed=feed,
                error_bodies=ERROR_BODIES,
                credentials=bearer_or_token,
            ),
            health=health,
            error_bodies=ERROR_BODIES,
        ),
        pool=pool,
        feed=feed,
        views=views,
        upkeep=Upkeep([people_upkeep, place_upkeep]),
        actions=actions,
        clock=clock,
    )


def _public_app(
    settings: ParticipantsSettings, metrics: Metrics, tokens: TokenDirectory
) -> web.Application:
    """Make the API and its documentation."""
    budgets = open_budgets(
        settings.rate_policy, settings.rate_storage, name=IDENTITY.name, metrics=metrics
    )
    app = web.Application(
        client_max_size=_BODY_AT_MOST,
        middlewares=[
            observation_middleware(metrics),
            error_middleware(ERROR_BODIES),
            time_limit_middleware(settings.request_timeout),
            authentication_middleware(
                tokens,
                scope=Scope.PROVIDER,
                protects=_asks_for_a_token,
                credentials=bearer_or_token,
            ),
            *([rate_limit_middleware(budgets, metrics)] if budgets else []),
            refuse_other_filters,
            *([sandbox_clock_middleware()] if settings.sandbox else []),
        ],
    )
    if budgets is not None:
        tell_standing(app, budgets)
    for routes in (
        # A list of transfers is asked for where otherwise a participant's id stands.
        transfer_routes,
        participant_routes,
        action_routes,
        unfunded_mentor_routes,
        partnership_routes,
        school_routes,
        delivery_partner_routes,
        change_routes,
    ):
        app.add_routes(routes)
    setup_docs(app, describe_api(sandbox=settings.sandbox))
    return app


def _asks_for_a_token(request: web.Request) -> bool:
    """A path that does not exist is said not to exist, whoever asks."""
    return request.match_info.http_exception is None and not is_documentation(request)
