"""A client keeps a copy by the change feed, and the copy is what the lists answer."""

from collections.abc import Iterable
from typing import Any

from deploy.drill.load.caller import Caller, Reply, until_acknowledged
from deploy.drill.load.tokens import Tokens
from deploy.drill.waiting import DrillError

_AT_ONCE = 500
_NO_SUCH_LIST = 404


class Following:
    """A copy of what a provider sees; positions must come without gaps and never again."""

    def __init__(self, url: str, tokens: Tokens, *, service: str) -> None:
        self._url = url
        self._tokens = tokens
        self._service = service
        self._position = 0
        self._copy: dict[tuple[str, str], Any] = {}

    async def read(self, caller: Caller) -> None:
        """Ask for what has happened since; nothing happens if nobody answers."""
        reply = await self._ask(caller)
        if reply.is_good:
            self._apply(reply)

    async def catch_up(self, caller: Caller) -> None:
        """Read up to the end."""
        has_more = True
        while has_more:
            reply = await until_acknowledged(lambda: self._ask(caller))
            self._apply(reply)
            has_more = reply.json["meta"]["has_more"]

    async def differences(self, caller: Caller, lists: Iterable[str], resource: str) -> int:
        """Count the records that are in the lists or in the copy, but not alike in both."""
        await self.catch_up(caller)
        listed: dict[str, Any] = {}
        for url in lists:
            async for page in caller.walk(
                url, token=self._tokens.of(self._service), empty=_NO_SUCH_LIST
            ):
                listed |= {_id(record): record for record in page["data"]}
        copied = {key[1]: record for key, record in self._copy.items() if key[0] == resource}
        if not listed:
            raise DrillError(f"The lists of {self._service} are empty.")
        return sum(listed.get(each) != copied.get(each) for each in listed.keys() | copied.keys())

    async def _ask(self, caller: Caller) -> Reply:
        url = f"{self._url}/changes?after={self._position}&limit={_AT_ONCE}"
        return await caller.get(url, token=self._tokens.of(self._service))

    def _apply(self, reply: Reply) -> None:
        for entry in reply.json["data"]:
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


def _id(record: Any) -> str:
    """Return a participant's or a trainee's id."""
    return str(record.get("id") or record["trainee_id"])
