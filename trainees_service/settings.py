"""Settings of the trainees service."""

from dataclasses import dataclass
from enum import StrEnum

from shared.service_settings import PORTS, RATE_LIMIT_DOC, ServiceSettings
from shared.settings import setting


class TrnAllocation(StrEnum):
    """Where TRNs come from."""

    AUTOMATIC = "automatic"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineesSettings(ServiceSettings):
    """What every service needs to know, where this one listens, and where TRNs come from."""

    port: int = setting("{prefix}_PORT", "Port of the public listener.", default=8082, within=PORTS)
    internal_port: int = setting(
        "{prefix}_INTERNAL_PORT", "Port of the internal listener.", default=9082, within=PORTS
    )
    rate_limit: str = setting("{prefix}_RATE_LIMIT", RATE_LIMIT_DOC, default="100/minute")
    trn_allocator: TrnAllocation = setting(
        "{prefix}_TRN_ALLOCATOR",
        "automatic: every trainee is soon given a free number; feed: TRNs arrive as events only.",
        default=TrnAllocation.AUTOMATIC,
    )
    trn_poll_seconds: float = setting(
        "{prefix}_TRN_POLL_SECONDS",
        "Seconds between two looks for trainees that wait for a TRN; a POST is noticed at once.",
        default=2.0,
        within=(0.1, 3_600),
    )
