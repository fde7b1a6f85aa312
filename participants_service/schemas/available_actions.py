"""Which actions would be let through, as it is sent."""

from marshmallow import fields, validate

from participants_service.domain.actions.circumstances import ActionName
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.schemas.participant_actions import Course
from participants_service.schemas.participants import Year
from shared.schemas import (
    Choice,
    IsoDate,
    ProblemSchema,
    ResourceSchema,
    StrictBoolean,
    StrictString,
    Uuid,
    one,
)


class TargetSchema(ResourceSchema):
    """A cohort, and the schedules in it to which the enrolment can change."""

    cohort = Year()
    schedule_identifiers = fields.List(Choice(ScheduleIdentifier), attribute="schedules")


class VerdictSchema(ResourceSchema):
    """What would be answered to an action now."""

    action = Choice(ActionName)
    allowed = StrictBoolean(
        metadata={"description": "Whether the action passes, given a value that is listed here."},
    )
    reasons = fields.List(
        fields.Nested(ProblemSchema),
        attribute="problems",
        metadata={"description": "Why not, in the words of the refusal; empty if allowed."},
    )
    available_from = IsoDate(
        allow_none=True,
        metadata={
            "description": "The first day on which the action passes if nothing else happens; null "
            "if it is allowed now, or if the calendar alone will never allow it."
        },
    )
    reason_values = fields.List(
        StrictString(),
        attribute="reasons",
        metadata={"description": "What `reason` may be, for actions that take one."},
    )
    schedules = fields.List(
        fields.Nested(TargetSchema),
        attribute="targets",
        metadata={"description": "What a change of schedule may be to; empty if not allowed."},
    )


class EnrolmentActionsSchema(ResourceSchema):
    """The actions with one enrolment."""

    course_identifier = Course(attribute="role")
    actions = fields.List(fields.Nested(VerdictSchema), attribute="verdicts")


class AvailableActionsAttributesSchema(ResourceSchema):
    """The actions with one or two enrolments, the ECT's first."""

    enrolments = fields.List(fields.Nested(EnrolmentActionsSchema), validate=validate.Length(1, 2))


class AvailableActionsSchema(ResourceSchema):
    """Which actions with a participant would be let through now, and from when the others."""

    example = {
        "id": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4",
        "type": "available-actions",
        "attributes": {
            "enrolments": [
                {
                    "course_identifier": "ecf-induction",
                    "actions": [
                        {
                            "action": "defer",
                            "allowed": False,
                            "reasons": [
                                {
                                    "title": "participant_id",
                                    "detail": "You cannot defer or withdraw this participant "
                                    "today. You need to try again tomorrow as the training was "
                                    "recently changed for this participant.",
                                }
                            ],
                            "available_from": "2026-01-20",
                            "reason_values": ["bereavement", "parental-leave", "other"],
                            "schedules": [],
                        },
                        {
                            "action": "change-schedule",
                            "allowed": True,
                            "reasons": [],
                            "available_from": None,
                            "reason_values": [],
                            "schedules": [
                                {
                                    "cohort": "2025",
                                    "schedule_identifiers": ["ecf-extended-september"],
                                }
                            ],
                        },
                    ],
                }
            ]
        },
    }

    id = Uuid(attribute="participant_id", metadata={"description": "The participant's id."})
    type = StrictString(validate=validate.OneOf(["available-actions"]))
    attributes = fields.Nested(AvailableActionsAttributesSchema)


AvailableActionsResponse = one(AvailableActionsSchema, name="AvailableActionsResponse")
