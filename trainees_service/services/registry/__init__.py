"""The registry feed: facts from the department and the teacher record system."""

from shared.clock import Clock
from shared.database import Pool
from shared.feed import FeedEngine
from shared.metrics import Metrics
from trainees_service.services.registry.event_types import EVENT_TYPES
from trainees_service.services.registry.session import RegistrySession
from trainees_service.views.refresh import TraineeViews

__all__ = ["RegistrySession", "open_registry_feed"]


def open_registry_feed(
    pool: Pool, clock: Clock, metrics: Metrics, views: TraineeViews
) -> FeedEngine[RegistrySession]:
    """Return what takes registry events in."""
    return FeedEngine(pool, clock, metrics, EVENT_TYPES, lambda conn: RegistrySession(conn, views))
