"""What a lead provider sees of a person, and the day on which it changes by itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from participants_service.domain.cohorts import CohortYear, Uplift
from participants_service.domain.participants import Enrolment, Participant
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    IdChange,
    InductionOutcome,
    MentorFundingEnd,
    MentorIneligibilityReason,
    ParticipantId,
    Role,
    SchoolPeriodId,
    Teacher,
    Withdrawal,
    WithdrawalReason,
    WorkingPattern,
)
from participants_service.views.build import InconsistentTrainingError, build
from tests.participants.people import (
    DELIVERY_PARTNER,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
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

TODAY = day("2025-10-15")
FACTS = make_facts()


def seen(
    teacher: Teacher, lead_provider_id: LeadProviderId = LARKFIELD, today: date = TODAY
) -> Participant:
    participant = build(teacher, lead_provider_id, today, FACTS)
    assert participant is not None
    return participant


def enrolment(teacher: Teacher, lead_provider_id: LeadProviderId = LARKFIELD) -> Enrolment:
    (only,) = seen(teacher, lead_provider_id).enrolments
    return only


AS_MENTOR: dict[str, Any] = {
    "role": Role.MENTOR,
    "school_period_id": SchoolPeriodId(known("mentor period")),
}
MENTOR_PERIOD = make_school_period(
    "mentor period",
    role=Role.MENTOR,
    school=SALTMARSH,
    email="i.achterberg@saltmarsh.example",
    created_at=moment("2025-08-01T12:00:00"),
)


def test_nothing_is_seen_without_training_of_the_lead_provider() -> None:
    assert build(make_teacher(), OTTERBURN, TODAY, FACTS) is None
    assert build(make_teacher(training_periods=()), LARKFIELD, TODAY, FACTS) is None


def test_an_ect_as_the_lead_provider_sees_them() -> None:
    teacher = make_teacher(
        mentorships=(make_mentorship("Ada"),),
        inductions=(make_induction(),),
        ect_first_eligible_at=moment("2025-09-12T14:00:00"),
    )
    participant = seen(teacher)
    assert (participant.id, participant.full_name, participant.trn) == (
        teacher.id,
        "Imogen Achterberg",
        "4471902",
    )
    assert participant.created_at == teacher.created_at
    ect = enrolment(teacher)
    assert ect.role is Role.ECT
    assert ect.training_record_id == teacher.ect_record_id
    assert ect.email == "i.achterberg@fenbrook-academy.example"
    assert ect.mentor_id == known("Ada")
    assert (ect.school_urn, ect.cohort) == ("900417", 2025)
    assert ect.working_pattern is WorkingPattern.FULL_TIME
    assert (ect.training_status, ect.participant_status) == ("active", "active")
    assert ect.eligible_for_funding
    assert ect.schedule == "ecf-standard-september"
    assert ect.delivery_partner_id == DELIVERY_PARTNER
    assert (ect.withdrawal, ect.deferral) == (None, None)
    assert ect.created_at == moment("2025-07-02T09:15:44")
    assert ect.induction_started_on == day("2025-09-03")
    assert (ect.induction_ended_on, ect.latest_induction_period_ended_on) == (None, None)
    assert (ect.mentor_funding_ended_on, ect.mentor_ineligibility_reason) == (None, None)
    assert not ect.changed_cohort_after_payments_frozen


def test_a_mentor_has_no_induction_no_mentor_and_no_working_pattern() -> None:
    teacher = make_teacher(
        school_periods=(make_school_period(), MENTOR_PERIOD),
        training_periods=(make_training(**AS_MENTOR),),
        mentorships=(make_mentorship("Ada"),),
        inductions=(
            make_induction(finished_on=day("2025-10-01"), outcome=InductionOutcome.PASSED),
        ),
        mentor_funding_end=MentorFundingEnd(
            ended_on=day("2025-10-02"),
            reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED,
        ),
        mentor_frozen_cohort=CohortYear(2021),
    )
    mentor = enrolment(teacher)
    assert mentor.role is Role.MENTOR
    assert mentor.training_record_id == teacher.mentor_record_id
    assert (mentor.email, mentor.school_urn) == ("i.achterberg@saltmarsh.example", "900533")
    assert (mentor.mentor_id, mentor.working_pattern) == (None, None)
    assert mentor.induction_started_on is None
    assert mentor.induction_ended_on is None
    assert mentor.latest_induction_period_ended_on is None
    assert mentor.mentor_funding_ended_on == day("2025-10-02")
    assert mentor.mentor_ineligibility_reason == "started_not_completed"
    assert mentor.created_at == moment("2025-08-01T12:00:00")
    assert mentor.changed_cohort_after_payments_frozen


def test_both_roles_with_one_lead_provider_are_two_enrolments_ect_first() -> None:
    teacher = make_teacher(
        school_periods=(make_school_period(), MENTOR_PERIOD),
        training_periods=(make_training("as mentor", **AS_MENTOR), make_training("as ECT")),
    )
    assert [item.role for item in seen(teacher).enrolments] == [Role.ECT, Role.MENTOR]


def test_roles_with_two_lead_providers_are_one_enrolment_each() -> None:
    of_otterburn = make_partnership(lead_provider_id=OTTERBURN)
    teacher = make_teacher(
        school_periods=(make_school_period(), MENTOR_PERIOD),
        training_periods=(
            make_training("as mentor", partnership=of_otterburn, **AS_MENTOR),
            make_training("as ECT"),
        ),
    )
    assert enrolment(teacher, LARKFIELD).role is Role.ECT
    assert enrolment(teacher, OTTERBURN).role is Role.MENTOR


def test_deferral_and_withdrawal_are_shown_only_while_they_are_the_status() -> None:
    deferral = Deferral(reason=DeferralReason.OTHER, deferred_at=moment("2025-10-01T10:00:00"))
    withdrawal = Withdrawal(
        reason=WithdrawalReason.OTHER, withdrawn_at=moment("2025-10-02T10:00:00")
    )
    deferred = make_training(deferral=deferral, finished_on=day("2025-10-01"))
    both = make_training(deferral=deferral, withdrawal=withdrawal, finished_on=day("2025-10-01"))
    ect = enrolment(make_teacher(training_periods=(deferred,)))
    assert (ect.deferral, ect.withdrawal, ect.training_status) == (deferral, None, "deferred")
    ect = enrolment(make_teacher(training_periods=(both,)))
    assert (ect.deferral, ect.withdrawal, ect.training_status) == (None, withdrawal, "withdrawn")


def test_working_pattern_is_current_but_email_and_school_stay_with_the_training() -> None:
    first = make_school_period(finished_on=day("2025-09-30"))
    second = make_school_period(
        "second",
        school=SALTMARSH,
        started_on=day("2025-10-01"),
        working_pattern=WorkingPattern.PART_TIME,
        email="i.achterberg@saltmarsh.example",
        created_at=moment("2025-09-20T12:00:00"),
    )
    teacher = make_teacher(
        school_periods=(second, first),
        training_periods=(make_training(finished_on=day("2025-09-30")),),
    )
    ect = enrolment(teacher)
    assert ect.working_pattern is WorkingPattern.PART_TIME
    assert (ect.school_urn, ect.email) == ("900417", "i.achterberg@fenbrook-academy.example")
    assert ect.created_at == moment("2025-07-02T09:15:44")


def test_uplift_of_the_training_s_school_and_cohort() -> None:
    facts = make_facts(
        uplifts={("900417", CohortYear(2024)): Uplift(pupil_premium=True, sparsity=True)}
    )
    teacher = make_teacher(
        training_periods=(make_training(partnership=make_partnership(cohort=2024)),)
    )
    participant = build(teacher, LARKFIELD, TODAY, facts)
    assert participant is not None
    (ect,) = participant.enrolments
    assert (ect.pupil_premium_uplift, ect.sparsity_uplift) == (True, True)


def test_id_changes_come_in_the_order_in_which_they_happened() -> None:
    late, early = (
        IdChange(
            from_participant_id=ParticipantId(known(name)),
            to_participant_id=ParticipantId(known("somebody")),
            changed_at=moment(at),
        )
        for name, at in (("late", "2025-10-02T00:00:00"), ("early", "2025-10-01T00:00:00"))
    )
    assert seen(make_teacher(id_changes=(late, early))).id_changes == (early, late)


@pytest.mark.parametrize(
    ("members", "flips_on"),
    [
        pytest.param({}, None, id="nothing to come"),
        pytest.param(
            {"training_periods": (make_training(started_on=day("2025-11-03")),)},
            "2025-11-03",
            id="joining",
        ),
        pytest.param(
            {
                "training_periods": (make_training(finished_on=day("2025-11-30")),),
                "mentorships": (make_mentorship(finished_on=day("2025-11-14")),),
            },
            "2025-11-15",
            id="the mentor goes first",
        ),
        pytest.param(
            {
                "training_periods": (make_training(finished_on=day("2025-11-10")),),
                "mentorships": (make_mentorship(finished_on=day("2025-11-14")),),
            },
            "2025-11-11",
            id="the ECT goes first",
        ),
    ],
)
def test_flips_on_the_first_of_all_changes_by_date(
    members: dict[str, Any], flips_on: str | None
) -> None:
    assert seen(make_teacher(**members)).flips_on == (day(flips_on) if flips_on else None)


def test_between_two_flips_nothing_changes_and_on_a_flip_something_does() -> None:
    teacher = make_teacher(
        school_periods=(make_school_period(), MENTOR_PERIOD),
        training_periods=(
            make_training(started_on=day("2025-10-20")),
            make_training(
                "as mentor",
                started_on=day("2025-10-18"),
                finished_on=day("2025-11-02"),
                **AS_MENTOR,
            ),
        ),
        mentorships=(
            make_mentorship("Ada", finished_on=day("2025-10-25")),
            make_mentorship("Ben", started_on=day("2025-10-26"), finished_on=day("2025-11-08")),
        ),
    )
    flips = []
    before = seen(teacher)
    for ahead in range(1, 60):
        today = TODAY + timedelta(days=ahead)
        now = seen(teacher, today=today)
        if now.enrolments != before.enrolments:
            assert before.flips_on == today
            flips.append(today.isoformat())
        else:
            assert before.flips_on == now.flips_on
        before = now
    assert flips == ["2025-10-20", "2025-10-26", "2025-11-03", "2025-11-09"]


def test_training_with_a_partnership_but_no_schedule_is_a_fault() -> None:
    teacher = make_teacher(training_periods=(make_training(schedule=None),))
    with pytest.raises(InconsistentTrainingError):
        build(teacher, LARKFIELD, TODAY, FACTS)
