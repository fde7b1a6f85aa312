"""The registry feed: facts from schools, appropriate bodies and the department."""

from participants_service.services.registry.event_types import EVENT_TYPES
from participants_service.services.registry.session import RegistrySession

__all__ = ["EVENT_TYPES", "RegistrySession"]
