"""Partnerships rolled over, joined, and waited for."""

from dataclasses import replace

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import (
    DomainError,
    NoEarlierPartnershipError,
    NoPairingError,
    NotAllowedNowError,
)
from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    Pairing,
    Partnership,
    PartnershipId,
    oldest,
    rolled_over,
)
from participants_service.domain.schools import School
from participants_service.domain.teachers import ExpressionOfInterest
from participants_service.domain.waiting import attached
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    day,
    known,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

OTHER_PARTNER = DeliveryPartnerId(known("Coastal Teaching Hub"))
NEW = PartnershipId(known("rolled over"))
AT = moment("2025-06-10T09:00:00")


def roll(
    *partnerships: Partnership,
    partners: tuple[DeliveryPartnerId, ...] = (DELIVERY_PARTNER,),
    from_cohort: int = 2024,
    to_cohort: int = 2025,
) -> Partnership:
    """Roll a partnership over into 2025, with some delivery partners paired there."""
    return rolled_over(
        partnerships,
        {Pairing(LARKFIELD, partner, CohortYear(to_cohort)) for partner in partners},
        partnership_id=NEW,
        from_cohort=CohortYear(from_cohort),
        to_cohort=CohortYear(to_cohort),
        at=AT,
    )


def made(year: int, month: int, partner: DeliveryPartnerId = DELIVERY_PARTNER) -> Partnership:
    """Make a partnership of a cohort that was made in a month of its year."""
    return replace(
        make_partnership(cohort=year, delivery_partner_id=partner),
        created_at=moment(f"{year}-{month:02}-01T09:00:00"),
    )


def test_a_partnership_goes_on_with_the_same_delivery_partner() -> None:
    assert roll(made(2024, 6)) == replace(
        made(2024, 6), id=NEW, cohort=CohortYear(2025), created_at=AT
    )


def test_of_several_the_newest_that_is_still_paired_goes_on() -> None:
    partnerships = (made(2024, 6), made(2024, 8, OTHER_PARTNER), made(2024, 7))
    both = (DELIVERY_PARTNER, OTHER_PARTNER)
    assert roll(*partnerships, partners=both).delivery_partner_id == OTHER_PARTNER
    assert roll(*partnerships).delivery_partner_id == DELIVERY_PARTNER


@pytest.mark.parametrize(
    ("partnerships", "partners", "cohorts", "refusal"),
    [
        pytest.param((), (DELIVERY_PARTNER,), (2024, 2025), NoEarlierPartnershipError, id="none"),
        pytest.param(
            (made(2023, 6),),
            (DELIVERY_PARTNER,),
            (2024, 2025),
            NoEarlierPartnershipError,
            id="of another cohort",
        ),
        pytest.param(
            (made(2024, 6),),
            (DELIVERY_PARTNER,),
            (2024, 2023),
            NoEarlierPartnershipError,
            id="backwards",
        ),
        pytest.param((made(2024, 6),), (), (2024, 2025), NoPairingError, id="not paired"),
        pytest.param(
            (made(2024, 6), made(2025, 6, OTHER_PARTNER)),
            (DELIVERY_PARTNER,),
            (2024, 2025),
            NotAllowedNowError,
            id="there is one already",
        ),
    ],
)
def test_what_cannot_be_rolled_over(
    partnerships: tuple[Partnership, ...],
    partners: tuple[DeliveryPartnerId, ...],
    cohorts: tuple[int, int],
    refusal: type[DomainError],
) -> None:
    from_cohort, to_cohort = cohorts
    with pytest.raises(refusal):
        roll(*partnerships, partners=partners, from_cohort=from_cohort, to_cohort=to_cohort)


def test_the_oldest_partnership_of_the_cohort_is_joined() -> None:
    older, newer = made(2025, 6), made(2025, 7, OTHER_PARTNER)
    assert oldest((newer, made(2024, 6), older), CohortYear(2025)) == older
    assert oldest((newer, older), CohortYear(2026)) is None


@pytest.mark.parametrize(
    ("lead_provider_id", "cohort", "school", "joins"),
    [
        pytest.param(LARKFIELD, 2025, FENBROOK, True, id="what was waited for"),
        pytest.param(OTTERBURN, 2025, FENBROOK, False, id="another lead provider"),
        pytest.param(LARKFIELD, 2024, FENBROOK, False, id="another cohort"),
        pytest.param(LARKFIELD, 2025, SALTMARSH, False, id="another school"),
    ],
)
def test_waiting_training_joins_its_partnership_even_when_it_has_ended(
    lead_provider_id: LeadProviderId, cohort: int, school: School, joins: bool
) -> None:
    interest = ExpressionOfInterest(lead_provider_id=LARKFIELD, cohort=CohortYear(2025))
    waiting = make_training(
        partnership=None, expression_of_interest=interest, finished_on=day("2025-09-30")
    )
    joined = make_training("joined", started_on=day("2025-10-01"))
    teacher = make_teacher(
        school_periods=(make_school_period(),), training_periods=(waiting, joined)
    )
    partnership = replace(
        make_partnership(lead_provider_id=lead_provider_id, cohort=cohort, school=school), id=NEW
    )
    first, second = attached(teacher, partnership).training_periods
    assert first == (replace(waiting, partnership=partnership) if joins else waiting)
    assert second == joined
