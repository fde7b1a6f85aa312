"""What OpenTelemetry has to say goes into our log, and seldom."""

import logging
from time import monotonic
from typing import Final

import structlog

_SAY_EVERY: Final = 60.0
_LONGEST_DETAIL: Final = 300
# All that concerns the way to the collector is one trouble, however it is worded.
_ON_THE_WAY: Final = (
    "opentelemetry.exporter.otlp.common",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
    "opentelemetry.sdk._shared_internal",
)

# What is tried again may still succeed, and what ends it is said as well.
_TRIED_AGAIN: Final = "Transient error"

log = structlog.get_logger()


class _Complaints(logging.Handler):
    """Says each trouble at most once a minute."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._says_again_at: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Say it; values only where they cannot be secrets, as a header in a setting can."""
        if str(record.msg).startswith(_TRIED_AGAIN):
            return
        on_the_way = record.name.startswith(_ON_THE_WAY)
        trouble = "export" if on_the_way else str(record.msg)
        now = monotonic()
        if now < self._says_again_at.get(trouble, now):
            return
        self._says_again_at[trouble] = now + _SAY_EVERY
        if on_the_way:
            error = _error_of(record)
            log.warning(
                "traces are not exported",
                detail=_detail(record, error)[:_LONGEST_DETAIL],
                kind=None if error is None else type(error).__name__,
            )
        else:
            log.warning("tracing", detail=trouble[:_LONGEST_DETAIL])


def _error_of(record: logging.LogRecord) -> BaseException | None:
    """Return the exception that a complaint is about, if it is about one."""
    if record.exc_info is not None and record.exc_info[1] is not None:
        return record.exc_info[1]
    arguments = record.args if isinstance(record.args, tuple) else ()
    return next((one for one in arguments if isinstance(one, BaseException)), None)


def _detail(record: logging.LogRecord, error: BaseException | None) -> str:
    """Return what is said; ValueErrors, as of a header that cannot be sent, repeat the value."""
    return str(record.msg) if isinstance(error, ValueError) else record.getMessage()


def hear_complaints() -> None:
    """Take over the library's loggers, for good: a thread that is left behind may speak last."""
    library = logging.getLogger("opentelemetry")
    library.handlers = [_Complaints()]
    library.propagate = False
