"""The registry feed: how facts get in, one event all or nothing, each exactly once."""

from shared.feed.engine import EventType, FeedEngine, FeedSession
from shared.feed.events import FeedEvent, Result, Status
from shared.feed.rejections import Fault, RejectedError, RejectionCode

__all__ = [
    "EventType",
    "Fault",
    "FeedEngine",
    "FeedEvent",
    "FeedSession",
    "RejectedError",
    "RejectionCode",
    "Result",
    "Status",
]
