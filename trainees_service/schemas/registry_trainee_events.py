"""Events about trainees: what the department and the teacher record system say of them."""

from contextlib import suppress
from datetime import date
from typing import Any, ClassVar

from marshmallow import post_load

from shared.schemas import IsoDate, StrictString, TextField, read_date, read_moment
from trainees_service.domain.trainee_reports import (
    AwardConfirmed,
    Discarded,
    Reinstated,
    TraineeReport,
    TrnAssigned,
    WithdrawalUndone,
)
from trainees_service.schemas.identifiers import Identifier
from trainees_service.schemas.registry_fields import FREE_TEXT, TRN, EventSchema


def _read_day_or_moment(text: str) -> date:
    with suppress(ValueError):
        return read_date(text)
    return read_moment(text)


class DayOrMoment(TextField[date]):
    """A date, or an RFC 3339 timestamp with its offset."""

    default_error_messages = {"invalid": "Neither a date nor an RFC 3339 timestamp."}
    read = staticmethod(_read_day_or_moment)


class TraineeReportSchema(EventSchema):
    """What is said of any trainee."""

    report: ClassVar[type[TraineeReport]]

    trainee_id = Identifier(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> TraineeReport:
        """Return the report."""
        return self.report(**data)


class TrnAssignedSchema(TraineeReportSchema):
    """The teacher record system has assigned a TRN."""

    report = TrnAssigned
    trn = StrictString(required=True, validate=TRN)


class AwardConfirmedSchema(TraineeReportSchema):
    """The teacher record system has awarded the status that was recommended."""

    report = AwardConfirmed
    awarded_at = DayOrMoment(required=True)


class ReinstatedSchema(TraineeReportSchema):
    """The department reinstates a trainee after a deferral."""

    report = Reinstated
    reinstated_on = IsoDate(required=True)
    itt_end_date = IsoDate(load_default=None, allow_none=False)


class WithdrawalUndoneSchema(TraineeReportSchema):
    """The department undoes a withdrawal."""

    report = WithdrawalUndone
    comment = StrictString(required=True, validate=FREE_TEXT)


class DiscardedSchema(TraineeReportSchema):
    """The department discards a record."""

    report = Discarded
    reason = StrictString(required=True, validate=FREE_TEXT)
