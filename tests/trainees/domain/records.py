"""Invented trainees as stored, and what is asked of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from trainees_service.domain.correcting import Correction
from trainees_service.domain.identifiers import LeadPartnerId, ProviderId
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import LeadPartner, References, Registers, School
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import FutureInterest, Withdrawal, WithdrawalTrigger

from .payloads import TODAY, make_registration

PROVIDER = ProviderId(UUID("3f6f1f38-3c55-4d4b-9a0e-0d7a5ac0b6f2"))
NOW = datetime(2026, 11, 24, 10, 12, 3, 118000, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)

SCHOOL = School(urn="104321", name="Meadow Creek School", town="Fenbrook", postcode="FB1 2CD")
OTHER_SCHOOL = School(urn="107777", name="Harbour Hill School", town="Saltham", postcode="SA4 5QT")
SCHOOLS = {school.urn: school for school in (SCHOOL, OTHER_SCHOOL)}
PARTNER = LeadPartner(
    lead_partner_id=LeadPartnerId(UUID("6d1b5a50-64f7-4a4b-8f2e-6a7f3a5f0f11")),
    name="Fenbrook Teaching School",
    urn="105678",
)
UNIVERSITY = LeadPartner(
    lead_partner_id=LeadPartnerId(UUID("0b9f6a5e-7f3e-4d2c-8a34-3a2b9f1c7d55")),
    name="University of Saltham",
    ukprn="10012345",
)

WITHDRAWAL = Withdrawal(
    withdraw_date=date(2026, 10, 1),
    trigger=WithdrawalTrigger.TRAINEE,
    future_interest=FutureInterest.NO,
    reasons=("trainee_workload_issues",),
    state_before=TraineeState.TRN_RECEIVED,
)

_WITH_TRN = frozenset(
    {TraineeState.TRN_RECEIVED, TraineeState.RECOMMENDED_FOR_AWARD, TraineeState.AWARDED}
)


def look_up(references: References) -> Registers:
    """Find what there is of the references of a request, as the registers would."""
    partner = None
    if references.lead_partner_urn == PARTNER.urn:
        partner = PARTNER
    elif references.lead_partner_ukprn == UNIVERSITY.ukprn:
        partner = UNIVERSITY
    found = {urn: SCHOOLS[urn] for urn in references.school_urns if urn in SCHOOLS}
    return Registers(schools=found, lead_partner=partner)


def make_trainee(state: TraineeState | None = None, /, **members: object) -> Trainee:
    """Return a trainee as registered, or as one in the given state would be."""
    registration = make_registration(**members)
    trainee = register_trainee(
        registration,
        provider_id=PROVIDER,
        registers=look_up(registration.references),
        now=NOW,
    )
    if state is None:
        return trainee
    ahead = state in {TraineeState.RECOMMENDED_FOR_AWARD, TraineeState.AWARDED}
    return replace(
        trainee,
        state=state,
        trn="4471902" if state in _WITH_TRN else None,
        outcome_date=date(2026, 11, 20) if ahead else None,
        recommended_for_award_at=NOW if ahead else None,
        defer_date=date(2026, 10, 1) if state is TraineeState.DEFERRED else None,
        withdrawal=WITHDRAWAL if state is TraineeState.WITHDRAWN else None,
    )


def read_correction(trainee: Trainee, sent: dict[str, object]) -> tuple[Correction, Registers]:
    correction = Correction.read(sent, trainee=trainee)
    return correction, look_up(correction.references)


def correction_problems(
    trainee: Trainee, today: date = TODAY, /, **sent: object
) -> tuple[str, ...]:
    correction, registers = read_correction(trainee, sent)
    return correction.problems(registers=registers, today=today)


def correct(trainee: Trainee, today: date = TODAY, /, **sent: object) -> Trainee:
    """Return the trainee after a correction in which nothing is wrong."""
    correction, registers = read_correction(trainee, sent)
    assert correction.problems(registers=registers, today=today) == ()
    return correction.corrected(registers=registers)
