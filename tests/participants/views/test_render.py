"""The bytes that are stored and sent."""

import orjson

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    IdChange,
    MentorFundingEnd,
    MentorIneligibilityReason,
    ParticipantId,
    Role,
    SchoolPeriodId,
    Teacher,
)
from participants_service.schemas.participants import ParticipantSchema
from participants_service.views.build import build
from participants_service.views.render import render
from shared.views import ViewDraft
from tests.participants.people import (
    DELIVERY_PARTNER,
    LARKFIELD,
    day,
    known,
    make_facts,
    make_induction,
    make_mentorship,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

UPDATED_AT = "2026-01-19T07:42:10Z"


def draft_of(teacher: Teacher) -> ViewDraft:
    participant = build(teacher, LARKFIELD, day("2026-01-20"), make_facts())
    assert participant is not None
    return render(participant, LARKFIELD)


DEFERRED_ECT = make_teacher(
    training_periods=(
        make_training(
            finished_on=day("2026-01-19"),
            deferral=Deferral(
                reason=DeferralReason.PARENTAL_LEAVE,
                deferred_at=moment("2026-01-19T07:42:10.999999"),
            ),
        ),
    ),
    mentorships=(make_mentorship("Ada", finished_on=day("2026-03-31")),),
    inductions=(make_induction(),),
    ect_first_eligible_at=moment("2025-09-12T14:00:00"),
    id_changes=(
        IdChange(
            from_participant_id=ParticipantId(known("retired")),
            to_participant_id=ParticipantId(known("Imogen Achterberg")),
            changed_at=moment("2025-11-03T16:20:00"),
        ),
    ),
)
ALSO_A_MENTOR = make_teacher(
    trn=None,
    school_periods=(
        make_school_period(email=None, working_pattern=None),
        make_school_period("as mentor", role=Role.MENTOR),
    ),
    training_periods=(
        make_training(),
        make_training(
            "as mentor",
            role=Role.MENTOR,
            school_period_id=SchoolPeriodId(known("as mentor")),
            partnership=make_partnership(cohort=2021),
        ),
    ),
    mentor_funding_end=MentorFundingEnd(
        ended_on=day("2021-04-19"),
        reason=MentorIneligibilityReason.COMPLETED_DURING_EARLY_ROLL_OUT,
    ),
    mentor_frozen_cohort=CohortYear(2021),
)


def test_an_ect_as_sent() -> None:
    body = orjson.loads(draft_of(DEFERRED_ECT).stamped(UPDATED_AT))
    assert body == {
        "id": str(known("Imogen Achterberg")),
        "type": "participant",
        "attributes": {
            "full_name": "Imogen Achterberg",
            "teacher_reference_number": "4471902",
            "updated_at": "2026-01-19T07:42:10Z",
            "ecf_enrolments": [
                {
                    "training_record_id": str(known("ECT record of Imogen Achterberg")),
                    "email": "i.achterberg@fenbrook-academy.example",
                    "mentor_id": str(known("Ada")),
                    "school_urn": "900417",
                    "participant_type": "ect",
                    "working_pattern": "full_time",
                    "cohort": "2025",
                    "training_status": "deferred",
                    "participant_status": "left",
                    "eligible_for_funding": True,
                    "pupil_premium_uplift": False,
                    "sparsity_uplift": False,
                    "schedule_identifier": "ecf-standard-september",
                    "delivery_partner_id": str(DELIVERY_PARTNER),
                    "withdrawal": None,
                    "deferral": {"reason": "parental-leave", "date": "2026-01-19T07:42:10Z"},
                    "created_at": "2025-07-02T09:15:44Z",
                    "induction_end_date": None,
                    "most_recent_induction_period_end_date": None,
                    "overall_induction_start_date": "2025-09-03",
                    "mentor_funding_end_date": None,
                    "mentor_ineligible_for_funding_reason": None,
                    "cohort_changed_after_payments_frozen": False,
                }
            ],
            "participant_id_changes": [
                {
                    "from_participant_id": str(known("retired")),
                    "to_participant_id": str(known("Imogen Achterberg")),
                    "changed_at": "2025-11-03T16:20:00Z",
                }
            ],
        },
    }


def test_a_mentor_as_sent() -> None:
    body = orjson.loads(draft_of(ALSO_A_MENTOR).stamped(UPDATED_AT))
    assert body["attributes"]["teacher_reference_number"] is None
    ect, mentor = body["attributes"]["ecf_enrolments"]
    assert (ect["participant_type"], ect["email"], ect["working_pattern"]) == ("ect", None, None)
    assert mentor == {
        "training_record_id": str(known("mentor record of Imogen Achterberg")),
        "email": "i.achterberg@fenbrook-academy.example",
        "mentor_id": None,
        "school_urn": "900417",
        "participant_type": "mentor",
        "working_pattern": None,
        "cohort": "2021",
        "training_status": "active",
        "participant_status": "active",
        "eligible_for_funding": False,
        "pupil_premium_uplift": False,
        "sparsity_uplift": False,
        "schedule_identifier": "ecf-standard-september",
        "delivery_partner_id": str(DELIVERY_PARTNER),
        "withdrawal": None,
        "deferral": None,
        "created_at": "2025-07-02T09:15:44Z",
        "induction_end_date": None,
        "most_recent_induction_period_end_date": None,
        "overall_induction_start_date": None,
        "mentor_funding_end_date": "2021-04-19",
        "mentor_ineligible_for_funding_reason": "completed_during_early_roll_out",
        "cohort_changed_after_payments_frozen": True,
    }


def test_every_body_matches_the_published_schema() -> None:
    for teacher in (DEFERRED_ECT, ALSO_A_MENTOR):
        body = orjson.loads(draft_of(teacher).stamped(UPDATED_AT))
        assert ParticipantSchema().validate(body) == {}


def test_a_draft_carries_what_lists_filter_by() -> None:
    draft = draft_of(ALSO_A_MENTOR)
    assert (draft.provider_id, draft.record_id) == (LARKFIELD, str(known("Imogen Achterberg")))
    assert draft.created_at == moment("2025-07-02T09:15:44")
    assert draft.flips_on is None
    assert draft.columns == {
        "cohorts": [2021, 2025],
        "training_statuses": ["active"],
        "from_participant_ids": [],
    }
    draft = draft_of(DEFERRED_ECT)
    assert draft.flips_on == day("2026-04-01")
    assert draft.columns == {
        "cohorts": [2025],
        "training_statuses": ["deferred"],
        "from_participant_ids": [known("retired")],
    }


def test_names_cannot_be_mistaken_for_the_placeholder() -> None:
    teacher = make_teacher(corrected_name='","updated_at":"@"')
    body = orjson.loads(draft_of(teacher).stamped(UPDATED_AT))
    assert body["attributes"]["updated_at"] == UPDATED_AT
    assert body["attributes"]["full_name"] == '","updated_at":"@"'
