from typing import Any

import pytest

from participants_service.domain.actions.circumstances import UNRECOGNISED
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnership_proposals import (
    Proposal,
    Prospects,
    Replacement,
    proposal_problems,
    replacement_problems,
)
from participants_service.domain.partnerships import (
    DeliveryPartner,
    DeliveryPartnerId,
    Pairing,
    PartnershipId,
)
from participants_service.domain.school_standings import InductionProgrammeChoice
from participants_service.domain.schools import SchoolDetails
from tests.participants import partnership_refusals as told
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    day,
    known,
    make_cohort,
    make_partnership,
    moment,
)
from tests.participants.refusals import Told

COASTAL = DeliveryPartnerId(known("Coastal Teaching Hub"))
PROPOSAL = Proposal(
    cohort=CohortYear(2025), school_id=FENBROOK.id, delivery_partner_id=DELIVERY_PARTNER
)


def make_partner(delivery_partner_id: DeliveryPartnerId = DELIVERY_PARTNER) -> DeliveryPartner:
    return DeliveryPartner(
        id=delivery_partner_id, name="A Hub", created_at=moment("2021-06-01T09:00:00")
    )


def make_prospects(**overrides: Any) -> Prospects:
    """Make prospects of which nothing stands in the way."""
    members: dict[str, Any] = {
        "lead_provider_id": LARKFIELD,
        "today": day("2025-10-15"),
        "cohort": make_cohort(2025),
        "school": SchoolDetails(school=FENBROOK, name="Fenbrook Academy", eligible=True),
        "delivery_partner": make_partner(),
        "pairings": {Pairing(LARKFIELD, DELIVERY_PARTNER, CohortYear(2025))},
        "partnerships": (),
        "choice": InductionProgrammeChoice.NOT_YET_KNOWN,
    }
    return Prospects(**members | overrides)


def refused(proposal: Proposal, **overrides: Any) -> list[Told]:
    problems = proposal_problems(proposal, make_prospects(**overrides))
    return [(problem.title, problem.detail) for problem in problems]


def propose(**overrides: Any) -> Proposal:
    members: dict[str, Any] = {
        "cohort": PROPOSAL.cohort,
        "school_id": PROPOSAL.school_id,
        "delivery_partner_id": PROPOSAL.delivery_partner_id,
    }
    return Proposal(**members | overrides)


def test_a_partnership_is_made_of_what_was_proposed() -> None:
    assert refused(PROPOSAL) == []
    at = moment("2025-10-15T11:00:00")
    made = make_prospects().partnership(PartnershipId(known("made")), at)
    assert (made.id, made.created_at) == (known("made"), at)
    assert made.school_id == FENBROOK.id
    assert made.pairing == Pairing(LARKFIELD, DELIVERY_PARTNER, CohortYear(2025))


def test_nothing_is_made_of_something_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        make_prospects(school=None).partnership(
            PartnershipId(known("made")), moment("2025-10-15T11:00:00")
        )


@pytest.mark.parametrize(
    ("starts_on", "enabled", "expected"),
    [
        pytest.param("2025-10-16", True, [told.FUTURE_COHORT], id="starts tomorrow"),
        pytest.param("2025-10-15", True, [], id="starts today"),
        pytest.param("2025-10-14", True, [], id="started yesterday"),
        pytest.param("2025-10-14", False, [told.CLOSED_COHORT], id="closed"),
        pytest.param("2025-10-16", False, [told.FUTURE_COHORT], id="closed and in the future"),
    ],
)
def test_the_cohort_has_begun_and_is_open(
    starts_on: str, enabled: bool, expected: list[Told]
) -> None:
    cohort = make_cohort(2025, started_on=day(starts_on), enabled=enabled)
    assert refused(PROPOSAL, cohort=cohort) == expected


def test_frozen_payments_do_not_matter() -> None:
    frozen = make_cohort(2025, payments_frozen_at=moment("2025-06-16T00:00:00"))
    assert refused(PROPOSAL, cohort=frozen) == []


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param({"school": None}, [told.UNKNOWN_SCHOOL], id="unknown"),
        pytest.param(
            {"school": SchoolDetails(school=FENBROOK, name="Fenbrook", eligible=False)},
            [told.INELIGIBLE],
            id="ineligible",
        ),
        pytest.param({"partnerships": (make_partnership(),)}, [told.DUPLICATE], id="duplicate"),
        pytest.param(
            {"partnerships": (make_partnership(delivery_partner_id=COASTAL),)},
            [told.DUPLICATE],
            id="duplicate with another delivery partner",
        ),
        pytest.param({"partnerships": (make_partnership(cohort=2024),)}, [], id="another cohort"),
        pytest.param(
            {"choice": InductionProgrammeChoice.SCHOOL_LED}, [told.SCHOOL_LED], id="school-led"
        ),
        pytest.param({"choice": InductionProgrammeChoice.PROVIDER_LED}, [], id="provider-led"),
        pytest.param(
            {
                "school": SchoolDetails(school=FENBROOK, name="Fenbrook", eligible=False),
                "partnerships": (make_partnership(),),
                "choice": InductionProgrammeChoice.SCHOOL_LED,
            },
            [told.INELIGIBLE, told.DUPLICATE, told.SCHOOL_LED],
            id="three lines at once",
        ),
        pytest.param(
            {"cohort": make_cohort(2025, enabled=False), "partnerships": (make_partnership(),)},
            [told.CLOSED_COHORT, told.DUPLICATE],
            id="duplicate in a closed cohort",
        ),
    ],
)
def test_the_school(overrides: dict[str, Any], expected: list[Told]) -> None:
    assert refused(PROPOSAL, **overrides) == expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param({"delivery_partner": None}, [told.UNKNOWN_PARTNER], id="unknown"),
        pytest.param({"pairings": set()}, [told.NOT_PAIRED], id="not paired"),
        pytest.param(
            {"pairings": {Pairing(LARKFIELD, DELIVERY_PARTNER, CohortYear(2024))}},
            [told.NOT_PAIRED],
            id="paired in another cohort",
        ),
        pytest.param(
            {"pairings": {Pairing(OTTERBURN, DELIVERY_PARTNER, CohortYear(2025))}},
            [told.NOT_PAIRED],
            id="paired with somebody else",
        ),
    ],
)
def test_the_delivery_partner(overrides: dict[str, Any], expected: list[Told]) -> None:
    assert refused(PROPOSAL, **overrides) == expected


