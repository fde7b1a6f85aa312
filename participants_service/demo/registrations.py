"""Plain registrations in any number, for load tests: valid, distinct, and cheap to make."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count as count_from
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from participants_service.demo.diary import Event, invented_id
from participants_service.demo.names import FIRST_NAMES, LAST_NAMES, mailbox
from participants_service.demo.places import cohort_of

LEAD_PROVIDERS = 10
SCHOOLS = 2_000

_COHORTS = 3
_FIRST_URN = 500_000
# TRNs of load tests start above those of the demo, so that one can be added to the other.
_FIRST_TRN = 2_000_000
_TRNS = 8_000_000
_TRN_STEP = 3_141_593
# Participant ids must not come in order: real ones do not, and indexes feel the difference.
_SCATTER = 2_654_435_761
_WORKING_PATTERNS = ("full_time", "full_time", "full_time", "part_time")


class RegistrationPlaces(NamedTuple):
    """How many lead providers and schools registrations are spread over, and when they happen."""

    today: date
    seed: int = 1
    lead_providers: int = LEAD_PROVIDERS
    schools: int = SCHOOLS

    @property
    def cohorts(self) -> range:
        """The cohorts that have begun, the current one last."""
        current = cohort_of(self.today - timedelta(days=1))
        return range(current - _COHORTS + 1, current + 1)

    def lead_provider_id(self, number: int) -> UUID:
        """Return the id of one of the lead providers."""
        return invented_id(self.seed, f"load lead provider {number % self.lead_providers}")

    def urn(self, number: int) -> str:
        """Return the URN of one of the schools."""
        return str(_FIRST_URN + number % self.schools)


def place_events(places: RegistrationPlaces) -> Iterator[Event]:
    """Yield what must be there before registrations: each school has one lead provider for good."""
    moment = datetime.combine(date(places.cohorts[0], 6, 1), time(6), UTC).strftime("%FT%TZ")

    def event(kind: str, key: str, /, **data: object) -> Event:
        return {
            "event_id": str(invented_id(places.seed, f"load event {key}")),
            "type": kind,
            "occurred_at": moment,
            "data": data,
        }

    partner_id = str(invented_id(places.seed, "load delivery partner"))
    cohorts = list(places.cohorts)
    lead_provider_ids = [str(places.lead_provider_id(n)) for n in range(places.lead_providers)]
    for number, lead_provider_id in enumerate(lead_provider_ids):
        yield event(
            "lead_provider.put",
            f"lead provider {number}",
            lead_provider_id=lead_provider_id,
            name=f"Load Test Lead Provider {number + 1} of {places.seed}",
            cohorts=cohorts,
        )
    yield event(
        "delivery_partner.put",
        "delivery partner",
        delivery_partner_id=partner_id,
        name=f"Load Test Delivery Partner of {places.seed}",
        pairings=[
            {"lead_provider_id": lead_provider_id, "cohort": cohort}
            for lead_provider_id in lead_provider_ids
            for cohort in cohorts
        ],
    )
    for number in range(places.schools):
        yield event(
            "school.put",
            f"school {number}",
            school_id=str(invented_id(places.seed, f"load school {number}")),
            urn=places.urn(number),
            name=f"Load Test School {number + 1}",
            eligible=True,
        )
        for cohort in cohorts:
            yield event(
                "partnership.put",
                f"partnership {number} in {cohort}",
                partnership_id=str(invented_id(places.seed, f"load partnership {number} {cohort}")),
                school_urn=places.urn(number),
                lead_provider_id=lead_provider_ids[number % places.lead_providers],
                delivery_partner_id=partner_id,
                cohort=cohort,
            )


def registrations(
    count: int | None = None, *, places: RegistrationPlaces, first: int = 0
) -> Iterator[Event]:
    """Yield registrations of ECTs, all different; without a count there is no end to them.

    They are spread evenly over schools, lead providers and cohorts, and visible at once if the
    `place_events` of the same places were loaded before.
    """
    numbers = count_from(first)
    return _registrations(numbers if count is None else islice(numbers, count), places)


def _registrations(numbers: Iterator[int], places: RegistrationPlaces) -> Iterator[Event]:
    # Ids are formatted by hand: for millions of them, UUID objects would take most of the time.
    lead_provider_ids = [str(places.lead_provider_id(n)) for n in range(places.lead_providers)]
    terms = [_term(cohort, places.today) for cohort in places.cohorts]
    mailboxes = [mailbox("x", last_name)[2:] for last_name in LAST_NAMES]
    seed = f"{places.seed % 0x10000:04x}"
    for number in numbers:
        school = number % places.schools
        moment, started_on = terms[number // places.schools % len(terms)]
        tail = f"{seed}-4000-8000-{number:012x}"
        last_name = number // len(FIRST_NAMES) % len(LAST_NAMES)
        yield {
            "event_id": f"e5e5e5e5-{tail}",
            "type": "ect.registered",
            "occurred_at": moment,
            "data": {
                "participant_id": f"{number * _SCATTER % 0x1_0000_0000:08x}-{tail}",
                "trn": str(_FIRST_TRN + number * _TRN_STEP % _TRNS) if number < _TRNS else None,
                "first_name": FIRST_NAMES[number % len(FIRST_NAMES)],
                "last_name": LAST_NAMES[last_name],
                "email": f"{mailboxes[last_name]}.{number}@load-test.example",
                "school_urn": str(_FIRST_URN + school),
                "started_on": started_on,
                "working_pattern": _WORKING_PATTERNS[number % 4],
                "programme": "provider_led",
                "lead_provider_id": lead_provider_ids[school % places.lead_providers],
            },
        }


def _term(cohort: int, today: date) -> tuple[str, str]:
    """Return the moment of registration and the first school day of a cohort."""
    registered_on = min(date(cohort, 7, 6), today - timedelta(days=1))
    moment = datetime.combine(registered_on, time(8, 30), UTC)
    return moment.strftime("%FT%TZ"), date(cohort, 9, 1).isoformat()
