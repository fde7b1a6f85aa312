"""Events that must not be applied, and why not."""

from typing import Any

from tests.participants.registry import Registry

Event = dict[str, Any]
Refusals = list[tuple[str, str]]


async def refusals(registry: Registry, before: list[Event], refused: Event) -> Refusals:
    """Feed events that must be applied and one that must not; return why not."""
    await registry.apply(*before)
    (result,) = await registry.feed(refused)
    assert result["status"] == "rejected", result
    (again,) = await registry.feed(refused)
    assert again == result
    return [(error["code"], error["pointer"]) for error in result["errors"]]
