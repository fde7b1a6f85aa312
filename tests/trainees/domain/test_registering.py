from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from trainees_service.domain.identifiers import LeadPartnerId, ProviderId, is_identifier
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import LeadPartner, References, Registers, School
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import UnsettledValueError
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee

from .payloads import ABSENT, first_stage, make_data, make_degree, make_registration

PROVIDER = ProviderId(UUID("3f6f1f38-3c55-4d4b-9a0e-0d7a5ac0b6f2"))
NOW = datetime(2024, 9, 5, 10, 12, 3, 118000, tzinfo=UTC)

SCHOOL = School(urn="104321", name="Meadow Creek School", town="Fenbrook", postcode="FB1 2CD")
PARTNER = LeadPartner(
    lead_partner_id=LeadPartnerId(UUID("6d1b5a50-64f7-4a4b-8f2e-6a7f3a5f0f11")),
    name="University of Fenbrook",
    urn="105678",
    ukprn="10012345",
)

EXAMPLE = {
    "provider_trainee_id": "SRS/24/00731",
    "first_names": "Priya Devi",
    "last_name": "Anand-Cole",
    "previous_last_name": "Anand",
    "date_of_birth": "1999-02-28",
    "sex": "10",
    "email": "priya.anand-cole@example.org",
    "nationality": "GB",
    "ethnicity": "103",
    "disability1": "51",
    "training_route": "12",
    "itt_start_date": "2024-09-02",
    "itt_end_date": "2025-07-11",
    "course_subject_one": "100403",
    "course_age_range": "13918",
    "study_mode": "01",
    "course_year": "1",
    "itt_aim": "202",
    "itt_qualification_aim": "020",
    "fund_code": "7",
    "funding_method": "D",
    "hesa_id": "2411160012345",
    "application_id": 482913,
    "placements_attributes": [{"urn": "900010"}],
    "degrees_attributes": [
        {
            "uk_degree": "083",
            "subject": "100403",
            "institution": "0116",
            "grade": "01",
            "graduation_year": "2021-07-31",
        },
    ],
}


def make_trainee(*, registers: Registers | None = None, **members: object) -> Trainee:
    return register_trainee(
        make_registration(**members),
        provider_id=PROVIDER,
        registers=registers or Registers(),
        now=NOW,
    )


def test_the_example_of_the_contract_becomes_the_trainee_it_shows() -> None:
    assert first_stage(EXAMPLE, today=NOW.date()) == ()
    trainee = register_trainee(
        Registration.read(EXAMPLE),
        provider_id=PROVIDER,
        registers=Registers(),
        now=NOW,
    )
    expected = {
        "provider_id": PROVIDER,
        "provider_trainee_id": "SRS/24/00731",
        "application_id": 482913,
        "first_names": "Priya Devi",
        "middle_names": None,
        "last_name": "Anand-Cole",
        "previous_last_name": "Anand",
        "date_of_birth": date(1999, 2, 28),
        "sex": "10",
        "email": "priya.anand-cole@example.org",
        "answered_nationality": "GB",
        "answered_ethnicity": "103",
        "ethnic_group": "asian_ethnic_group",
        "ethnic_background": "Indian",
        "diversity_disclosure": "diversity_disclosed",
        "disability_disclosure": "disabled",
        "sent_disabilities": {"disability1": "51"},
        "training_route": "12",
        "course_qualification": "QTS",
        "course_level": "postgrad",
        "course_education_phase": "secondary",
        "course_age_range": "13918",
        "course_min_age": 11,
        "course_max_age": 16,
        "course_subject_one": "100403",
        "course_subject_two": None,
        "course_subject_three": None,
        "itt_start_date": date(2024, 9, 2),
        "itt_end_date": date(2025, 7, 11),
        "trainee_start_date": date(2024, 9, 2),
        "pg_apprenticeship_start_date": None,
        "course_year": "1",
        "study_mode": "01",
        "itt_aim": "202",
        "itt_qualification_aim": "020",
        "fund_code": "7",
        "funding_method": "D",
        "applying_for_bursary": True,
        "applying_for_scholarship": False,
        "applying_for_grant": False,
        "bursary_tier": None,
        "training_initiative": None,
        "additional_training_initiative": None,
        "lead_partner": None,
        "employing_school": None,
        "hesa_id": "2411160012345",
        "ni_number": None,
        "trn": None,
        "state": "submitted_for_trn",
        "submitted_for_trn_at": NOW,
        "slug_sent_to_dqt_at": None,
        "recommended_for_award_at": None,
        "outcome_date": None,
        "awarded_at": None,
        "defer_date": None,
        "defer_reason": None,
        "reinstate_date": None,
        "withdrawal": None,
        "discarded_at": None,
        "created_at": NOW,
        "start_cycle": 2024,
        "end_cycle": 2024,
    }
    assert {name: getattr(trainee, name) for name in expected} == expected

    (placement,) = trainee.placements
    assert (placement.urn, placement.name) == ("900010", "Not applicable or not available")
    assert (placement.address, placement.postcode) == ("URN 900010", None)

    (degree,) = trainee.degrees
    assert (degree.uk_degree, degree.non_uk_degree, degree.country) == ("083", None, None)
    assert (degree.answered_subject, degree.answered_institution) == ("100403", "0116")
    assert (degree.grade, degree.graduation_year) == ("01", 2021)


