"""The trainees service wired together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import asyncpg
from aiohttp import web

from shared.auth.directory import TokenDirectory
from shared.auth.middleware import authentication_middleware, bearer_or_bare
from shared.auth.tokens import Scope
from shared.changes.feed import ChangeFeed
from shared.clock import Clock
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
from shared.openapi import setup_docs
from shared.schemas import milliseconds_text
from shared.service import ServiceIdentity
from shared.views import Publisher
from shared.views.reads import Reads
from trainees_service.handlers.changes import CHANGES
from trainees_service.handlers.changes import routes as change_routes
from trainees_service.handlers.degrees import DEGREES
from trainees_service.handlers.degrees import routes as degree_routes
from trainees_service.handlers.description import describe_api
from trainees_service.handlers.errors import ERROR_BODIES
from trainees_service.handlers.info import routes as info_routes
from trainees_service.handlers.placements import PLACEMENTS
from trainees_service.handlers.placements import routes as placement_routes
from trainees_service.handlers.reference_data import is_reference_data
from trainees_service.handlers.reference_data import routes as reference_data_routes
from trainees_service.handlers.trainee_actions import TRAINEE_ACTIONS
from trainees_service.handlers.trainee_actions import routes as action_routes
from trainees_service.handlers.trainee_lists import TRAINEE_LISTS
from trainees_service.handlers.trainee_lists import routes as trainee_list_routes
from trainees_service.handlers.trainees import TRAINEES
from trainees_service.handlers.trainees import routes as trainee_routes
from trainees_service.services.degrees import Degrees
from trainees_service.services.errors import ForgottenChangesError, NoSuchPositionError
from trainees_service.services.held_trainees import TraineeHolder
from trainees_service.services.placements import Placements
from trainees_service.services.registry import RegistrySession, open_registry_feed
from trainees_service.services.trainee_actions import TraineeActions
from trainees_service.services.trainee_lists import TraineeLists
from trainees_service.services.trainee_views import ViewUpkeep
from trainees_service.services.trainees import Trainees
from trainees_service.services.trn_allocation import FreeNumbers, TrnRequests
from trainees_service.settings import TraineesSettings, TrnAllocation
from trainees_service.storage.changes import select_changes
from trainees_service.views.refresh import TraineeViews

IDENTITY: Final = ServiceIdentity(name="trainees")
_BODY_AT_MOST = 1024 * 1024
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineesService:
    """The service's parts, as the command line needs them."""

    apps: Apps
    pool: Pool
    feed: FeedEngine[RegistrySession]
    trainees: Trainees
    actions: TraineeActions
    views: TraineeViews
    upkeep: ViewUpkeep
    clock: Clock


@asynccontextmanager
async def create_service(
    settings: TraineesSettings, pool: Pool, create_pool: CreatePool = asyncpg.create_pool
) -> AsyncIterator[TraineesService]:
    """Wire the service; nothing listens yet, and no TRN is asked for before something does."""
    clock = Clock(_UTC)
    metrics = Metrics()
    reads = Reads(pool, clock, open_replica(settings, IDENTITY, metrics, create_pool=create_pool))
    views = TraineeViews(Publisher(clock, metrics, milliseconds_text))
    trn_requests = TrnRequests(
        pool, clock, views, FreeNumbers(), poll_seconds=settings.trn_poll_seconds
    )
    holder = TraineeHolder(pool, clock, views)
    trainees = Trainees(pool, clock, views, holder, on_registered=trn_requests.notice)
    actions = TraineeActions(clock, holder)
    feed = open_registry_feed(pool, clock, metrics, views)
    health = Health(pool=pool, revisions=IDENTITY.revisions, metrics=metrics)
    tokens = TokenDirectory(pool, clock)
    public = _public_app(settings, metrics, tokens)
    public[TRAINEES] = trainees
    public[TRAINEE_LISTS] = TraineeLists(reads, clock)
    public[TRAINEE_ACTIONS] = actions
    public[PLACEMENTS] = Placements(clock, trainees, holder)
    public[DEGREES] = Degrees(clock, trainees, holder)
    public[CHANGES] = ChangeFeed(
        reads,
        clock,
        select_changes,
        retention=settings.changes_retention,
        ahead=NoSuchPositionError,
        forgotten=ForgottenChangesError,
    )
    public.cleanup_ctx.append(lambda _: reads.watching())
    if settings.trn_allocator is TrnAllocation.AUTOMATIC:
        public.cleanup_ctx.append(lambda _: trn_requests.running())
    yield TraineesService(
        apps=Apps(
            public=public,
            internal=internal_app(
                health=health,
                metrics=metrics,
                tokens=tokens,
                feed=feed,
                error_bodies=ERROR_BODIES,
                credentials=bearer_or_bare,
            ),
            health=health,
            error_bodies=ERROR_BODIES,
        ),
        pool=pool,
        feed=feed,
        trainees=trainees,
        actions=actions,
        views=views,
        upkeep=ViewUpkeep(pool, views),
        clock=clock,
    )


def _public_app(
    settings: TraineesSettings, metrics: Metrics, tokens: TokenDirectory
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
                credentials=bearer_or_bare,
            ),
            *([rate_limit_middleware(budgets, metrics)] if budgets else []),
            *([sandbox_clock_middleware()] if settings.sandbox else []),
        ],
    )
    if budgets is not None:
        tell_standing(app, budgets)
    for routes in (
        info_routes,
        trainee_list_routes,
        trainee_routes,
        action_routes,
        placement_routes,
        degree_routes,
        change_routes,
        reference_data_routes,
    ):
        app.add_routes(routes)
    setup_docs(app, describe_api(sandbox=settings.sandbox))
    return app


def _asks_for_a_token(request: web.Request) -> bool:
    """Even what does not exist below /api/ is only said to those who have a token."""
    return request.path.startswith("/api/") and not is_reference_data(request)
