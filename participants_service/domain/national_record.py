"""What the national teaching record says of somebody."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from participants_service.domain.occasions import Occasion
from participants_service.domain.teachers import Teacher


class NationalInductionStatus(StrEnum):
    """How the national record stands to somebody's induction; only an exemption has an effect."""

    IN_PROGRESS = "InProgress"
    PASSED = "Passed"
    FAILED = "Failed"
    EXEMPT = "Exempt"
    FAILED_IN_WALES = "FailedInWales"
    REQUIRED_TO_COMPLETE = "RequiredToComplete"
    NONE = "None"


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalRecord:
    """Names, TRN and induction as the record has them."""

    trn: str | None
    first_name: str | None
    last_name: str | None
    induction_status: NationalInductionStatus | None
    induction_started_on: date | None
    induction_completed_on: date | None


def put_national_record(teacher: Teacher, record: NationalRecord, occasion: Occasion) -> Teacher:
    """Return the person as the national record has them.

    Who is exempt becomes ineligible for funding on the day on which it is learnt, once.
    """
    ineligible_on = teacher.ect_ineligible_on
    if ineligible_on is None and record.induction_status is NationalInductionStatus.EXEMPT:
        ineligible_on = occasion.today
    return replace(
        teacher,
        trn=record.trn,
        first_name=record.first_name,
        last_name=record.last_name,
        ect_ineligible_on=ineligible_on,
        national_induction_started_on=record.induction_started_on,
        national_induction_completed_on=record.induction_completed_on,
    )
