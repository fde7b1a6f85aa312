from dataclasses import replace

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.school_standings import (
    Gain,
    InductionProgrammeChoice,
    SchoolCohort,
)
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
LED = InductionProgrammeChoice.PROVIDER_LED


def school(year: int) -> SchoolCohort:
    return SchoolCohort(FENBROOK.id, CohortYear(year))


def gain(*lead_provider_ids: LeadProviderId, choice: InductionProgrammeChoice = LED) -> Gain:
    return Gain(choice=choice, interested_in=frozenset(lead_provider_ids))


# What comes, what goes again, and what only the number of a partnership tells.
GAINED = TouchedPlaces(
    partnerships=frozenset([PARTNERSHIP.id]), standings={school(2025): gain(LARKFIELD)}
)
LOST = replace(GAINED, standings={school(2025): None})
COUNT = replace(GAINED, standings={})


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
        pytest.param(None, (TRAINING,), GAINED, id="registered"),
        pytest.param((TRAINING,), None, LOST, id="registered in error"),
        pytest.param((TRAINING,), (replace(TRAINING),), NOTHING, id="as before"),
        pytest.param(
            (TRAINING,), (replace(TRAINING, finished_on=day("2026-01-01")),), COUNT, id="ended"
        ),
        pytest.param((waiting(),), (TRAINING,), COUNT, id="attached"),
        pytest.param(None, (waiting(),), replace(GAINED, partnerships=frozenset()), id="waiting"),
        pytest.param(
            (TRAINING,),
            (replace(TRAINING, partnership=make_partnership(cohort=2024)),),
            TouchedPlaces(
                partnerships=frozenset([PARTNERSHIP.id, make_partnership(cohort=2024).id]),
                standings={school(2024): None, school(2025): None},
            ),
            id="another cohort",
        ),
        pytest.param(
            (TRAINING,),
            (replace(TRAINING, partnership=make_partnership(lead_provider_id=OTTERBURN)),),
            replace(
                LOST,
                partnerships=frozenset(
                    [PARTNERSHIP.id, make_partnership(lead_provider_id=OTTERBURN).id]
                ),
            ),
            id="another lead provider",
        ),
        pytest.param(
            (school_led(),),
            (school_led(), TRAINING),
            replace(GAINED, standings={school(2024): gain(), school(2025): gain(LARKFIELD)}),
            id="led after all, in every cohort of the stay",
        ),
        pytest.param(
            None,
            (school_led(),),
            TouchedPlaces(
                standings={school(2024): gain(choice=InductionProgrammeChoice.SCHOOL_LED)}
            ),
            id="school-led",
        ),
        pytest.param(
            (school_led(),),
            (school_led("2025-09-01"),),
            TouchedPlaces(standings={school(2024): None, school(2025): None}),
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
    assert touched(make_teacher(), mentoring) == replace(LOST, partnerships=frozenset())


def test_what_is_touched_adds_up() -> None:
    later = TouchedPlaces(cohorts=frozenset([CohortYear(2026)]))
    assert GAINED | later == replace(GAINED, cohorts=later.cohorts)
    assert GAINED | later
    other = TouchedPlaces(standings={school(2025): gain(OTTERBURN), school(2024): gain()})
    assert (GAINED | other).standings == {
        school(2025): gain(LARKFIELD, OTTERBURN),
        school(2024): gain(),
    }
    assert (GAINED | LOST).standings == (LOST | GAINED).standings == LOST.standings


def test_several_people_touch_together() -> None:
    waits = with_training(
        replace(
            waiting(),
            expression_of_interest=ExpressionOfInterest(
                lead_provider_id=OTTERBURN, cohort=CohortYear(2025)
            ),
        )
    )
    people = touched_by_people([(None, make_teacher()), (None, waits)], make_facts().cohorts)
    assert people == replace(GAINED, standings={school(2025): gain(LARKFIELD, OTTERBURN)})
