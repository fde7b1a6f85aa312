from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from trainees_service.domain.correcting import Correction
from trainees_service.domain.registers import References
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee

from .payloads import make_data
from .records import (
    LATER,
    OTHER_SCHOOL,
    PARTNER,
    SCHOOL,
    UNIVERSITY,
    WITHDRAWAL,
    correct,
    correction_problems,
    make_trainee,
)

NOTHING_SENT: dict[str, object] = {"first_name": "Ignored", "trn": "1234567", "state": "awarded"}


def changed_fields(before: Trainee, after: Trainee) -> set[str]:
    return {
        field.name
        for field in fields(Trainee)
        if getattr(before, field.name) != getattr(after, field.name)
    }


@pytest.mark.parametrize(
    ("sent", "field", "value"),
    [
        ("provider_trainee_id", "provider_trainee_id", "SRS/26/1"),
        ("application_id", "application_id", 482913),
        ("first_names", "first_names", "Zoë"),
        ("middle_names", "middle_names", "de la"),
        ("last_name", "last_name", "Nguyễn"),
        ("previous_last_name", "previous_last_name", "O'Neil"),
        ("date_of_birth", "date_of_birth", date(1999, 2, 28)),
        ("sex", "sex", "11"),
        ("email", "email", "t.o@post.example"),
        ("nationality", "nationality", "FR"),
        ("ethnicity", "ethnicity", "103"),
        ("training_route", "training_route", "11"),
        ("itt_start_date", "itt_start_date", date(2026, 9, 8)),
        ("itt_end_date", "itt_end_date", date(2027, 8, 1)),
        ("trainee_start_date", "trainee_start_date", date(2026, 9, 15)),
        ("course_subject_one", "course_subject_one", "100346"),
        ("course_subject_two", "course_subject_two", "100346"),
        ("course_subject_three", "course_subject_three", "100346"),
        ("course_age_range", "course_age_range", "13919"),
        ("study_mode", "study_mode", "31"),
        ("course_year", "course_year", "2"),
        ("itt_aim", "itt_aim", "201"),
        ("itt_qualification_aim", "itt_qualification_aim", "001"),
        ("fund_code", "fund_code", "2"),
        ("funding_method", "funding_method", "4"),
        ("training_initiative", "training_initiative", "009"),
        ("additional_training_initiative", "additional_training_initiative", "036"),
        ("hesa_id", "hesa_id", "2611160099999"),
        ("ni_number", "ni_number", "QQ123456C"),
        ("pg_apprenticeship_start_date", "pg_apprenticeship_start_date", date(2026, 9, 2)),
        ("disability9", "disabilities", (None,) * 8 + ("58",)),
        ("lead_partner_urn", "lead_partner", PARTNER),
        ("lead_partner_ukprn", "lead_partner", UNIVERSITY),
        ("employing_school_urn", "employing_school", OTHER_SCHOOL),
    ],
)
def test_each_member_changes_its_own_field_alone(sent: str, field: str, value: object) -> None:
    trainee = make_trainee()
    wire = {
        "disability9": "58",
        "lead_partner_urn": PARTNER.urn,
        "lead_partner_ukprn": UNIVERSITY.ukprn,
        "employing_school_urn": OTHER_SCHOOL.urn,
    }.get(sent, value.isoformat() if isinstance(value, date) else value)
    corrected = correct(trainee, **{sent: wire})
    assert changed_fields(trainee, corrected) == {field}
    assert getattr(corrected, field) == value


FULL: dict[str, object] = {
    "provider_trainee_id": "SRS/26/1",
    "application_id": 482913,
    "middle_names": "de la",
    "previous_last_name": "O'Neil",
    "nationality": "IM",
    "ethnicity": "998",
    "disability2": "58",
    "disability5": "57",
    "trainee_start_date": "2026-09-08",
    "course_subject_two": "100346",
    "course_subject_three": "100366",
    "training_initiative": "009",
    "additional_training_initiative": "036",
    "lead_partner_urn": PARTNER.urn,
    "employing_school_urn": SCHOOL.urn,
    "ni_number": "QQ123456C",
    "pg_apprenticeship_start_date": "2026-09-02",
    "placements_attributes": [{"urn": SCHOOL.urn}],
}


def test_what_is_not_sent_stays() -> None:
    trainee = make_trainee(**FULL)
    assert correct(trainee, **NOTHING_SENT) is trainee


