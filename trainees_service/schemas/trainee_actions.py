"""What deferrals, withdrawals and recommendations may say.

These schemas describe the requests; whether one is accepted is decided by the rules.
"""

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.schemas import Choice, IsoDate, StrictString
from trainees_service.domain.withdrawals import REASONS, FutureInterest, WithdrawalTrigger


class DeferralSchema(Schema):
    """Since when, and why, the training stops for a while."""

    defer_date = IsoDate(required=True)
    defer_reason = StrictString(allow_none=True, validate=validate.Length(max=500))

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class DeferralRequestSchema(Schema):
    """The envelope of a deferral."""

    example = {"data": {"defer_date": "2026-11-16", "defer_reason": "Parental leave until May."}}

    data = fields.Nested(DeferralSchema, required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class WithdrawalSchema(Schema):
    """When, on whose part and why the trainee leaves."""

    withdraw_date = IsoDate(
        required=True, metadata={"description": "Not before the start of the course."}
    )
    trigger = Choice(WithdrawalTrigger, required=True)
    future_interest = Choice(
        FutureInterest,
        required=True,
        metadata={"description": "Whether the trainee would train to teach later."},
    )
    reasons = fields.List(
        StrictString(validate=validate.OneOf(REASONS)),
        required=True,
        validate=validate.Length(min=1),
        metadata={"description": "Each must fit the trigger; see `/reference-data/reasons`."},
    )
    another_reason = StrictString(
        allow_none=True,
        metadata={"description": "Required with a reason that says there is another one."},
    )

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class WithdrawalRequestSchema(Schema):
    """The envelope of a withdrawal."""

    example = {
        "data": {
            "withdraw_date": "2026-11-20",
            "trigger": "trainee",
            "future_interest": "unknown",
            "reasons": ["trainee_workload_issues"],
        }
    }

    data = fields.Nested(WithdrawalSchema, required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class RecommendationSchema(Schema):
    """The day on which the trainee met the standards."""

    qts_standards_met_date = IsoDate(
        required=True,
        metadata={"description": "Neither in the future nor before the start of the course."},
    )

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class RecommendationRequestSchema(Schema):
    """The envelope of a recommendation."""

    example = {"data": {"qts_standards_met_date": "2026-11-20"}}

    data = fields.Nested(RecommendationSchema, required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE
