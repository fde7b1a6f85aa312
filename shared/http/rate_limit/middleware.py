"""Refusing a token that has sent too much, and telling every caller how it stands."""

from aiohttp import web
from aiohttp.hdrs import RETRY_AFTER
from aiohttp.typedefs import Handler, Middleware

from shared.auth.tokens import CALLER
from shared.http.errors import TooManyRequestsError
from shared.http.rate_limit.budgets import Budgets, Standing
from shared.http.rate_limit.memory import MomentsInMemory
from shared.http.rate_limit.policy import RatePolicy
from shared.metrics import Metrics

POLICY_HEADER = "RateLimit-Policy"
STANDING_HEADER = "RateLimit"
_STANDING = web.RequestKey("standing", Standing)


def open_budgets(
    policy: RatePolicy | None, storage: str | None, *, name: str, metrics: Metrics
) -> Budgets | None:
    """Return what counts: nothing without a policy, this process or a server by its address."""
    if policy is None:
        return None
    if storage is None:
        return Budgets(policy, MomentsInMemory())
    # The client of Redis is large, and imports OpenTelemetry as well.
    from shared.http.rate_limit.shared_budgets import SharedBudgets

    return SharedBudgets(policy, storage, name=name, metrics=metrics)


def rate_limit_middleware(budgets: Budgets, metrics: Metrics) -> Middleware:
    """Count the requests of every caller; it stands right behind the asking for a token."""

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        caller = request.get(CALLER)
        if caller is None:
            return await handler(request)
        standing = await budgets.spend(caller.token_id)
        if standing is not None:
            request[_STANDING] = standing
            if not standing.is_within:
                metrics.rate_limited.inc()
                raise TooManyRequestsError
        return await handler(request)

    return limit


def tell_standing(app: web.Application, budgets: Budgets) -> None:
    """Put the standing into every answer of the application, whatever the answer is."""
    policy = f'"default";q={budgets.policy.requests};w={budgets.policy.seconds}'

    async def tell(request: web.Request, response: web.StreamResponse) -> None:
        standing = request.get(_STANDING)
        if standing is None:
            return
        response.headers[POLICY_HEADER] = policy
        response.headers[STANDING_HEADER] = f'"default";r={standing.remaining};t={standing.seconds}'
        if not standing.is_within:
            response.headers[RETRY_AFTER] = str(standing.seconds)

    async def close(_app: web.Application) -> None:
        await budgets.close()

    app.on_response_prepare.append(tell)
    app.on_cleanup.append(close)
