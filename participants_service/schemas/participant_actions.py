"""What lead providers may say when they act on somebody's training."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar, Unpack

from marshmallow import EXCLUDE, Schema, post_load

from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.actions.circumstances import UNRECOGNISED, Unrecognised
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.resuming import Resume
from participants_service.domain.actions.withdrawing import Withdraw
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import DeferralReason, Role, WithdrawalReason
from participants_service.schemas.request_bodies import request_body
from shared.schemas import CodeTable, FieldOptions, WireField

Members = TypeVar("Members", bound=StrEnum)

COURSES: Mapping[str, Role] = {"ecf-induction": Role.ECT, "ecf-mentor": Role.MENTOR}
_COURSE_OF: Mapping[Role, str] = {role: course for course, role in COURSES.items()}
_YEAR = re.compile(r"[0-9]{4}")


class Course(WireField[Role | None]):
    """An enrolment by its course; whatever else it is names none, and the rules say so."""

    component = "CourseIdentifier"
    openapi = {
        "type": "string",
        "enum": list(COURSES),
        "description": "`ecf-induction` is the enrolment as an ECT, `ecf-mentor` as a mentor.",
    }
    write = staticmethod(_COURSE_OF.__getitem__)

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> Role | None:
        return COURSES.get(value) if isinstance(value, str) else None


class Wish(WireField[Members | Unrecognised | None]):
    """A member of an enumeration; what is blank, or none of them, the rules refuse."""

    def __init__(self, members: type[Members], **options: Unpack[FieldOptions]) -> None:
        super().__init__(**options)
        table = CodeTable.of(members)
        self.component = table.name
        self.openapi = table.openapi()
        self._members = members

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> Members | Unrecognised | None:
        if value is False or (isinstance(value, str) and not value.strip()):
            return None
        return next((member for member in self._members if member == value), UNRECOGNISED)


class WishedCohort(WireField[CohortYear | Unrecognised]):
    """A cohort by its year, as text or as a number; which ones there are, the rules know."""

    openapi = {"type": ["string", "integer"], "pattern": "^[0-9]{4}$", "examples": ["2025", 2025]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> CohortYear | Unrecognised:
        if isinstance(value, str) and _YEAR.fullmatch(value):
            return CohortYear(int(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return CohortYear(value)
        if isinstance(value, float) and value.is_integer():
            return CohortYear(int(value))
        return UNRECOGNISED


class AttributesSchema(Schema):
    """The attributes of an action: only the rules refuse values, in words of their own."""

    course_identifier = Course(required=True)

    class Meta:
        unknown = EXCLUDE


class DeferAttributesSchema(AttributesSchema):
    """Which enrolment is paused, and why."""

    reason = Wish(DeferralReason, required=True)

    @post_load
    def make(self, given: dict[str, Any], **_: object) -> Defer:
        """Make the action."""
        return Defer(role=given.get("course_identifier"), reason=given.get("reason"))


class ResumeAttributesSchema(AttributesSchema):
    """Which enrolment goes on."""

    @post_load
    def make(self, given: dict[str, Any], **_: object) -> Resume:
        """Make the action."""
        return Resume(role=given.get("course_identifier"))


class WithdrawAttributesSchema(AttributesSchema):
    """Which enrolment is ended, and why."""

    reason = Wish(
        WithdrawalReason,
        required=True,
        metadata={"description": "`mentor-no-longer-being-mentor` is for mentors only."},
    )

    @post_load
    def make(self, given: dict[str, Any], **_: object) -> Withdraw:
        """Make the action."""
        return Withdraw(role=given.get("course_identifier"), reason=given.get("reason"))


class ChangeScheduleAttributesSchema(AttributesSchema):
    """Which enrolment gets which schedule."""

    schedule_identifier = Wish(
        ScheduleIdentifier,
        required=True,
        metadata={"description": "`reduced` is for ECTs only, `replacement` for mentors only."},
    )
    cohort = WishedCohort(
        allow_none=True,
        metadata={"description": "The cohort of the schedule; left out, it stays the same."},
    )

    @post_load
    def make(self, given: dict[str, Any], **_: object) -> ChangeSchedule:
        """Make the action."""
        return ChangeSchedule(
            role=given.get("course_identifier"),
            schedule=given.get("schedule_identifier"),
            cohort=given.get("cohort"),
        )


DeferRequest = request_body(
    "DeferRequest",
    "participant-defer",
    DeferAttributesSchema,
    reason="parental-leave",
    course_identifier="ecf-induction",
)
ResumeRequest = request_body(
    "ResumeRequest",
    "participant-resume",
    ResumeAttributesSchema,
    course_identifier="ecf-induction",
)
WithdrawRequest = request_body(
    "WithdrawRequest",
    "participant-withdraw",
    WithdrawAttributesSchema,
    reason="left-teaching-profession",
    course_identifier="ecf-mentor",
)
ChangeScheduleRequest = request_body(
    "ChangeScheduleRequest",
    "participant-change-schedule",
    ChangeScheduleAttributesSchema,
    schedule_identifier="ecf-extended-september",
    course_identifier="ecf-induction",
    cohort="2025",
)
