"""Logs: one JSON object a line, with what identifies the request and nothing about people."""

import logging
import sys
from typing import TextIO

import orjson
import structlog


def configure_logging(level: str, stream: TextIO = sys.stdout) -> None:
    """Send our own events and those of the libraries to `stream`, one JSON object a line."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonFormatter())
    logging.basicConfig(handlers=[handler], level=max(threshold, logging.WARNING), force=True)


def _dumps(event: object, **_: object) -> str:
    return orjson.dumps(event, default=str).decode()


class _JsonFormatter(logging.Formatter):
    """Writes a library's log record like one of our own events."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "event": "library",
            "logger": record.name,
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return _dumps(event)
