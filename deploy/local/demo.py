"""The demo department: loaded once, and the tokens that open it, kept in `.local/demo.json`."""

import asyncio
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from deploy.local.errors import LocalRunError
from deploy.local.processes import Commands
from deploy.local.services import Service

_REFUSED = (401, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of the demo department and the token that lets it in."""

    id: str
    name: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The tokens of one service."""

    feed_token: str
    providers: tuple[Provider, ...]


async def load_demo(commands: Commands, service: Service) -> Access:
    """Load the service's part of the department and make a token for each of its providers."""
    printed = await commands.run(service, "demo", "load", "--json", show_progress=True)
    try:
        found = orjson.loads(printed)[service.provider_list]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise LocalRunError(f"demo load did not list the {service.name} providers.") from error
    # Each is a process of its own, which mostly loads the program: together they are done sooner.
    feed_token, *tokens = await asyncio.gather(
        _create_token(commands, service, "--scope", "registry:write"),
        *(
            _create_token(commands, service, service.provider_option, provider["id"])
            for provider in found
        ),
    )
    providers = tuple(
        Provider(id=provider["id"], name=provider["name"], token=token)
        for provider, token in zip(found, tokens, strict=True)
    )
    return Access(feed_token=feed_token, providers=providers)


async def still_opens(service: Service, access: Access) -> bool:
    """Tell whether the running service knows the tokens, which another database would not."""
    async with aiohttp.ClientSession() as session:
        for provider in access.providers:
            headers = {"Authorization": f"Bearer {provider.token}"}
            url = f"{service.public.url}{service.sample_path}"
            async with session.get(url, headers=headers) as response:
                if response.status in _REFUSED:
                    return False
    return True


def read_access(path: Path, services: tuple[Service, ...]) -> dict[str, Access]:
    """Return what an earlier run wrote, by service; empty when there is none or it is odd."""
    try:
        written = orjson.loads(path.read_bytes())
        return {
            service.name: Access(
                feed_token=written[service.name]["feed_token"],
                providers=tuple(
                    Provider(**provider)
                    for provider in written[service.name][service.provider_list]
                ),
            )
            for service in services
        }
    except (FileNotFoundError, orjson.JSONDecodeError, KeyError, TypeError):
        return {}


def write_access(path: Path, services: tuple[Service, ...], access: dict[str, Access]) -> None:
    """Write addresses and tokens for programs to read; for the owner's eyes only."""
    content: dict[str, Any] = {
        service.name: {
            "url": service.public.url,
            "internal_url": service.internal.url,
            "feed_token": access[service.name].feed_token,
            service.provider_list: [asdict(each) for each in access[service.name].providers],
        }
        for service in services
    }
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    unfinished.rename(path)


async def _create_token(commands: Commands, service: Service, *arguments: str) -> str:
    options = ("tokens", "create", "--quiet", "--description", "make run")
    return (await commands.run(service, *options, *arguments)).strip()
