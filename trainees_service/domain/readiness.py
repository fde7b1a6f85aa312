"""Second stage of validation, whether a registration is ready for a TRN, and the storage stage."""

from datetime import date

from trainees_service.domain.registrations import Registration


def second_stage_problems(registration: Registration, *, today: date) -> tuple[str, ...]:
    """Return what stands in the way of a TRN, for a registration that passed the first stage."""
    raise NotImplementedError


def storage_stage_problems(registration: Registration, *, today: date) -> tuple[str, ...]:
    """Return what keeps nested records from being stored, after both stages were passed."""
    raise NotImplementedError
