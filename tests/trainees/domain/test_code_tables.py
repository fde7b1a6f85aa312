import pytest

from trainees_service.domain import code_tables
from trainees_service.domain.code_tables import (
    COUNTRIES,
    COURSE_SUBJECTS,
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
    DISABILITIES,
    ETHNICITIES,
    FUNDING_METHODS,
    NATIONALITIES,
    SEXES,
    TRAINING_ROUTES,
    CodeTable,
)
from trainees_service.domain.coded_rows import FundingKind, PlainCode
from trainees_service.domain.sent import Misfit


def make_row(code: str, name: str) -> PlainCode:
    return PlainCode(code=code, name=name, label=name.title())


def test_rows_without_a_code_and_repeated_codes_are_left_out() -> None:
    table = CodeTable(
        [make_row("02", "two"), make_row("", "none"), make_row("01", "one"), make_row("02", "too")],
    )
    assert table.codes == ("02", "01")
    assert table.valid_list == "'02', '01'"
    assert [row.name for row in table] == ["two", "one"]
    assert len(table) == 2


def test_rows_are_found_by_code_and_by_name() -> None:
    assert SEXES["11"].name == "male"
    assert SEXES.get("13") is None
    assert SEXES.get(None) is None
    assert SEXES.get(Misfit("11")) is None
    female = SEXES.named("female")
    assert female is not None
    assert female.code == "10"
    assert SEXES.named("Female") is None


def test_a_name_that_several_codes_share_leads_to_the_first_of_them() -> None:
    not_provided = ETHNICITIES.named("Not provided")
    assert not_provided is not None
    assert not_provided.code == "997"


@pytest.mark.parametrize(
    ("table", "count", "first", "last"),
    [
        ("TRAINING_ROUTES", 7, "02", "14"),
        ("SEXES", 5, "10", "99"),
        ("ETHNICITIES", 22, "180", "999"),
        ("DISABILITIES", 12, "95", "99"),
        ("NATIONALITIES", 223, "AL", "FK"),
        ("COUNTRIES", 263, "AF", "ZW"),
        ("COURSE_SUBJECTS", 72, "101117", "100513"),
        ("COURSE_AGE_RANGES", 10, "13909", "13919"),
        ("STUDY_MODES", 5, "01", "64"),
        ("ITT_AIMS", 2, "201", "202"),
        ("ITT_QUALIFICATION_AIMS", 11, "001", "032"),
        ("FUND_CODES", 2, "2", "7"),
        ("FUNDING_METHODS", 9, "4", "E"),
        ("TRAINING_INITIATIVES", 7, "001", "036"),
        ("DEGREE_TYPES", 90, "002", "999"),
        ("DEGREE_SUBJECTS", 1094, "100104", "999998"),
        ("DEGREE_INSTITUTIONS", 586, "0001", "0045"),
        ("DEGREE_GRADES", 16, "01", "99"),
    ],
)
def test_every_table_keeps_its_rows_and_their_order(
    table: str,
    count: int,
    first: str,
    last: str,
) -> None:
    codes = getattr(code_tables, table).codes
    assert (len(codes), codes[0], codes[-1]) == (count, first, last)


def test_namibia_is_a_code_like_any_other() -> None:
    assert NATIONALITIES["NA"].name == "namibian"
    assert COUNTRIES["NA"].name == "Namibia"


def test_british_codes_share_an_answer() -> None:
    british = {row.code for row in NATIONALITIES if row.answered_as == "GB"}
    assert british == {"GB", "IM", "JE", "GG", "IO", "FK"}


def test_the_countries_of_the_uk() -> None:
    assert {row.code for row in COUNTRIES if row.uk} == {"XF", "XG", "XH", "XI", "XK"}
    assert "GB" not in COUNTRIES


def test_general_degree_terms_have_a_uuid_but_no_code_to_show() -> None:
    silent = [row.code for row in DEGREE_TYPES if row.answered_as is None]
    assert silent == ["400", "401", "402", "999"]
    assert {row.code for row in DEGREE_SUBJECTS if row.answered_as is None} == {"999998", "999999"}
    assert all(row.uuid for row in (*DEGREE_TYPES, *DEGREE_SUBJECTS, *DEGREE_GRADES))


def test_two_degree_terms_are_stored_as_another() -> None:
    rows = (*DEGREE_INSTITUTIONS, *DEGREE_GRADES, *DEGREE_TYPES, *DEGREE_SUBJECTS)
    moved = {row.code: row.stored_as for row in rows if row.stored_as != row.code}
    assert moved == {"0133": "0149", "09": "14"}


def test_of_two_subjects_with_one_code_the_api_knows_one() -> None:
    assert DEGREE_SUBJECTS["100367"].name == "Computing"
    assert DEGREE_SUBJECTS["100433"].name == "Physical education"


def test_each_funding_method_asks_for_one_thing_at_most() -> None:
    kinds = {row.code: (row.kind, row.bursary_tier) for row in FUNDING_METHODS}
    assert kinds == {
        "4": (FundingKind.SCHOLARSHIP, None),
        "6": (FundingKind.NONE, None),
        "7": (FundingKind.BURSARY, "tier_one"),
        "8": (FundingKind.BURSARY, "tier_two"),
        "9": (FundingKind.BURSARY, "tier_three"),
        "B": (FundingKind.BURSARY, None),
        "C": (FundingKind.BURSARY, None),
        "D": (FundingKind.BURSARY, None),
        "E": (FundingKind.GRANT, None),
    }


def test_the_routes() -> None:
    routes = {
        row.code: (row.name, row.level.value, row.needs_degree, row.first_start_year)
        for row in TRAINING_ROUTES
    }
    assert routes == {
        "02": ("school_direct_tuition_fee", "postgrad", True, None),
        "03": ("school_direct_salaried", "postgrad", True, None),
        "09": ("opt_in_undergrad", "undergrad", False, None),
        "10": ("pg_teaching_apprenticeship", "postgrad", True, None),
        "11": ("provider_led_undergrad", "undergrad", False, None),
        "12": ("provider_led_postgrad", "postgrad", True, 2022),
        "14": ("teacher_degree_apprenticeship", "undergrad", False, None),
    }
    assert {row.qualification for row in TRAINING_ROUTES} == {"QTS"}


def test_course_subjects_have_a_name_each() -> None:
    assert len({row.name for row in COURSE_SUBJECTS}) == len(COURSE_SUBJECTS)


def test_only_real_disabilities_are_recorded() -> None:
    assert {row.code for row in DISABILITIES if not row.recorded} == {"95", "98", "99"}