@pytest.mark.parametrize(
    ("proposal", "overrides", "expected"),
    [
        pytest.param(
            propose(cohort=None, school_id=None, delivery_partner_id=None),
            {"cohort": None, "school": None, "delivery_partner": None},
            [told.NO_COHORT, told.NO_SCHOOL, told.NO_PARTNER],
            id="all blank",
        ),
        pytest.param(
            propose(cohort=UNRECOGNISED, school_id=UNRECOGNISED, delivery_partner_id=UNRECOGNISED),
            {"cohort": None, "school": None, "delivery_partner": None},
            [told.UNKNOWN_COHORT, told.UNKNOWN_SCHOOL, told.UNKNOWN_PARTNER],
            id="all unknown",
        ),
        pytest.param(
            propose(cohort=UNRECOGNISED, school_id=None),
            {"cohort": None, "school": None},
            [told.NO_SCHOOL, told.UNKNOWN_COHORT, told.NOT_PAIRED],
            id="blank ones first",
        ),
        pytest.param(
            propose(cohort=None),
            {"cohort": None},
            [told.NO_COHORT, told.NOT_PAIRED],
            id="nobody is paired in no cohort",
        ),
        pytest.param(
            propose(cohort=UNRECOGNISED),
            {"cohort": None},
            [told.UNKNOWN_COHORT, told.NOT_PAIRED],
            id="nor in an unknown one",
        ),
        pytest.param(
            propose(cohort=CohortYear(2019), delivery_partner_id=UNRECOGNISED),
            {"cohort": None, "delivery_partner": None},
            [told.UNKNOWN_COHORT, told.UNKNOWN_PARTNER],
            id="an unknown one is not said to be unpaired",
        ),
        pytest.param(
            PROPOSAL,
            {"pairings": set(), "partnerships": (make_partnership(),)},
            [told.NOT_PAIRED, told.DUPLICATE],
            id="a duplicate comes after the delivery partner",
        ),
        pytest.param(
            PROPOSAL,
            {
                "school": SchoolDetails(school=FENBROOK, name="Fenbrook", eligible=False),
                "pairings": set(),
                "choice": InductionProgrammeChoice.SCHOOL_LED,
            },
            [told.INELIGIBLE, told.SCHOOL_LED, told.NOT_PAIRED],
            id="unless the school had failed before",
        ),
        pytest.param(
            propose(school_id=None),
            {"school": None, "cohort": make_cohort(2025, enabled=False), "pairings": set()},
            [told.NO_SCHOOL, told.CLOSED_COHORT, told.NOT_PAIRED],
            id="one blank among others",
        ),
    ],
)
def test_several_problems_come_in_their_order(
    proposal: Proposal, overrides: dict[str, Any], expected: list[Told]
) -> None:
    assert refused(proposal, **overrides) == expected


PARTNERSHIP = make_partnership()
BOTH = {Pairing(LARKFIELD, partner, CohortYear(2025)) for partner in (DELIVERY_PARTNER, COASTAL)}


@pytest.mark.parametrize(
    ("wanted", "found", "pairings", "others", "expected"),
    [
        pytest.param(COASTAL, COASTAL, BOTH, (), [], id="another one"),
        pytest.param(None, None, BOTH, (), [told.NO_PARTNER], id="blank"),
        pytest.param(UNRECOGNISED, None, BOTH, (), [told.UNKNOWN_PARTNER], id="no id"),
        pytest.param(COASTAL, None, BOTH, (), [told.UNKNOWN_PARTNER], id="unknown"),
        pytest.param(COASTAL, COASTAL, set(), (), [told.NOT_PAIRED], id="not paired"),
        pytest.param(
            COASTAL,
            COASTAL,
            {Pairing(LARKFIELD, COASTAL, CohortYear(2024))},
            (),
            [told.NOT_PAIRED],
            id="paired in another cohort",
        ),
        pytest.param(
            DELIVERY_PARTNER, DELIVERY_PARTNER, BOTH, (), [told.ALREADY_WITH], id="the present one"
        ),
        pytest.param(
            COASTAL,
            COASTAL,
            BOTH,
            (make_partnership(delivery_partner_id=COASTAL),),
            [told.ALREADY_WITH],
            id="that of another partnership",
        ),
        pytest.param(
            COASTAL,
            COASTAL,
            BOTH,
            (make_partnership(delivery_partner_id=COASTAL, cohort=2024),),
            [],
            id="that of a partnership in another cohort",
        ),
    ],
)
def test_another_delivery_partner(
    *, wanted: Any, found: Any, pairings: Any, others: Any, expected: list[Told]
) -> None:
    problems = replacement_problems(
        Replacement(delivery_partner_id=wanted),
        PARTNERSHIP,
        delivery_partner=None if found is None else make_partner(found),
        pairings=pairings,
        partnerships=(PARTNERSHIP, *others),
    )
    assert [(problem.title, problem.detail) for problem in problems] == expected
