"""Builders of what rules about people need beside the people: occasions, calendars, offers."""

from datetime import date
from typing import Any
from uuid import uuid5

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.identities import Identity
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import LeadProvider, LeadProviderId, Partnership
from participants_service.domain.registration import EctRegistration, MentorRegistration
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import ParticipantId
from participants_service.domain.training_offers import Calendar, Offer
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    NAMESPACE,
    day,
    known,
    make_cohort,
    make_partnership,
    moment,
)

YEARS = range(2021, 2027)
FROZEN = {2021: moment("2024-06-17T23:00:00"), 2022: moment("2025-06-15T23:00:00")}


def make_occasion(today: str = "2025-10-15", *, name: str = "event") -> Occasion:
    """Make an occasion at noon of a day, with ids that depend on day and name."""
    return Occasion(
        id=uuid5(NAMESPACE, f"{today} {name}"), at=moment(f"{today}T12:00:00"), today=day(today)
    )


def make_calendar(**overrides: Any) -> Calendar:
    """Make the cohorts 2021 to 2026, the first two frozen when they were, with all schedules."""
    members: dict[str, Any] = {
        "cohorts": {
            CohortYear(year): make_cohort(year, payments_frozen_at=FROZEN.get(year))
            for year in YEARS
        },
        "schedules": {
            (CohortYear(year), schedule) for year in YEARS for schedule in ScheduleIdentifier
        },
    }
    return Calendar(**members | overrides)


def make_lead_provider(
    lead_provider_id: LeadProviderId = LARKFIELD, *, cohorts: range = YEARS
) -> LeadProvider:
    """Make a lead provider that is active in all cohorts."""
    return LeadProvider(
        id=lead_provider_id,
        name="Larkfield Teaching Institute",
        cohorts=frozenset(map(CohortYear, cohorts)),
        created_at=moment("2021-06-01T09:00:00"),
    )


def make_offer(
    lead_provider_id: LeadProviderId = LARKFIELD,
    *,
    partnerships: tuple[Partnership, ...] | None = None,
    **overrides: Any,
) -> Offer:
    """Make an offer of Larkfield, which has a partnership with Fenbrook in each cohort."""
    members: dict[str, Any] = {
        "lead_provider": make_lead_provider(lead_provider_id),
        "partnerships": tuple(
            make_partnership(lead_provider_id=lead_provider_id, cohort=year) for year in YEARS
        )
        if partnerships is None
        else partnerships,
    }
    return Offer(**members | overrides)


def make_identity(name: str = "Imogen Achterberg", **overrides: Any) -> Identity:
    """Make who somebody is."""
    first_name, _, last_name = name.partition(" ")
    members: dict[str, Any] = {
        "participant_id": ParticipantId(known(name)),
        "trn": "4471902",
        "first_name": first_name,
        "last_name": last_name,
    }
    return Identity(**members | overrides)


def make_ect_registration(started_on: str = "2025-09-01", **overrides: Any) -> EctRegistration:
    """Make the registration of an ECT at Fenbrook, with Larkfield."""
    members: dict[str, Any] = {
        "identity": make_identity(),
        "school": FENBROOK,
        "email": "i.achterberg@fenbrook-academy.example",
        "started_on": day(started_on),
        "offer": make_offer(),
    }
    return EctRegistration(**members | overrides)


def make_mentor_registration(
    started_on: str = "2025-09-01", **overrides: Any
) -> MentorRegistration:
    """Make the registration of a mentor at Fenbrook, with Larkfield."""
    members: dict[str, Any] = {
        "identity": make_identity("Tobiah Wrenfield", trn="3318840"),
        "school": FENBROOK,
        "email": "t.wrenfield@fenbrook-academy.example",
        "started_on": day(started_on),
        "offer": make_offer(),
    }
    return MentorRegistration(**members | overrides)


def span(period: Any) -> tuple[date, date | None]:
    """Return both ends of a period."""
    return period.started_on, period.finished_on


def days(started_on: str, finished_on: str | None) -> tuple[date, date | None]:
    """Read both ends of a period."""
    return day(started_on), None if finished_on is None else day(finished_on)
