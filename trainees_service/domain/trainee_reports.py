"""What the registry reports about a trainee, as read from its events."""

from dataclasses import dataclass
from datetime import date

from trainees_service.domain.identifiers import TraineeId


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeReport:
    """A report about one trainee; whose trainee it is does not have to be said."""

    trainee_id: TraineeId


@dataclass(frozen=True, slots=True, kw_only=True)
class TrnAssigned(TraineeReport):
    """The teacher record system knows the trainee by this number."""

    trn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardConfirmed(TraineeReport):
    """The status was awarded; the record shows since when, which is not when it was confirmed."""

    awarded_at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstated(TraineeReport):
    """A deferred trainee is back, perhaps with another end of the course."""

    reinstated_on: date
    itt_end_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalUndone(TraineeReport):
    """The trainee should not have been withdrawn."""

    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded(TraineeReport):
    """There should be no such record."""

    reason: str
