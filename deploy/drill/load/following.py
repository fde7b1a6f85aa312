"""A client keeps a copy by the change feed, and the copy is what the lists answer."""

from typing import Any

from deploy.drill.load.caller import GOOD, Caller
from deploy.drill.load.tokens import Tokens
from deploy.drill.waiting import DrillError

_AT_ONCE = 500


class Following:
    """A copy of one resource; positions must come without gaps and never again."""

    def __init__(self, url: str, tokens: Tokens, *, service: str) -> None:
        self._url = url
        self._tokens = tokens
        self._service = service
        self._position = 0
        self._copy: dict[tuple[str, ...], Any] = {}

    async def read(self, caller: Caller) -> bool:
        """Ask for what has happened since; False if there is more, or nobody answered."""
        url = f"{self._url}/changes?after={self._position}&limit={_AT_ONCE}"
        reply = await caller.get(url, token=self._tokens.of(self._service))
        if reply.status not in GOOD:
            return False
        for entry in reply.json["data"]:
            self._apply(entry)
        return not reply.json["meta"]["has_more"]

    async def catch_up(self, caller: Caller) -> None:
        """Read up to the end."""
        while not await self.read(caller):
            pass

    async def differences(self, caller: Caller, list_url: str, resource: str) -> int:
        """Count the records of a list that are not in the copy as they are in the list."""
        await self.catch_up(caller)
        token = self._tokens.of(self._service)
        different = 0
        async for page in caller.walk(list_url, token=token):
            for record in page["data"]:
                key = (resource, record.get("id") or record["trainee_id"])
                different += self._copy.get(key) != record
        return different

    def _apply(self, entry: dict[str, Any]) -> None:
        self._position += 1
        if entry["position"] != self._position:
            raise DrillError(
                f"The feed of {self._service} went from position {self._position - 1} to "
                f"{entry['position']}."
            )
        key = (entry["resource"], entry["id"])
        if entry["record"] is None:
            self._copy.pop(key, None)
        else:
            self._copy[key] = entry["record"]
