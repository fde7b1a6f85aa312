"""Refusing reports about trainees: the words of the wire for what the rules say."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from shared.feed import Fault, RejectedError, RejectionCode
from trainees_service.domain.registry_facts import EndNotAfterStartError, TraineeDiscardedError
from trainees_service.domain.states import StateTransitionError
from trainees_service.domain.trainee_reports import TraineeReport, TrnAssigned
from trainees_service.domain.trainees import Trainee, TrnAlreadyHeldError
from trainees_service.services.registry.session import RegistrySession

_FAULTS: Mapping[type[Exception], Fault] = MappingProxyType(
    {
        TraineeDiscardedError: Fault(
            RejectionCode.NOT_ALLOWED_NOW, "/data/trainee_id", "The trainee was discarded."
        ),
        StateTransitionError: Fault(
            RejectionCode.NOT_ALLOWED_NOW,
            "/data/trainee_id",
            "The state of the trainee forbids this.",
        ),
        TrnAlreadyHeldError: Fault(
            RejectionCode.NOT_ALLOWED_NOW, "/data/trn", "The trainee has another TRN."
        ),
        EndNotAfterStartError: Fault(
            RejectionCode.INVALID_MEMBER,
            "/data/itt_end_date",
            "The course has to end after its start.",
        ),
    },
)


def faults_of(rule: Callable[[], object]) -> list[Fault]:
    """Return why a rule refuses, if it does."""
    try:
        rule()
    except tuple(_FAULTS) as refused:
        return [_FAULTS[type(refused)]]
    return []


def outcome(rule: Callable[[], Trainee], *found: Fault) -> Trainee:
    """Return what a rule makes of a trainee.

    Raises RejectedError for what the rule refuses together with what was found beside it.
    """
    try:
        trainee = rule()
    except tuple(_FAULTS) as refused:
        raise RejectedError(*dict.fromkeys([_FAULTS[type(refused)], *found])) from refused
    if found:
        raise RejectedError(*found)
    return trainee


def named(session: RegistrySession, report: TraineeReport, *found: Fault) -> Trainee:
    """Return whom a report is about.

    Raises RejectedError if it is about nobody, together with what was found besides.
    """
    trainee = session.trainees.get(report.trainee_id)
    if trainee is None:
        unknown = Fault(
            RejectionCode.UNKNOWN_REFERENCE, "/data/trainee_id", "There is no such trainee."
        )
        raise RejectedError(unknown, *found)
    return trainee


def taken(session: RegistrySession, report: TrnAssigned) -> list[Fault]:
    """Say so if the number is another trainee's."""
    holder = session.trainees.trn_holder(report.trn)
    if holder is None or holder == report.trainee_id:
        return []
    return [Fault(RejectionCode.TRN_TAKEN, "/data/trn", "Another trainee has this TRN.")]