def test_every_record_gets_an_id_of_its_own() -> None:
    trainee = make_trainee(
        placements_attributes=[{"name": "One"}, {"name": "Two"}],
        degrees_attributes=[make_degree(), make_degree()],
    )
    ids: list[str] = [trainee.trainee_id]
    ids += [placement.placement_id for placement in trainee.placements]
    ids += [degree.degree_id for degree in trainee.degrees]
    assert len(set(ids)) == 5
    assert all(map(is_identifier, ids))


def test_degrees_that_come_together_are_created_in_the_order_in_which_they_stand() -> None:
    years = [2021, "2019-07-31", 2021]
    trainee = make_trainee(
        degrees_attributes=[
            make_degree(graduation_year=year, grade=grade)
            for year, grade in zip(years, ["01", "02", "03"], strict=True)
        ],
    )
    found = [(degree.position, degree.grade) for degree in trainee.degrees]
    assert found == [(2, "02"), (1, "01"), (3, "03")]


def test_names_are_squeezed_and_otherwise_kept_as_sent() -> None:
    trainee = make_trainee(
        first_names="  Zoë   Amélie ",
        middle_names=" de  la ",
        last_name="Nguyễn\u0301\tÖz ",
        previous_last_name=" O  Neil ",
        hesa_id=" 26111  60012345 ",
        email="Zoe.A@Post.EXAMPLE",
    )
    assert trainee.first_names == "Zoë Amélie"
    assert trainee.middle_names == "de la"
    assert trainee.last_name == "Nguyễn\u0301 Öz"
    assert trainee.previous_last_name == " O  Neil "
    assert trainee.hesa_id == "26111 60012345"
    assert trainee.email == "Zoe.A@Post.EXAMPLE"


def test_optional_texts_may_be_empty() -> None:
    trainee = make_trainee(middle_names="", provider_trainee_id="", ni_number="")
    assert (trainee.middle_names, trainee.provider_trainee_id, trainee.ni_number) == ("", "", "")


def test_blank_codes_are_stored_as_none() -> None:
    trainee = make_trainee(
        nationality="",
        course_subject_two="",
        training_initiative=" ",
        additional_training_initiative="",
        disability1="",
        itt_aim="201",
        itt_qualification_aim="",
    )
    assert trainee.answered_nationality is None
    assert trainee.course_subject_two is None
    assert trainee.training_initiative is None
    assert trainee.additional_training_initiative is None
    assert trainee.itt_qualification_aim is None
    assert trainee.sent_disabilities == {}


@pytest.mark.parametrize(
    ("sent", "answered", "background", "group"),
    [
        ("899", "899", "Another ethnic background", "other_ethnic_group"),
        ("997", "997", "Not provided", "not_provided_ethnic_group"),
        ("998", "997", "Not provided", "not_provided_ethnic_group"),
        ("999", "997", "Not provided", "not_provided_ethnic_group"),
        (ABSENT, "997", "Not provided", "not_provided_ethnic_group"),
        ("", "997", "Not provided", "not_provided_ethnic_group"),
    ],
)
def test_an_ethnicity_not_given_has_one_code(
    sent: object,
    answered: str,
    background: str,
    group: str,
) -> None:
    trainee = make_trainee(ethnicity=sent)
    assert trainee.answered_ethnicity == answered
    assert (trainee.ethnic_background, trainee.ethnic_group) == (background, group)
    disclosed = trainee.diversity_disclosure == "diversity_disclosed"
    assert disclosed == (group != "not_provided_ethnic_group")


@pytest.mark.parametrize(
    ("sent", "answered"),
    [("GB", "GB"), ("JE", "GB"), ("SH", "SH"), ("NA", "NA"), (ABSENT, None)],
)
def test_british_territories_answer_as_british(sent: object, answered: str | None) -> None:
    assert make_trainee(nationality=sent).answered_nationality == answered


def test_disabilities_are_echoed_where_they_were_sent() -> None:
    trainee = make_trainee(disability3="95", disability9="57")
    assert trainee.sent_disabilities == {"disability3": "95", "disability9": "57"}
    assert trainee.disability_disclosure == "disabled"


