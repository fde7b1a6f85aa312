from dataclasses import replace

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.school_standings import SchoolCohort
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    Programme,
    Role,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.touched_places import (
    NOTHING,
    TouchedPlaces,
    touched_by_people,
)
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    day,
    make_facts,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
)

TRAINING = make_training()
PARTNERSHIP = make_partnership()
BOTH = TouchedPlaces(
    partnerships=frozenset([PARTNERSHIP.id]),
    standings=frozenset([SchoolCohort(FENBROOK.id, CohortYear(2025))]),
)
COUNT = replace(BOTH, standings=frozenset())


def touched(before: Teacher | None, after: Teacher | None) -> TouchedPlaces:
    return touched_by_people([(before, after)], make_facts().cohorts)


def with_training(*training: TrainingPeriod) -> Teacher:
    return make_teacher(training_periods=training)


def waiting(cohort: int = 2025) -> TrainingPeriod:
    interest = ExpressionOfInterest(lead_provider_id=LARKFIELD, cohort=CohortYear(cohort))
    return replace(TRAINING, partnership=None, expression_of_interest=interest)


def school_led(started_on: str = "2024-09-02", name: str = "school-led") -> TrainingPeriod:
    return make_training(
        name,
        programme=Programme.SCHOOL_LED,
        started_on=day(started_on),
        partnership=None,
        schedule=None,
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(None, (TRAINING,), BOTH, id="registered"),
        pytest.param((TRAINING,), None, BOTH, id="registered in error"),
        pytest.param((TRAINING,), (replace(TRAINING),), NOTHING, id="as before"),
        pytest.param(
            (TRAINING,), (replace(TRAINING, finished_on=day("2026-01-01")),), COUNT, id="ended"
        ),
        pytest.param((waiting(),), (TRAINING,), BOTH, id="attached"),
        pytest.param(None, (waiting(),), replace(BOTH, partnerships=frozenset()), id="waiting"),
        pytest.param(
            (TRAINING,),
            (replace(TRAINING, partnership=make_partnership(cohort=2024)),),
            TouchedPlaces(
                partnerships=frozenset([PARTNERSHIP.id, make_partnership(cohort=2024).id]),
                standings=frozenset(
                    SchoolCohort(FENBROOK.id, CohortYear(year)) for year in (2024, 2025)
                ),
            ),
            id="another cohort",
        ),
        pytest.param(
            (TRAINING,),
            (replace(TRAINING, partnership=make_partnership(lead_provider_id=OTTERBURN)),),
            replace(
                BOTH,
                partnerships=frozenset(
                    [PARTNERSHIP.id, make_partnership(lead_provider_id=OTTERBURN).id]
                ),
            ),
            id="another lead provider",
        ),
        pytest.param(
            (school_led(),),
            (school_led(), TRAINING),
            replace(
                BOTH,
                standings=frozenset(
                    SchoolCohort(FENBROOK.id, CohortYear(year)) for year in (2024, 2025)
                ),
            ),
            id="led after all, in every cohort of the stay",
        ),
        pytest.param(
            (school_led(),),
            (school_led("2025-09-01"),),
            TouchedPlaces(
                standings=frozenset(
                    SchoolCohort(FENBROOK.id, CohortYear(year)) for year in (2024, 2025)
                )
            ),
            id="school-led training starts in another cohort",
        ),
        pytest.param(
            (school_led(),), (school_led("2024-10-01"),), NOTHING, id="or later in the same one"
        ),
        pytest.param(None, (school_led("1999-09-01"),), NOTHING, id="before all cohorts"),
        pytest.param(
            (TRAINING,),
            (TRAINING, make_training("again", started_on=day("2025-10-01"))),
            COUNT,
            id="training of the same kind",
        ),
    ],
)
def test_what_happens_to_training(
    before: tuple[TrainingPeriod, ...] | None,
    after: tuple[TrainingPeriod, ...] | None,
    expected: TouchedPlaces,
) -> None:
    people = [None if one is None else with_training(*one) for one in (before, after)]
    assert touched(people[0], people[1]) == expected


def test_what_happens_to_the_person_touches_nothing() -> None:
    teacher = make_teacher()
    assert touched(teacher, replace(teacher, corrected_name="Somebody Else")) == NOTHING
    assert not NOTHING


def test_the_role_matters_to_the_school() -> None:
    mentoring = make_teacher(
        school_periods=(make_school_period(role=Role.MENTOR),),
        training_periods=(replace(TRAINING, role=Role.MENTOR),),
    )
    assert touched(make_teacher(), mentoring) == replace(BOTH, partnerships=frozenset())


def test_what_is_touched_adds_up() -> None:
    both = touched(None, make_teacher()) | TouchedPlaces(cohorts=frozenset([CohortYear(2026)]))
    assert both == replace(BOTH, cohorts=frozenset([CohortYear(2026)]))
    assert both
