"""Whatever is sent about a record, it is refused in words or makes a record that can be stored.

And whoever sends the same again, because no answer came, changes nothing more.
"""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from trainees_service.domain.courses import EducationPhase
from trainees_service.domain.deferring import Deferral, deferred
from trainees_service.domain.degree_changes import (
    DegreeChange,
    degree_problems,
    duplicate_degrees,
)
from trainees_service.domain.identifiers import PlacementId
from trainees_service.domain.placement_changes import PlacementChange
from trainees_service.domain.placements import Placement, PlacementDraft
from trainees_service.domain.recommending import Recommendation, recommended
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import REASONS
from trainees_service.domain.withdrawing import WithdrawalRequest, withdrawn

from .any_json import DEGREE_MEMBERS, OPTIONAL_MEMBERS, any_json
from .payloads import TODAY, make_data, make_degree
from .records import (
    LATER,
    NOW,
    OTHER_SCHOOL,
    PARTNER,
    SCHOOL,
    SCHOOLS,
    UNIVERSITY,
    make_trainee,
    read_correction,
)

FRENCH = {"non_uk_degree": "051", "subject": "100403", "country": "FR", "graduation_year": 2021}
TRAINEES = (
    make_trainee(),
    make_trainee(course_age_range="13914", course_subject_two="100346"),
    make_trainee(
        TraineeState.TRN_RECEIVED,
        training_route="11",
        nationality="IM",
        ethnicity="998",
        disability1="58",
        course_subject_two="100346",
        course_subject_three="100366",
        training_initiative="009",
        lead_partner_urn=PARTNER.urn,
        employing_school_urn=SCHOOL.urn,
        degrees_attributes=[make_degree(), FRENCH, make_degree(uk_degree="400", institution=None)],
    ),
)

SUBJECTS = {"course_subject_one", "course_subject_two", "course_subject_three"}


def place(**sent: object) -> Placement:
    return PlacementDraft.read(sent).placement(PlacementId("P"), schools=SCHOOLS, at=NOW)


PLACEMENTS = (
    place(urn=SCHOOL.urn),
    place(urn="900010"),
    place(urn="900020", name="Forest School"),
    place(urn="999999", name="Hut", postcode="BN1 1AA"),
    place(name="Hut"),
)

telling = st.sampled_from(
    [
        *("", " ", "x", "10", "01", "02", "09", "12", "11", "31", "202", "201", "020", "7", "E"),
        *("GB", "JE", "FR", "XF", "103", "998", "997", "58", "57", "95", "009", "083", "051"),
        *("100511", "100346", "100366", "100403", "0116", "0133", "13914", "13918"),
        *(PARTNER.urn, UNIVERSITY.ukprn, SCHOOL.urn, OTHER_SCHOOL.urn, "900010", "900020"),
        *("2026-09-01", "2026-09-08", "2026-11-20", "2027-07-09", "2021", "BN1 1AA"),
        *("trainee", "provider", "yes", "no", *REASONS),
    ]
)


def sent(names: Iterable[str]) -> st.SearchStrategy[dict[str, object]]:
    """Make up what is sent under some of these names."""
    return st.dictionaries(st.sampled_from(sorted(names)), telling | any_json, max_size=4)


def words(problems: Iterable[str]) -> tuple[str, ...]:
    """Return problems that can be answered as they stand."""
    found = tuple(problems)
    for problem in found:
        problem.encode()
    return found


many = settings(max_examples=300, deadline=None)


@many
@given(
    trainee=st.sampled_from(TRAINEES),
    data=sent({*make_data(), *OPTIONAL_MEMBERS, "disability2", "lead_partner_ukprn"}),
)
def test_any_correction(trainee: Trainee, data: dict[str, object]) -> None:
    correction, registers = read_correction(trainee, data)
    if words(correction.problems(registers=registers, today=TODAY)):
        return
    corrected = correction.corrected(registers=registers)
    if corrected.course_education_phase is EducationPhase.PRIMARY and data.keys() & SUBJECTS:
        # There, subjects move up: clearing the second one twice clears two of them.
        return
    again, registers = read_correction(corrected, data)
    assert again.problems(registers=registers, today=TODAY) == ()
    assert again.corrected(registers=registers) is corrected


@many
@given(trainee=st.sampled_from(TRAINEES), number=st.integers(0, 2), data=sent(DEGREE_MEMBERS))
def test_any_change_of_a_degree(trainee: Trainee, number: int, data: dict[str, object]) -> None:
    degree = trainee.degrees[number % len(trainee.degrees)]
    change = DegreeChange.read(data, degree=degree)
    others = [other for other in trainee.degrees if other is not degree]
    assert set(duplicate_degrees(change.merged, others)) <= set(others)
    if words(degree_problems(change.merged, today=TODAY)):
        return
    changed = change.changed(at=LATER)
    assert changed.subject_uuid
    assert (changed.institution_uuid is not None) == changed.is_uk
    again = DegreeChange.read(data, degree=changed)
    assert degree_problems(again.merged, today=TODAY) == ()
    assert again.changed(at=LATER) is changed


@many
@given(placement=st.sampled_from(PLACEMENTS), data=sent(["urn", "name", "postcode"]))
def test_any_change_of_a_placement(placement: Placement, data: dict[str, object]) -> None:
    change = PlacementChange.read(data, placement=placement)
    if words(change.problems(SCHOOLS)):
        return
    changed = change.changed(schools=SCHOOLS, at=LATER)
    assert changed.name
    again = PlacementChange.read(data, placement=changed)
    assert again.problems(SCHOOLS) == ()
    assert again.changed(schools=SCHOOLS, at=LATER) is changed


@many
@given(
    trainee=st.sampled_from(TRAINEES),
    data=sent(
        [
            *("defer_date", "defer_reason", "qts_standards_met_date", "withdraw_date", "trigger"),
            *("future_interest", "reasons", "another_reason"),
        ]
    ),
    reasons=st.lists(st.sampled_from(REASONS) | any_json, max_size=3),
)
def test_any_action(trainee: Trainee, data: dict[str, object], reasons: list[object]) -> None:
    deferral = Deferral.read(data)
    if not words(deferral.problems(trainee)):
        assert deferred(trainee, deferral).defer_date is not None
    recommendation = Recommendation.read(data)
    if not words(recommendation.problems(trainee, today=TODAY)):
        assert recommended(trainee, recommendation, at=NOW).outcome_date is not None
    for request in (
        WithdrawalRequest.read(data),
        WithdrawalRequest.read({**data, "reasons": reasons}),
    ):
        if not words(request.problems(trainee)):
            assert withdrawn(trainee, request).withdrawal is not None
