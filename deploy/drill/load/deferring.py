"""A lead provider defers teachers, and each stays deferred."""

from deploy.drill.load.caller import Caller, until_acknowledged
from deploy.drill.load.feeding import Feeding
from deploy.drill.load.tokens import Tokens

_REFUSED = 422
_BODY = {
    "data": {
        "type": "participant-defer",
        "attributes": {"reason": "other", "course_identifier": "ecf-induction"},
    }
}


class Deferring:
    """One teacher after another, of those whom the registry has reported during the drill."""

    def __init__(self, url: str, tokens: Tokens, feeding: Feeding) -> None:
        self._url = f"{url}/api/v3/participants"
        self._tokens = tokens
        self._feeding = feeding
        self._turn = 0
        self._acknowledged: set[str] = set()

    @property
    def acknowledged(self) -> int:
        """How many deferrals were confirmed."""
        return len(self._acknowledged)

    async def write(self, caller: Caller) -> None:
        """Defer the next one; a repetition is refused if the first attempt was carried out."""
        known = self._feeding.participant_ids
        if self._turn >= len(known):
            return
        somebody = known[self._turn]
        self._turn += 1
        url = f"{self._url}/{somebody}/defer"
        await until_acknowledged(
            lambda: caller.send("PUT", url, token=self._tokens.participants, body=_BODY),
            already=(_REFUSED,),
        )
        self._acknowledged.add(somebody)

    async def lost(self, caller: Caller) -> int:
        """Count those whose deferral was acknowledged and who are not deferred."""
        acknowledged = set(self._acknowledged)
        url = f"{self._url}?page[per_page]=3000&filter[training_status]=deferred"
        async for page in caller.walk(url, token=self._tokens.participants):
            acknowledged -= {each["id"] for each in page["data"]}
        return len(acknowledged)
