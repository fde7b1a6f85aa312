"""How much one address may ask for, whatever tokens it has."""

from collections import Counter

import aiohttp
import pytest

from tests.deploy.gateway.nginx import running_gateway
from tests.deploy.gateway.upstreams import Echo, echoing

# So slow that nothing comes back while a test runs.
HARDLY = "1r/m"


async def ask(client: aiohttp.ClientSession, url: str, times: int, **headers: str) -> Counter[int]:
    statuses: Counter[int] = Counter()
    for _ in range(times):
        async with client.get(url, headers=headers) as answer:
            statuses[answer.status] += 1
            await answer.read()
    return statuses


async def test_what_the_contract_allows_may_come_at_once(client: aiohttp.ClientSession) -> None:
    async with echoing() as echo:
        with running_gateway(
            GATEWAY_PARTICIPANTS_SERVERS=echo.servers, GATEWAY_RATE=HARDLY
        ) as gateway:
            assert await ask(client, f"{gateway.url}/api/v3/x", 1501) == {200: 1500, 429: 1}


async def test_the_pages_have_a_limit_of_their_own(client: aiohttp.ClientSession) -> None:
    async with echoing() as echo:
        with running_gateway(
            GATEWAY_PARTICIPANTS_SERVERS=echo.servers,
            GATEWAY_TRAINEES_SERVERS=echo.servers,
            GATEWAY_DOCS_RATE=HARDLY,
        ) as gateway:
            assert await ask(client, f"{gateway.url}/trainees/docs", 301) == {200: 300, 429: 1}
            assert await ask(client, f"{gateway.url}/participants/openapi.json", 1) == {429: 1}
            assert await ask(client, f"{gateway.url}/api/v3/x", 1) == {200: 1}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v3/x", {"error": "Too many requests"}),
        ("/api/v0.1/x", {"errors": [{"error": "TooManyRequests", "message": "Retry later"}]}),
        ("/participants/docs", {"error": "Too many requests"}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_too_much_is_refused_without_asking_a_service(
    client: aiohttp.ClientSession, path: str, body: object, method: str
) -> None:
    async with echoing() as echo:
        with running_gateway(
            GATEWAY_PARTICIPANTS_SERVERS=echo.servers,
            GATEWAY_TRAINEES_SERVERS=echo.servers,
            GATEWAY_RATE=HARDLY,
            GATEWAY_BURST="1",
        ) as gateway:
            await ask(client, f"{gateway.url}/api/v3/x", 2)
            async with client.request(method, f"{gateway.url}{path}") as answer:
                assert answer.status == 429
                assert answer.headers["Retry-After"] == "30"
                assert answer.headers["X-Request-Id"]
                assert await answer.json() == body
            assert len(echo.received) == 2


async def refused_after_two(client: aiohttp.ClientSession, echo: Echo, trusted: str) -> bool:
    """Use up one address' share, and tell whether another address is refused as well."""
    with running_gateway(
        GATEWAY_PARTICIPANTS_SERVERS=echo.servers,
        GATEWAY_TRUSTED_PROXIES=trusted,
        GATEWAY_RATE=HARDLY,
        GATEWAY_BURST="1",
    ) as gateway:
        url, header = f"{gateway.url}/api/v3/x", "X-Forwarded-For"
        assert await ask(client, url, 3, **{header: "203.0.113.1"}) == {200: 2, 429: 1}
        return await ask(client, url, 1, **{header: "203.0.113.2"}) == {429: 1}


async def test_an_address_is_counted_by_what_is_known_of_it(client: aiohttp.ClientSession) -> None:
    async with echoing() as echo:
        assert await refused_after_two(client, echo, trusted="")
        assert not await refused_after_two(client, echo, trusted="set_real_ip_from 127.0.0.1;")