@pytest.mark.parametrize("name", sorted({*make_data(), *FULL}))
def test_a_null_changes_nothing_of_most_fields(name: str) -> None:
    trainee = make_trainee(**FULL)
    corrected = correct(trainee, **{name: None})
    taken = {
        "disability2": {"disabilities"},
        "disability5": {"disabilities"},
        "lead_partner_urn": {"lead_partner"},
        "employing_school_urn": {"employing_school"},
    }
    assert changed_fields(trainee, corrected) == taken.get(name, set())
    if name not in taken:
        assert corrected is trainee


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_what_a_null_or_a_blank_takes_away(nothing: object) -> None:
    trainee = make_trainee(**{**FULL, "ethnicity": "103"})
    corrected = correct(
        trainee,
        ethnicity=nothing,
        lead_partner_ukprn=nothing,
        employing_school_urn=nothing,
        disability2=nothing,
    )
    assert corrected.ethnicity == "997"
    assert corrected.lead_partner is None
    assert corrected.employing_school is None
    assert corrected.sent_disabilities == {"disability5": "57"}


REFUSED_BLANKS = {
    "first_names": "First names can't be blank",
    "last_name": "Last name can't be blank",
    "date_of_birth": "Date of birth can't be blank",
    "sex": "Sex can't be blank",
    "itt_start_date": "Itt start date can't be blank",
    "itt_end_date": "Itt end date can't be blank",
    "hesa_id": "Hesa can't be blank",
    "itt_aim": "Hesa trainee detail attributes Itt aim can't be blank",
    "course_year": "Hesa trainee detail attributes Course year can't be blank",
    "course_age_range": "Hesa trainee detail attributes Course age range can't be blank",
    "fund_code": "Hesa trainee detail attributes Fund code can't be blank",
    "funding_method": "Hesa trainee detail attributes Funding method can't be blank",
    "itt_qualification_aim": "Hesa trainee detail attributes Itt qualification aim can't be blank",
}


@pytest.mark.parametrize(("name", "message"), REFUSED_BLANKS.items())
def test_a_blank_is_refused_where_something_must_stand(name: str, message: str) -> None:
    assert correction_problems(make_trainee(**FULL), **{name: ""}) == (message,)


def test_a_blank_email_is_refused_twice() -> None:
    assert correction_problems(make_trainee(), email="") == (
        "Email can't be blank",
        "Email Enter an email address in the correct format, like name@example.com",
    )


@pytest.mark.parametrize(
    ("name", "field", "cleared"),
    [
        ("middle_names", "middle_names", ""),
        ("previous_last_name", "previous_last_name", ""),
        ("provider_trainee_id", "provider_trainee_id", ""),
        ("ni_number", "ni_number", ""),
        ("application_id", "application_id", None),
        ("nationality", "nationality", None),
        ("course_subject_two", "course_subject_two", None),
        ("course_subject_three", "course_subject_three", None),
        ("training_initiative", "training_initiative", None),
        ("additional_training_initiative", "additional_training_initiative", None),
        ("pg_apprenticeship_start_date", "pg_apprenticeship_start_date", None),
        ("trainee_start_date", "trainee_start_date", date(2026, 9, 1)),
    ],
)
def test_a_blank_clears_what_is_optional(name: str, field: str, cleared: object) -> None:
    trainee = make_trainee(**FULL)
    corrected = correct(trainee, **{name: ""})
    assert changed_fields(trainee, corrected) == {field}
    assert getattr(corrected, field) == cleared


def test_a_qualification_aim_can_be_cleared_once_no_aim_asks_for_it() -> None:
    corrected = correct(make_trainee(), itt_aim="201", itt_qualification_aim="")
    assert corrected.itt_qualification_aim is None


@pytest.mark.parametrize("name", ["training_route", "course_subject_one", "study_mode"])
@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_leaves_what_no_course_can_be_without(name: str, blank: str) -> None:
    trainee = make_trainee()
    assert correct(trainee, **{name: blank}) is trainee


@pytest.mark.parametrize(
    ("stored", "sent", "kept"),
    [
        ({"nationality": "IM"}, {"nationality": "GB"}, True),
        ({"nationality": "IM"}, {"nationality": "JE"}, False),
        ({"nationality": "FR"}, {"nationality": "GB"}, False),
        ({"ethnicity": "998"}, {"ethnicity": "997"}, True),
        ({"ethnicity": "998"}, {"ethnicity": None}, True),
        ({"ethnicity": "998"}, {"ethnicity": "999"}, False),
        ({"ethnicity": "103"}, {"ethnicity": "997"}, False),
    ],
)
def test_a_code_that_answers_for_the_stored_one_leaves_it(
    stored: dict[str, object], sent: dict[str, object], kept: bool
) -> None:
    trainee = make_trainee(**stored)
    assert (correct(trainee, **sent) is trainee) == kept


