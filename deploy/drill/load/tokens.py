"""The tokens of the drill's clients, which are exchanged while they are in use."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Tokens:
    """What clients send at this moment."""

    participants: str
    trainees: str
    participants_feed: str

    def of(self, service: str) -> str:
        """Return the provider's token of a service."""
        return {"participants": self.participants, "trainees": self.trainees}[service]

    def exchange(self, service: str, token: str) -> None:
        """From now on, send another token to a service."""
        if service == "participants":
            self.participants = token
        else:
            self.trainees = token
