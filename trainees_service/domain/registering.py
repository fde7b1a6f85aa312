"""A registration that passed every rule becomes a trainee."""

from datetime import datetime

from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.registers import Registers
from trainees_service.domain.registrations import Registration
from trainees_service.domain.trainees import Trainee


def register_trainee(
    registration: Registration,
    *,
    provider_id: ProviderId,
    registers: Registers,
    now: datetime,
) -> Trainee:
    """Return the new trainee, submitted for a TRN, with new ids for all records."""
    raise NotImplementedError
