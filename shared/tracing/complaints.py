"""What OpenTelemetry has to say goes into our log, and seldom."""

import logging
from time import monotonic
from typing import Final

import structlog

_SAY_EVERY: Final = 60.0
# All that concerns the way to the collector is one trouble, however it is worded.
_ON_THE_WAY: Final = (
    "opentelemetry.exporter.otlp.common",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
    "opentelemetry.sdk._shared_internal",
)

log = structlog.get_logger()


class _Complaints(logging.Handler):
    """Says each trouble at most once a minute."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._says_again_at: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Say it; values only where they cannot be secrets, as a header in a setting can."""
        on_the_way = record.name.startswith(_ON_THE_WAY)
        trouble = "export" if on_the_way else str(record.msg)
        now = monotonic()
        if now < self._says_again_at.get(trouble, now):
            return
        self._says_again_at[trouble] = now + _SAY_EVERY
        if on_the_way:
            log.warning("traces are not exported", detail=record.getMessage())
        else:
            log.warning("tracing", detail=trouble)


def hear_complaints() -> None:
    """Take over the library's loggers, for good: a thread that is left behind may speak last."""
    library = logging.getLogger("opentelemetry")
    library.handlers = [_Complaints()]
    library.propagate = False
