"""The first day: the department tells about cohorts, providers, partners and schools."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from participants_service.demo.diary import HISTORY, Diary, invented_id
from participants_service.demo.names import full_name, mailbox
from participants_service.demo.places import (
    DELIVERY_PARTNERS,
    LAST_KEPT_COHORT,
    LeadProvider,
    School,
)

_LAST_UPLIFT_COHORT = 2024


def enter_reference_facts(
    diary: Diary,
    rng: Random,
    *,
    seed: int,
    today: date,
    cohorts: range,
    lead_providers: Sequence[LeadProvider],
    schools: Sequence[School],
) -> None:
    """Write the facts that everything else refers to, in the order in which they do."""
    opening_day = today - HISTORY
    _enter_later_cohorts(diary, opening_day, cohorts)
    for lead_provider in lead_providers:
        diary.enter(
            opening_day,
            "lead_provider.put",
            lead_provider_id=lead_provider.id,
            name=lead_provider.name,
            cohorts=list(lead_provider.cohorts),
        )
    _enter_delivery_partners(diary, opening_day, lead_providers, seed=seed)
    for school in schools:
        _enter_school(diary, rng, opening_day, school)
    for school in schools:
        _enter_uplifts(diary, rng, opening_day, school, cohorts)


def _enter_later_cohorts(diary: Diary, opening_day: date, cohorts: range) -> None:
    for year in cohorts:
        if year > LAST_KEPT_COHORT:
            diary.enter(
                opening_day,
                "cohort.put",
                year=year,
                started_on=date(year, 6, 1),
                finished_on=date(year + 1, 5, 31),
                enabled=True,
                uplift_fees_enabled=False,
                mentor_funding_enabled=True,
                detailed_evidence_types_enabled=True,
            )


def _enter_delivery_partners(
    diary: Diary, opening_day: date, lead_providers: Sequence[LeadProvider], *, seed: int
) -> None:
    for name in DELIVERY_PARTNERS:
        partner_id = invented_id(seed, name)
        pairings = [
            {"lead_provider_id": str(lead_provider.id), "cohort": cohort}
            for lead_provider in lead_providers
            if partner_id in lead_provider.partners
            for cohort in lead_provider.cohorts
        ]
        diary.enter(
            opening_day,
            "delivery_partner.put",
            delivery_partner_id=partner_id,
            name=name,
            pairings=pairings,
        )


def _enter_school(diary: Diary, rng: Random, opening_day: date, school: School) -> None:
    first_name, last_name = full_name(rng)
    diary.enter(
        opening_day,
        "school.put",
        school_id=school.id,
        urn=school.urn,
        name=school.name,
        eligible=rng.random() > 0.03,
        induction_tutor_name=f"{first_name} {last_name}",
        induction_tutor_email=f"{mailbox(first_name, last_name)}@{school.domain}",
        primary_contact_email=f"office@{school.domain}",
        secondary_contact_email=f"head@{school.domain}" if rng.random() < 0.4 else None,
    )


def _enter_uplifts(
    diary: Diary, rng: Random, opening_day: date, school: School, cohorts: range
) -> None:
    pupil_premium, sparsity = rng.random() < 0.3, rng.random() < 0.12
    for cohort in cohorts:
        if cohort <= _LAST_UPLIFT_COHORT and (pupil_premium or sparsity):
            diary.enter(
                opening_day + timedelta(days=1),
                "uplift.put",
                school_urn=school.urn,
                cohort=cohort,
                pupil_premium=pupil_premium,
                sparsity=sparsity,
            )
