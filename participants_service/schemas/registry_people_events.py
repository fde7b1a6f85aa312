"""Events about people: what schools and others say of them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from participants_service.domain.national_record import NationalInductionStatus
from participants_service.domain.schedules import ScheduleIdentifier, ScheduleKind
from participants_service.domain.teachers import (
    InductionOutcome,
    MentorIneligibilityReason,
    Programme,
    Role,
    WorkingPattern,
)
from participants_service.schemas.registry_fields import (
    Email,
    EventSchema,
    Name,
    NamePart,
    Trn,
    Urn,
    Year,
)
from shared.schemas import Choice, IsoDate, StrictBoolean, Uuid


def _not_of(kind: ScheduleKind) -> Any:
    def check(schedule: ScheduleIdentifier) -> None:
        if schedule.kind is kind:
            raise ValidationError(f"A {kind} schedule is not for this role.")

    return check


def _department_s_own(reason: MentorIneligibilityReason) -> None:
    if reason is MentorIneligibilityReason.COMPLETED_DECLARATION_RECEIVED:
        raise ValidationError("Only a declaration can have this effect.")


class RegistrationSchema(EventSchema):
    """What a school says of everybody it registers."""

    participant_id = Uuid(required=True)
    trn = Trn(load_default=None, allow_none=True)
    first_name = NamePart(required=True)
    last_name = NamePart(required=True)
    corrected_name = Name(allow_none=True)
    email = Email(required=True)
    school_urn = Urn(required=True)
    started_on = IsoDate(required=True)
    cohort = Year()
    ect_training_record_id = Uuid()
    mentor_training_record_id = Uuid()


class LedSchema(EventSchema):
    """Who trains an ECT."""

    programme = Choice(Programme, required=True)
    lead_provider_id = Uuid()

    @validates_schema(skip_on_field_errors=False)
    def check_lead_provider(self, data: Mapping[str, Any], **kwargs: object) -> None:
        """Ask for a lead provider exactly where one trains."""
        programme = data.get("programme")
        if programme is Programme.SCHOOL_LED and "lead_provider_id" in data:
            raise ValidationError("School-led training has none.", "lead_provider_id")
        if programme is Programme.PROVIDER_LED and "lead_provider_id" not in data:
            required = fields.Field.default_error_messages["required"]
            raise ValidationError(required, "lead_provider_id")


class EctRegisteredSchema(RegistrationSchema, LedSchema):
    """A school registers an ECT."""

    working_pattern = Choice(WorkingPattern, load_default=None, allow_none=True)
    schedule_identifier = Choice(ScheduleIdentifier, validate=_not_of(ScheduleKind.REPLACEMENT))


class MentorRegisteredSchema(RegistrationSchema):
    """A school registers a mentor."""

    lead_provider_id = Uuid(load_default=None, allow_none=True)
    schedule_identifier = Choice(ScheduleIdentifier, validate=_not_of(ScheduleKind.REDUCED))
    also_at_other_schools = StrictBoolean(load_default=False)


class MentorAssignedSchema(EventSchema):
    """A school gives an ECT a mentor."""

    ect_participant_id = Uuid(required=True)
    mentor_participant_id = Uuid(required=True)
    started_on = IsoDate(required=True)


class MentorUnassignedSchema(EventSchema):
    """A school takes an ECT's mentor away."""

    ect_participant_id = Uuid(required=True)
    finished_on = IsoDate(required=True)


class DetailsChangedSchema(EventSchema):
    """A school corrects what it said of somebody."""

    participant_id = Uuid(required=True)
    role = Choice(Role, required=True)
    school_urn = Urn()
    corrected_name = Name(allow_none=True)
    email = Email()
    working_pattern = Choice(WorkingPattern, allow_none=True)


class LeavingReportedSchema(EventSchema):
    """A school reports that somebody leaves."""

    participant_id = Uuid(required=True)
    role = Choice(Role, required=True)
    school_urn = Urn(required=True)
    leaving_on = IsoDate(required=True)


class LeavingCancelledSchema(EventSchema):
    """A school takes back that somebody leaves."""

    participant_id = Uuid(required=True)
    role = Choice(Role, required=True)
    school_urn = Urn(required=True)


class LeadProviderChangedSchema(EventSchema):
    """A school names another lead provider for somebody."""

    participant_id = Uuid(required=True)
    role = Choice(Role, required=True)
    lead_provider_id = Uuid(required=True)
    school_urn = Urn()


class ProgrammeChangedSchema(LedSchema):
    """A school hands the training of an ECT over, or takes it on itself."""

    participant_id = Uuid(required=True)
    school_urn = Urn()


class RegisteredInErrorSchema(EventSchema):
    """A school says that it should not have registered somebody."""

    participant_id = Uuid(required=True)
    role = Choice(Role, required=True)
    school_urn = Urn(required=True)


class InductionPutSchema(EventSchema):
    """An appropriate body records an induction."""

    induction_id = Uuid(required=True)
    participant_id = Uuid(required=True)
    appropriate_body = Name(required=True)
    started_on = IsoDate(required=True)
    finished_on = IsoDate(load_default=None, allow_none=True)
    outcome = Choice(InductionOutcome, load_default=None, allow_none=True)


class InductionRemovedSchema(EventSchema):
    """An appropriate body takes an induction back."""

    induction_id = Uuid(required=True)


class NationalRecordPutSchema(EventSchema):
    """The national record tells what it holds; what it leaves out stays as it is."""

    participant_id = Uuid(required=True)
    trn = Trn(allow_none=True)
    first_name = NamePart()
    last_name = NamePart()
    induction_status = Choice(NationalInductionStatus, allow_none=True)
    induction_started_on = IsoDate(allow_none=True)
    induction_completed_on = IsoDate(allow_none=True)


class ParticipantsMergedSchema(EventSchema):
    """The department decides that two records are of one person."""

    from_participant_id = Uuid(required=True)
    into_participant_id = Uuid(required=True)


class MentorFundingEndedSchema(EventSchema):
    """The department ends the funding of a mentor, for one of its own reasons."""

    participant_id = Uuid(required=True)
    ended_on = IsoDate(required=True)
    reason = Choice(MentorIneligibilityReason, required=True, validate=_department_s_own)
