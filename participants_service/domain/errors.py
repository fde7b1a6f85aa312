"""Facts that cannot be taken as they stand: one class for each kind of refusal."""

from collections.abc import Sequence


class DomainError(Exception):
    """A rule refuses a fact; `member` is the part of it that is at fault, such as `pairings/0`."""

    def __init__(self, member: str, message: str) -> None:
        super().__init__(message)
        self.member = member
        self.message = message


class RefusedError(Exception):
    """Several rules refuse a fact at once."""

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = tuple(errors)


def refuse_if_any(errors: Sequence[DomainError]) -> None:
    """Raise what was found wrong with a fact, all of it together."""
    if errors:
        raise RefusedError(errors)


class InvalidMemberError(DomainError):
    """The fact contradicts itself."""


class UnknownReferenceError(DomainError):
    """Something is referred to that is not here."""


class RetiredParticipantError(DomainError):
    """The person was merged into another."""


class WrongRoleError(DomainError):
    """The person has no such role, or not at that school."""


class TrnTakenError(DomainError):
    """Somebody else has this teacher reference number."""


class UrnTakenError(DomainError):
    """Another school has this unique reference number."""


class NameTakenError(DomainError):
    """Another organisation of the kind has this name."""


class RecordIdTakenError(DomainError):
    """The id stands for another record, or the record has another id for life."""


class NotActiveError(DomainError):
    """The lead provider is not active in the cohort."""


class NoPairingError(DomainError):
    """The lead provider and the delivery partner do not work together in the cohort."""


class NoEarlierPartnershipError(DomainError):
    """There is no partnership that could be rolled over."""


class PairingInUseError(DomainError):
    """A pairing cannot go while partnerships rest on it."""


class OverlapError(DomainError):
    """Periods that must not overlap would."""


class SameProviderError(DomainError):
    """The lead provider is the one that the school has named already."""


class SameProgrammeError(DomainError):
    """The person is on this programme already."""


class SameSchoolError(DomainError):
    """The person is registered in this role at this school already."""


class NotAllowedNowError(DomainError):
    """The state of the person, or the day, forbids it."""


class MergeConflictError(DomainError):
    """The two people cannot be one and the same."""
