"""Where the teachers of the drill are: a school whose ECTs the lead provider trains."""

from dataclasses import dataclass

from deploy.drill.load.caller import Caller
from deploy.drill.waiting import DrillError


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A school in partnership with a lead provider."""

    urn: str
    lead_provider_id: str


async def find_place(caller: Caller, url: str, token: str, *, lead_provider_id: str) -> Place:
    """Find a school of the latest cohort in which the lead provider has a partnership."""
    latest = ("", "")
    async for page in caller.walk(f"{url}/api/v3/partnerships", token=token):
        for partnership in page["data"]:
            found = partnership["attributes"]
            latest = max(latest, (found["cohort"], found["urn"]))
    if not latest[1]:
        raise DrillError("The lead provider has no partnership.")
    return Place(urn=latest[1], lead_provider_id=lead_provider_id)
