import pytest

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.school_standings import (
    Gain,
    InductionProgrammeChoice,
    SchoolStanding,
    TrainingThere,
    induction_programme_choice,
    is_listed,
)
from participants_service.domain.schools import SchoolDetails
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN


@pytest.mark.parametrize(
    ("mentors", "ects", "led_ects", "choice"),
    [
        pytest.param(False, False, False, "not_yet_known", id="nobody"),
        pytest.param(True, False, False, "provider_led", id="a mentor"),
        pytest.param(False, True, False, "school_led", id="ECTs of the school"),
        pytest.param(False, True, True, "provider_led", id="an ECT of a lead provider"),
        pytest.param(True, True, False, "provider_led", id="a mentor beside ECTs of the school"),
    ],
)
def test_how_a_school_trains(mentors: bool, ects: bool, led_ects: bool, choice: str) -> None:
    training = TrainingThere(mentors=mentors, ects=ects, led_ects=led_ects)
    assert induction_programme_choice(training) is InductionProgrammeChoice(choice)


NONE, OWN, LED = (
    InductionProgrammeChoice.NOT_YET_KNOWN,
    InductionProgrammeChoice.SCHOOL_LED,
    InductionProgrammeChoice.PROVIDER_LED,
)


@pytest.mark.parametrize(
    ("before", "known", "gained", "named", "is_news"),
    [
        pytest.param(NONE, [], LED, [], True, id="the first"),
        pytest.param(NONE, [], OWN, [], True, id="the first of the school"),
        pytest.param(OWN, [], LED, [], True, id="the first with a lead provider"),
        pytest.param(OWN, [], OWN, [], False, id="another of the school"),
        pytest.param(LED, [], OWN, [], False, id="the school's after others"),
        pytest.param(LED, [LARKFIELD], LED, [LARKFIELD], False, id="more of the same"),
        pytest.param(LED, [LARKFIELD], LED, [OTTERBURN], True, id="another lead provider"),
        pytest.param(LED, [LARKFIELD, OTTERBURN], LED, [OTTERBURN], False, id="one of both"),
    ],
)
def test_a_gain_is_news_or_not(
    *,
    before: InductionProgrammeChoice,
    known: list[LeadProviderId],
    gained: InductionProgrammeChoice,
    named: list[LeadProviderId],
    is_news: bool,
) -> None:
    standing = SchoolStanding(choice=before, interested_in=frozenset(known))
    gain = Gain(choice=gained, interested_in=frozenset(named))
    assert gain.is_news_to(standing) is is_news


@pytest.mark.parametrize(
    ("eligible", "in_partnership", "listed"),
    [(True, True, True), (True, False, True), (False, True, True), (False, False, False)],
)
def test_former_eligibility_survives_in_a_partnership(
    eligible: bool, in_partnership: bool, listed: bool
) -> None:
    standing = SchoolStanding(in_partnership=in_partnership)
    assert is_listed(standing, eligible=eligible) is listed


@pytest.mark.parametrize(
    ("tutor", "primary", "secondary", "email"),
    [
        ("tutor@school.example", "one@school.example", None, "tutor@school.example"),
        (None, "one@school.example", "two@school.example", "one@school.example"),
        (None, None, "two@school.example", "two@school.example"),
        (None, None, None, None),
    ],
)
def test_where_a_school_is_written_to(
    tutor: str | None, primary: str | None, secondary: str | None, email: str | None
) -> None:
    school = SchoolDetails(
        school=FENBROOK,
        name="Fenbrook Academy",
        eligible=True,
        induction_tutor_email=tutor,
        primary_contact_email=primary,
        secondary_contact_email=secondary,
    )
    assert school.contact_email == email
