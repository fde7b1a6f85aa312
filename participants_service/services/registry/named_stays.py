"""Which stay at a school an event is about."""

from participants_service.domain.occasions import Occasion
from participants_service.domain.stays import stay_meant, stays_named
from participants_service.domain.teachers import Role, SchoolPeriod
from participants_service.services.registry.references import Payload
from participants_service.services.registry.session import RegistrySession


def named_stay(
    session: RegistrySession,
    payload: Payload,
    role: Role,
    occasion: Occasion,
    *,
    role_member: str = "role",
) -> SchoolPeriod:
    """Return a person's stay at the school that is named, or in the role at all.

    Without the role there, the event is refused; `role_member` is what says that there is one.
    """
    teacher = session.people[payload["participant_id"]]
    school_id = None
    if "school_urn" in payload:
        school_id = session.facts.school_at(payload["school_urn"]).id
    at_school = stays_named(teacher, role, school_id, role_member=role_member)
    return stay_meant(at_school, occasion.today)
