"""Corrections: what a request changes of a stored trainee, judged on the whole record."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self

from trainees_service.domain.code_tables import COURSE_AGE_RANGES
from trainees_service.domain.courses import EducationPhase, phase_of
from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.diversity import DISABILITY_FIELDS, ETHNICITY_NOT_PROVIDED
from trainees_service.domain.readiness import second_stage_problems
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import References, Registers
from trainees_service.domain.registration_rules import first_stage_problems
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import is_blank, read_code
from trainees_service.domain.trainees import Trainee

_PARTNER_FIELDS = frozenset({"lead_partner_urn", "lead_partner_ukprn"})
_SCHOOL_FIELD = "employing_school_urn"

# A null takes these away; of everything else it changes nothing.
_TAKEN_BY_NULL = _PARTNER_FIELDS | {_SCHOOL_FIELD, "ethnicity", *DISABILITY_FIELDS}
# What no record can be without, and a blank leaves as it is; other required fields refuse it.
_LEFT_BY_BLANK = frozenset({"training_route", "course_subject_one", "study_mode"})
# Placements and degrees have addresses of their own.
_NOT_CORRECTED = frozenset({"placements_attributes", "degrees_attributes"})

# What a correction is about: all that both a request and a record say under the same name.
_CORRECTED = tuple(
    field.name
    for field in fields(Trainee)
    if field.name in {field.name for field in fields(Registration)} - {"placements", "degrees"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The members sent, laid over the stored trainee."""

    trainee: Trainee
    sent: frozenset[str]
    registration: Registration

    @classmethod
    def read(cls, data: Mapping[str, object], *, trainee: Trainee) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        sent = {name: value for name, value in data.items() if _counts(name, value, trainee)}
        if _names_stored_partner(sent, trainee):
            sent = {name: sent[name] for name in sent.keys() - _PARTNER_FIELDS}
        registration = Registration.read({**_stored_beside(sent, trainee), **sent})
        return cls(
            trainee=trainee,
            sent=frozenset(sent),
            registration=replace(
                registration,
                degrees=tuple([DegreeDraft.stored(degree) for degree in trainee.degrees]),
                start_date_stored="trainee_start_date" not in sent,
            ),
        )

    @property
    def references(self) -> References:
        """What has to be looked up in the registers: only what was sent."""
        return self.registration.references

    def problems(self, *, registers: Registers, today: date) -> tuple[str, ...]:
        """Return what is wrong with the trainee as corrected: the first stage, else the second."""
        return first_stage_problems(
            self.registration, registers=registers, today=today
        ) or second_stage_problems(self.registration, today=today, degrees_stored=True)

    def corrected(self, *, registers: Registers) -> Trainee:
        """Return the trainee of a correction without problems, itself if nothing changed."""
        trainee = self.trainee
        said = register_trainee(
            replace(self.registration, degrees=()),
            provider_id=trainee.provider_id,
            registers=registers,
            now=trainee.created_at,
        )
        corrected = replace(
            trainee,
            lead_partner=(
                said.lead_partner if self.sent & _PARTNER_FIELDS else trainee.lead_partner
            ),
            employing_school=(
                said.employing_school if _SCHOOL_FIELD in self.sent else trainee.employing_school
            ),
            **{name: getattr(said, name) for name in _CORRECTED},
        )
        return trainee if corrected == trainee else corrected


def _names_stored_partner(sent: Mapping[str, object], trainee: Trainee) -> bool:
    """Whether the lead partner that was sent is the stored one, as the record shows it.

    A school that leads training no more is found no more, but stays where it is named. And a record
    that is sent back has both members, of which many a partner has one alone.
    """
    partner = trainee.lead_partner
    if partner is None:
        return False
    urn, ukprn = (sent.get(name) for name in ("lead_partner_urn", "lead_partner_ukprn"))
    if urn is not None:
        return urn == partner.urn
    urn_decides = "lead_partner_urn" in sent and partner.urn is not None
    return ukprn is not None and ukprn == partner.ukprn and not urn_decides


def _stored_beside(sent: Mapping[str, object], trainee: Trainee) -> dict[str, object]:
    """Return what is stored as it takes its place beside what was sent.

    In a primary course, subject one moves behind primary teaching. Sent again it means the subject
    that has moved, not a second one of the kind.
    """
    stored = _as_sent(trainee)
    one = sent.get("course_subject_one")
    if isinstance(one, str) and _is_primary(sent.get("course_age_range", trainee.course_age_range)):
        for name in ("course_subject_two", "course_subject_three"):
            if stored[name] == one:
                stored[name] = None
    return stored


def _is_primary(age_range: object) -> bool:
    row = COURSE_AGE_RANGES.get(read_code(age_range))
    return row is not None and phase_of(row) is EducationPhase.PRIMARY


def _as_sent(trainee: Trainee) -> dict[str, object]:
    """Return what a request would have to say for the record to be what it is."""
    members = {name: getattr(trainee, name) for name in _CORRECTED if name != "disabilities"}
    return {
        **{n: v.isoformat() if isinstance(v, date) else v for n, v in members.items()},
        **trainee.sent_disabilities,
    }


def _counts(name: str, value: object, trainee: Trainee) -> bool:
    """Whether a member takes the place of what is stored."""
    if name in _NOT_CORRECTED:
        return False
    if value is None and name not in _TAKEN_BY_NULL:
        return False
    if name in _LEFT_BY_BLANK and is_blank(value):
        return False
    # Several codes may answer as one; sent back, it means the one that is stored.
    if name == "nationality":
        return value != trainee.answered_nationality
    if name == "ethnicity":
        answered = ETHNICITY_NOT_PROVIDED if is_blank(value) else value
        return answered != trainee.answered_ethnicity
    return True
