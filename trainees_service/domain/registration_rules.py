"""First stage of validation: what is missing, malformed or unknown in a registration."""

from datetime import date

from trainees_service.domain.registers import Registers
from trainees_service.domain.registrations import Registration


def first_stage_problems(
    registration: Registration,
    *,
    registers: Registers,
    today: date,
) -> tuple[str, ...]:
    """Return every problem as the text of a message, in the order of the contract."""
    raise NotImplementedError
