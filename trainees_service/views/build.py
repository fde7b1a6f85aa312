"""From the record of a trainee to what its provider sees of it, as the bytes that are sent."""

from operator import attrgetter

import orjson

from shared.views import UPDATED_AT_PLACEHOLDER, ViewDraft
from trainees_service.domain.diversity import DISABILITY_FIELDS
from trainees_service.domain.trainees import Trainee
from trainees_service.schemas.trainees import TraineeSchema

_TRAINEE = TraineeSchema()

# What upstream's records of other sources have, and those that came through the API never do.
_CONSTANTS = {
    "additional_ethnic_background": None,
    "course_title": None,
    "course_uuid": None,
    "record_source": "api",
    "submission_ready": True,
    "commencement_status": None,
    "placement_detail": None,
    "region": None,
    "iqts_country": None,
    "additional_dttp_data": None,
    "hesa_updated_at": None,
    "ebacc": False,
    "created_from_dttp": False,
    "created_from_hesa": False,
    "hesa_editable": False,
    # The moment is not known before it is known whether anything differs.
    "updated_at": None,
}
_NO_DISABILITIES = dict.fromkeys(DISABILITY_FIELDS)
# Members that are in the record under the same name; `build` says where the others come from.
_SAME = tuple(name for name in _TRAINEE.fields if name in dir(Trainee))
_same_values = attrgetter(*_SAME)


def build(trainee: Trainee, *, ukprn: str) -> dict[str, object]:
    """Return every member of the resource; `ukprn` is that of the trainee's provider."""
    partner, school, withdrawal = trainee.lead_partner, trainee.employing_school, trainee.withdrawal
    disabilities = trainee.sent_disabilities
    reasons = None if withdrawal is None else withdrawal.reasons
    return {
        **dict(zip(_SAME, _same_values(trainee), strict=True)),
        **_CONSTANTS,
        **_NO_DISABILITIES,
        **disabilities,
        "ukprn": ukprn,
        "nationality": trainee.answered_nationality,
        "ethnicity": trainee.answered_ethnicity,
        "hesa_disabilities": {**_NO_DISABILITIES, **disabilities} if disabilities else None,
        "course_itt_start_date": trainee.itt_start_date,
        "expected_end_date": trainee.itt_end_date,
        "course_study_mode": trainee.study_mode,
        "bursary_level": trainee.funding_method,
        "lead_partner_urn": None if partner is None else partner.urn,
        "lead_partner_ukprn": None if partner is None else partner.ukprn,
        "lead_partner_not_applicable": partner is None,
        "employing_school_urn": None if school is None else school.urn,
        "employing_school_not_applicable": school is None,
        "withdraw_date": None if withdrawal is None else withdrawal.withdraw_date,
        "withdraw_reasons": reasons or (),
        "withdrawal_reasons": reasons,
        "withdrawal_trigger": None if withdrawal is None else withdrawal.trigger,
        "withdrawal_future_interest": None if withdrawal is None else withdrawal.future_interest,
        "withdrawal_another_reason": None if withdrawal is None else withdrawal.another_reason,
    }


def draft_view(trainee: Trainee, *, ukprn: str) -> ViewDraft:
    """Render a trainee for its provider, with the columns that lists filter by."""
    resource = _TRAINEE.dump(build(trainee, ukprn=ukprn))
    resource["updated_at"] = UPDATED_AT_PLACEHOLDER
    return ViewDraft(
        provider_id=trainee.provider_id,
        record_id=trainee.trainee_id,
        body=orjson.dumps(resource),
        created_at=trainee.created_at,
        columns={
            "state": trainee.state.value,
            "start_cycle": trainee.start_cycle,
            "itt_start_date": trainee.itt_start_date,
            "has_trn": trainee.trn is not None,
        },
    )
