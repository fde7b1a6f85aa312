"""Settings of the participants service."""

from dataclasses import dataclass

from shared.service_settings import PORTS, RATE_LIMIT_DOC, ServiceSettings
from shared.settings import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsSettings(ServiceSettings):
    """What every service needs to know, and where this one listens."""

    port: int = setting("{prefix}_PORT", "Port of the public listener.", default=8081, within=PORTS)
    internal_port: int = setting(
        "{prefix}_INTERNAL_PORT", "Port of the internal listener.", default=9081, within=PORTS
    )
    rate_limit: str = setting("{prefix}_RATE_LIMIT", RATE_LIMIT_DOC, default="1000/5 minutes")
