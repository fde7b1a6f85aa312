"""What is done about reports on trainees: the rules say what becomes of them, or why not."""

from shared.feed import FeedEvent
from trainees_service.domain import registry_facts
from trainees_service.domain.trainee_reports import (
    AwardConfirmed,
    Discarded,
    Reinstated,
    TrnAssigned,
    WithdrawalUndone,
)
from trainees_service.domain.withdrawals import Undoing
from trainees_service.services.registry.refusals import faults_of, named, outcome, taken
from trainees_service.services.registry.session import RegistrySession


async def assign_trn(session: RegistrySession, report: TrnAssigned, event: FeedEvent) -> None:
    """Give a trainee the TRN, unless it is another one's or the trainee has another one."""
    others = taken(session, report)
    trainee = named(session, report, *others)
    session.trainees.put(outcome(lambda: registry_facts.trn_assigned(trainee, report.trn), *others))


async def confirm_award(session: RegistrySession, report: AwardConfirmed, event: FeedEvent) -> None:
    """Award the status to a trainee who was recommended for it."""
    trainee = named(session, report)
    session.trainees.put(outcome(lambda: registry_facts.award_confirmed(trainee)))


async def reinstate(session: RegistrySession, report: Reinstated, event: FeedEvent) -> None:
    """Take a deferred trainee back into training."""
    trainee, end = named(session, report), report.itt_end_date
    wrong_end = faults_of(lambda: registry_facts.require_end_after_start(trainee, end))
    session.trainees.put(
        outcome(
            lambda: registry_facts.reinstated(trainee, on=report.reinstated_on, itt_end_date=end),
            *wrong_end,
        )
    )


async def undo_withdrawal(
    session: RegistrySession, report: WithdrawalUndone, event: FeedEvent
) -> None:
    """Bring a trainee back to where the withdrawal found them; it stays on record, as undone."""
    trainee = named(session, report)
    session.trainees.put(
        outcome(lambda: registry_facts.withdrawal_undone(trainee)),
        undoing=Undoing(at=event.occurred_at, comment=report.comment),
    )


async def discard(session: RegistrySession, report: Discarded, event: FeedEvent) -> None:
    """Take a trainee away from everybody's eyes; the record stays."""
    trainee = named(session, report)
    session.trainees.put(outcome(lambda: registry_facts.discarded(trainee, at=event.occurred_at)))
