"""The internal listener's application: the feed, and what operators look at."""

from aiohttp import web

from shared.auth.directory import TokenDirectory
from shared.auth.middleware import Credentials, authentication_middleware
from shared.auth.tokens import Scope
from shared.feed.handlers import BYTES_AT_MOST, FEED, Feed, post_events
from shared.http.errors import ErrorBodies, error_middleware
from shared.http.health import Health, add_health_routes
from shared.http.observation import observation_middleware
from shared.metrics import Metrics

EVENTS_PATH = "/internal/v1/events"


def internal_app(
    *,
    health: Health,
    metrics: Metrics,
    tokens: TokenDirectory,
    feed: Feed,
    error_bodies: ErrorBodies,
    credentials: Credentials,
) -> web.Application:
    """Make the application; only the feed asks for a token."""
    app = web.Application(
        client_max_size=BYTES_AT_MOST,
        middlewares=[
            observation_middleware(metrics),
            error_middleware(error_bodies),
            authentication_middleware(
                tokens,
                scope=Scope.REGISTRY_WRITE,
                protects=lambda request: request.path == EVENTS_PATH,
                credentials=credentials,
            ),
        ],
    )
    app[FEED] = feed
    app.router.add_post(EVENTS_PATH, post_events)
    add_health_routes(app, health)
    return app
