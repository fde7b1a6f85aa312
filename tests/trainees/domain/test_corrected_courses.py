from dataclasses import replace

import pytest

from trainees_service.domain.correcting import Correction
from trainees_service.domain.registers import LeadPartner, Registers

from .records import PARTNER, UNIVERSITY, correct, correction_problems, make_trainee


@pytest.mark.parametrize(
    ("stored", "sent", "after"),
    [
        pytest.param(
            ("13914", "100511", "100346", None),
            {"course_subject_one": "101410"},
            ("100511", "101410", "100346"),
            id="one before the stored ones",
        ),
        pytest.param(
            ("13914", "100511", "100346", "100366"),
            {"course_subject_one": "101410"},
            ("100511", "101410", "100346"),
            id="the third has no place",
        ),
        pytest.param(
            ("13914", "100511", "100346", "100366"),
            {"course_subject_two": ""},
            ("100511", "100366", None),
            id="the third moves up",
        ),
        pytest.param(
            ("13914", "100511", "100346", None),
            {"course_subject_three": "101410"},
            ("100511", "100346", "101410"),
            id="one more",
        ),
        pytest.param(
            ("13918", "100403", "100346", None),
            {"course_age_range": "13914"},
            ("100511", "100403", "100346"),
            id="from secondary to primary",
        ),
        pytest.param(
            ("13914", "100511", "100346", None),
            {"course_age_range": "13918"},
            ("100511", "100346", None),
            id="from primary to secondary",
        ),
        pytest.param(
            ("13914", "100346", None, None),
            {"course_subject_one": "100346"},
            ("100511", "100346", None),
            id="what was registered, sent again",
        ),
        pytest.param(
            ("13914", "100511", "100346", "100366"),
            {"course_subject_one": "100366"},
            ("100511", "100366", "100346"),
            id="the third before the second",
        ),
        pytest.param(
            ("13918", "100403", "100346", None),
            {"course_age_range": "13914", "course_subject_one": "100346"},
            ("100511", "100346", None),
            id="to primary with what was the second",
        ),
        pytest.param(
            ("13918", "100403", "100346", "100366"),
            {"course_subject_two": ""},
            ("100403", None, "100366"),
            id="secondary stays as sent",
        ),
    ],
)
def test_subjects_sent_over_stored_ones(
    stored: tuple[str, str, str, str | None],
    sent: dict[str, object],
    after: tuple[str | None, ...],
) -> None:
    age_range, one, two, three = stored
    trainee = make_trainee(
        course_age_range=age_range,
        course_subject_one=one,
        course_subject_two=two,
        course_subject_three=three,
    )
    corrected = correct(trainee, **sent)
    found = (
        corrected.course_subject_one,
        corrected.course_subject_two,
        corrected.course_subject_three,
    )
    assert found == after


@pytest.mark.parametrize(
    ("age_range", "sent", "problem"),
    [
        ("13918", {"course_subject_one": "100346"}, "Enter a different second subject"),
        ("13914", {"course_subject_two": "100366"}, "Enter a different third subject"),
        (
            "13914",
            {"course_subject_one": "101410", "course_subject_two": "101410"},
            "Enter a different third subject",
        ),
    ],
)
def test_the_same_subject_in_two_places_is_refused(
    age_range: str, sent: dict[str, object], problem: str
) -> None:
    trainee = make_trainee(
        course_age_range=age_range,
        course_subject_two="100346",
        course_subject_three="100366",
        **({"course_subject_one": "100511"} if age_range == "13914" else {}),
    )
    assert correction_problems(trainee, **sent) == (problem,)


def test_ages_and_phase_follow_the_age_range() -> None:
    corrected = correct(make_trainee(), course_age_range="13914")
    assert (corrected.course_min_age, corrected.course_max_age) == (5, 11)
    assert corrected.course_education_phase == "primary"


def test_flags_and_tier_follow_the_funding_method() -> None:
    trainee = make_trainee(funding_method="7")
    assert (trainee.applying_for_bursary, trainee.bursary_tier) == (True, "tier_one")
    corrected = correct(trainee, funding_method="E", bursary_tier="tier_two")
    assert (corrected.applying_for_bursary, corrected.applying_for_grant) == (False, True)
    assert corrected.bursary_tier is None


@pytest.mark.parametrize(
    ("stored", "sent", "after"),
    [
        ({"lead_partner_urn": PARTNER.urn}, {"lead_partner_ukprn": "10012345"}, UNIVERSITY),
        ({"lead_partner_ukprn": "10012345"}, {"lead_partner_urn": PARTNER.urn}, PARTNER),
        ({"lead_partner_urn": PARTNER.urn}, {"lead_partner_urn": "100001"}, None),
        ({"lead_partner_urn": PARTNER.urn}, {"lead_partner_urn": "900010"}, None),
        (
            {"lead_partner_ukprn": "10012345"},
            {"lead_partner_urn": "", "lead_partner_ukprn": "10012345"},
            None,
        ),
        (
            {},
            {"lead_partner_urn": PARTNER.urn, "lead_partner_ukprn": "10012345"},
            PARTNER,
        ),
    ],
)
def test_the_partner_sent_takes_the_place_of_the_stored_one(
    stored: dict[str, object], sent: dict[str, object], after: object
) -> None:
    assert correct(make_trainee(**stored), **sent).lead_partner == after


@pytest.mark.parametrize(
    ("partner", "sent", "kept"),
    [
        (PARTNER, {"lead_partner_urn": PARTNER.urn}, True),
        (PARTNER, {"lead_partner_urn": PARTNER.urn, "lead_partner_ukprn": "10012345"}, True),
        (UNIVERSITY, {"lead_partner_ukprn": UNIVERSITY.ukprn}, True),
        (UNIVERSITY, {"lead_partner_urn": None, "lead_partner_ukprn": UNIVERSITY.ukprn}, True),
        (UNIVERSITY, {"lead_partner_urn": None, "lead_partner_ukprn": "10099999"}, False),
        (UNIVERSITY, {"lead_partner_urn": None}, False),
        (UNIVERSITY, {"lead_partner_urn": "", "lead_partner_ukprn": UNIVERSITY.ukprn}, False),
        (PARTNER, {"lead_partner_urn": None, "lead_partner_ukprn": "10012345"}, False),
        (PARTNER, {"lead_partner_urn": "100001"}, False),
        (PARTNER, {"lead_partner_urn": None}, False),
        (PARTNER, {"lead_partner_ukprn": None}, False),
        (None, {"lead_partner_urn": PARTNER.urn}, False),
    ],
)
def test_a_partner_that_is_listed_no_more_stays_when_it_is_sent_back(
    partner: LeadPartner | None, sent: dict[str, object], kept: bool
) -> None:
    trainee = replace(make_trainee(), lead_partner=partner)
    correction = Correction.read(sent, trainee=trainee)
    corrected = correction.corrected(registers=Registers())
    assert corrected.lead_partner == (partner if kept else None)
