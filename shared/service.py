"""What a service is called, in the places where that matters."""

from dataclasses import dataclass
from typing import Protocol

from shared.database.revisions import Revisions
from shared.feed.handlers import Feed
from shared.http.server import Apps


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceIdentity:
    """The name from which everything else that needs one is made."""

    name: str

    @property
    def command(self) -> str:
        """The command line's name."""
        return f"{self.name}-service"

    @property
    def prefix(self) -> str:
        """The beginning of the service's settings."""
        return self.name.upper()

    @property
    def schema(self) -> str:
        """The Postgres schema that is the service's own."""
        return self.name

    @property
    def owner_role(self) -> str:
        """The role that migrates."""
        return f"{self.name}_owner"

    @property
    def runtime_role(self) -> str:
        """The role that reads and writes rows."""
        return f"{self.name}_runtime"

    @property
    def migrations_package(self) -> str:
        """Where the revisions of the service's schema are."""
        return f"{self.name}_service.migrations"

    @property
    def revisions(self) -> Revisions:
        """The revisions of the service's schema."""
        return Revisions(self.migrations_package)


class RunningService(Protocol):
    """A service with its parts wired together."""

    @property
    def apps(self) -> Apps:
        """What listens."""

    @property
    def feed(self) -> Feed:
        """What takes registry events in."""