def test_another_nationality_takes_the_place_of_the_first() -> None:
    assert correct(make_trainee(nationality="FR"), nationality="NA").nationality == "NA"


@pytest.mark.parametrize(
    ("stored", "sent", "after", "disclosure"),
    [
        ({"disability1": "58"}, {"disability2": "57"}, {1: "58", 2: "57"}, "disabled"),
        ({"disability1": "58"}, {"disability1": "57"}, {1: "57"}, "disabled"),
        ({"disability1": "58"}, {"disability1": None}, {}, "disability_not_provided"),
        ({"disability1": "58"}, {"disability1": "95"}, {1: "95"}, "no_disability"),
        (
            {"disability1": "58", "disability2": "57"},
            {"disability1": "", "disability3": "58"},
            {2: "57", 3: "58"},
            "disabled",
        ),
        ({"disability1": "58"}, {"disability10": "57"}, {1: "58"}, "disabled"),
    ],
)
def test_disabilities_are_merged_number_by_number(
    stored: dict[str, object],
    sent: dict[str, object],
    after: dict[int, str],
    disclosure: str,
) -> None:
    corrected = correct(make_trainee(**stored), **sent)
    assert corrected.sent_disabilities == {f"disability{n}": code for n, code in after.items()}
    assert corrected.disability_disclosure == disclosure


def test_the_same_disability_twice_is_refused_when_one_is_stored() -> None:
    trainee = make_trainee(disability1="58")
    assert correction_problems(trainee, disability2="58") == (
        "Trainee disabilities attributes contain duplicate values",
    )
    assert correct(trainee, disability1=None, disability2="58").disabilities[1] == "58"


def test_the_disclosure_of_diversity_follows_the_whole_record() -> None:
    trainee = make_trainee(ethnicity="103", disability1="58")
    assert correct(trainee, course_year="2").diversity_disclosure == "diversity_disclosed"
    assert correct(trainee, ethnicity=None).diversity_disclosure == "diversity_disclosed"
    silent = correct(trainee, ethnicity=None, disability1=None)
    assert silent.diversity_disclosure == "diversity_not_disclosed"


def test_placements_and_degrees_are_not_corrected_here() -> None:
    trainee = make_trainee(placements_attributes=[{"name": "Fenbrook Nursery"}])
    sent = {"placements_attributes": [{"urn": 5}], "degrees_attributes": [{}] * 200}
    assert correct(trainee, **sent) is trainee


def test_the_life_cycle_stays_as_it_is() -> None:
    moment = datetime(2026, 10, 2, tzinfo=UTC)
    trainee = replace(
        make_trainee(),
        state=TraineeState.WITHDRAWN,
        trn="4471902",
        slug_sent_to_dqt_at=moment,
        recommended_for_award_at=moment,
        outcome_date=date(2026, 10, 2),
        awarded_at=moment,
        defer_date=date(2026, 10, 3),
        defer_reason="Illness",
        reinstate_date=date(2026, 10, 4),
        withdrawal=WITHDRAWAL,
        discarded_at=LATER,
    )
    corrected = correct(trainee, last_name="Newman", training_route="11")
    assert changed_fields(trainee, corrected) == {"last_name", "training_route"}


@pytest.mark.parametrize("state", TraineeState)
def test_a_trainee_is_corrected_in_every_state(state: TraineeState) -> None:
    trainee = make_trainee(state)
    assert changed_fields(trainee, correct(trainee, course_year="2")) == {"course_year"}


@pytest.mark.parametrize(
    ("sent", "references"),
    [
        ({"ni_number": "x"}, References()),
        ({"lead_partner_urn": None, "employing_school_urn": ""}, References()),
        ({"lead_partner_urn": "105679"}, References(lead_partner_urn="105679")),
        ({"lead_partner_urn": PARTNER.urn}, References()),
        ({"lead_partner_ukprn": "10012345"}, References(lead_partner_ukprn="10012345")),
        (
            {"employing_school_urn": "107777", "placements_attributes": [{"urn": "104321"}]},
            References(school_urns=frozenset({"107777"})),
        ),
    ],
)
def test_a_correction_asks_the_registers_for_what_was_sent_only(
    sent: dict[str, object], references: References
) -> None:
    assert Correction.read(sent, trainee=make_trainee(**FULL)).references == references