@pytest.mark.parametrize(
    ("code", "flags", "tier"),
    [
        ("4", (False, True, False), None),
        ("6", (False, False, False), None),
        ("7", (True, False, False), "tier_one"),
        ("9", (True, False, False), "tier_three"),
        ("C", (True, False, False), None),
        ("E", (False, False, True), None),
    ],
)
def test_the_funding_method_says_what_is_applied_for(
    code: str,
    flags: tuple[bool, bool, bool],
    tier: str | None,
) -> None:
    trainee = make_trainee(funding_method=code, bursary_tier="tier_two")
    found = (
        trainee.applying_for_bursary,
        trainee.applying_for_scholarship,
        trainee.applying_for_grant,
    )
    assert (found, trainee.bursary_tier) == (flags, tier)


def test_a_primary_course_is_stored_as_primary_teaching_first() -> None:
    trainee = make_trainee(
        course_age_range="13914",
        course_subject_one="100346",
        course_subject_two="101410",
        course_subject_three="100366",
    )
    assert trainee.course_subject_one == "100511"
    assert trainee.course_subject_two == "100346"
    assert trainee.course_subject_three == "101410"
    assert (trainee.course_min_age, trainee.course_max_age) == (5, 11)
    assert trainee.course_education_phase == "primary"


def test_a_course_year_sent_as_a_number_is_kept_as_text() -> None:
    assert make_trainee(course_year=2).course_year == "2"
    assert make_trainee(course_year="02").course_year == "02"


def test_an_application_id_sent_as_text_is_kept_as_a_number() -> None:
    assert make_trainee(application_id="482913").application_id == 482913


@pytest.mark.parametrize(
    ("start", "cycle"), [("2025-07-31", 2024), ("2025-08-01", 2025), (ABSENT, 2026)]
)
def test_the_cycle_of_a_trainee_is_that_of_the_own_start(start: object, cycle: int) -> None:
    assert make_trainee(trainee_start_date=start).start_cycle == cycle


@pytest.mark.parametrize(
    ("members", "references"),
    [
        ({}, References()),
        (
            {"lead_partner_urn": "105678", "lead_partner_ukprn": "10012345"},
            References(lead_partner_urn="105678"),
        ),
        ({"lead_partner_ukprn": "10012345"}, References(lead_partner_ukprn="10012345")),
        ({"lead_partner_urn": "", "lead_partner_ukprn": "10012345"}, References()),
        ({"lead_partner_urn": None, "lead_partner_ukprn": "10012345"}, References()),
        ({"lead_partner_urn": "900010", "employing_school_urn": "900020"}, References()),
        ({"employing_school_urn": "104321"}, References(school_urns=frozenset({"104321"}))),
        ({"lead_partner_urn": 105678, "employing_school_urn": "a\0"}, References()),
        (
            {
                "employing_school_urn": "104321",
                "placements_attributes": [
                    {"urn": "104321"},
                    {"urn": "107777"},
                    {"urn": "x"},
                    {"urn": 5},
                    {},
                ],
            },
            References(school_urns=frozenset({"104321", "107777"})),
        ),
    ],
)
def test_a_registration_says_what_to_look_up(
    members: dict[str, object],
    references: References,
) -> None:
    assert make_registration(**members).references == references


def test_known_partner_and_school_are_kept_with_the_trainee() -> None:
    registers = Registers(schools={SCHOOL.urn: SCHOOL}, lead_partner=PARTNER)
    trainee = make_trainee(
        registers=registers,
        lead_partner_urn=PARTNER.urn,
        employing_school_urn=SCHOOL.urn,
        placements_attributes=[{"urn": SCHOOL.urn, "name": "Placement"}],
    )
    assert trainee.lead_partner == PARTNER
    assert trainee.employing_school == SCHOOL
    assert trainee.placements[0].name == "Meadow Creek School"


@pytest.mark.parametrize("urn", [ABSENT, None, "", "107777", "900010"])
def test_an_unknown_employing_school_is_none(urn: object) -> None:
    special = School(urn="900010", name="Not a school")
    registers = Registers(schools={SCHOOL.urn: SCHOOL, special.urn: special})
    trainee = make_trainee(registers=registers, employing_school_urn=urn)
    assert trainee.employing_school is None


def test_what_the_rules_refuse_never_becomes_a_trainee() -> None:
    data = make_data(first_names=5)
    with pytest.raises(UnsettledValueError):
        register_trainee(
            Registration.read(data),
            provider_id=PROVIDER,
            registers=Registers(),
            now=NOW,
        )


def test_a_new_trainee_waits_for_a_trn() -> None:
    assert make_trainee().state is TraineeState.SUBMITTED_FOR_TRN
