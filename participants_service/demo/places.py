"""Lead providers, delivery partners and schools, and whom each school chooses in which cohort."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from participants_service.demo.diary import HISTORY, invented_id

FIRST_KEPT_COHORT = 2021
LAST_KEPT_COHORT = 2026

_SCHOOL_NAMES = """
Alderbank Primary School, Ashcombe Hill Academy, Beckside Junior School, Birchover High School,
Bramblewick Church of England Primary School, Brightwater Academy, Castle Mere Infant School,
Cloverfield School, Copperbeech Grammar School, Crosslane Community College,
Dovecote Primary School, Eastmere Girls' School, Elmwood Rise Academy, Fernhollow Primary School,
Foxglove Lane Special School, Goldenacre Academy, Greystone Valley School,
Hazelbrook Junior Academy, Highmoor Catholic High School, Ivybridge Road Primary School,
Juniper Park Academy, Kestrel View School, Lanternhouse Sixth Form, Larkrise Infant School,
Longmeadow Secondary School, Marlpit Primary Academy, Millrace School, Nightingale Wood Academy,
Oakhanger High School, Old Orchard Primary School, Pebblebrook School, Quarry Bank Academy,
Ravensthorpe Boys' School, Rosehill Free School, Saltmarsh Academy, Seven Elms Primary School,
Swanmere College, Thornybank School, Watermill Lane Academy, Willowherb Primary School
"""

# A name, the cohorts it is late by, and the cohorts before the last at which it gave up.
_LEAD_PROVIDERS = (
    ("Calderwick Institute of Teaching", 0, 0),
    ("Heronsgate Learning Partnership", 0, 0),
    ("Northmarch Teacher Development", 1, 0),
    ("Old Forge Professional Learning", 2, 0),
    ("Saltwick Education", 0, 2),
)
DELIVERY_PARTNERS = (
    "Amber Valley Teaching Hub",
    "Bridgewater Schools Alliance",
    "Chalk Downs Teaching School Hub",
    "Estuary Learning Trust",
    "Five Rivers Professional Development",
    "Harbour Light Teaching Hub",
    "Moorland Schools Partnership",
    "Two Counties Training Alliance",
)


def cohort_of(day: date) -> int:
    """Return the cohort in which a day lies: they change on 1 June."""
    return day.year if day.month >= 6 else day.year - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadProvider:
    """A lead provider, the cohorts it is active in, and the partners it works with."""

    id: UUID
    name: str
    cohorts: range
    partners: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school, and the lead provider it chose in each cohort; the order says who joined when."""

    id: UUID
    urn: str
    name: str
    choices: dict[int, LeadProvider] = field(default_factory=dict)
    partnered_on: dict[tuple[int, UUID], date] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The part of the school's addresses after the @."""
        return self.name.lower().replace("'", "").replace(" ", "-") + ".example"

    def is_partnered(self, lead_provider: LeadProvider, cohort: int) -> bool:
        """Whether the two have a partnership by now."""
        return (cohort, lead_provider.id) in self.partnered_on


def invent_cohorts(today: date) -> range:
    """Return the cohorts of the department: those every database has, and later ones if needed."""
    return range(
        min(cohort_of(today - HISTORY), FIRST_KEPT_COHORT),
        max(cohort_of(today + timedelta(days=120)), LAST_KEPT_COHORT) + 1,
    )


def invent_lead_providers(cohorts: range, *, seed: int) -> tuple[LeadProvider, ...]:
    """Return the lead providers; the last of them has left the market."""
    return tuple(
        LeadProvider(
            id=invented_id(seed, name),
            name=name,
            cohorts=cohorts[late_by : len(cohorts) - gave_up_before],
            partners=tuple(
                invented_id(seed, DELIVERY_PARTNERS[(number + step) % len(DELIVERY_PARTNERS)])
                for step in range(3)
            ),
        )
        for number, (name, late_by, gave_up_before) in enumerate(_LEAD_PROVIDERS)
    )


def invent_schools(
    rng: Random, lead_providers: tuple[LeadProvider, ...], cohorts: range, *, seed: int
) -> tuple[School, ...]:
    """Return the schools with their choices."""
    schools = tuple(
        School(id=invented_id(seed, name), urn=str(900_001 + number), name=name.strip())
        for number, name in enumerate(_SCHOOL_NAMES.replace("\n", " ").split(","))
    )
    for number, school in enumerate(schools):
        choice = lead_providers[number % len(lead_providers)]
        for cohort in cohorts:
            # Most schools stay with their choice; some change, and all must when it gives up.
            if cohort not in choice.cohorts or rng.random() < 0.1:
                choice = rng.choice([p for p in lead_providers if cohort in p.cohorts])
            school.choices[cohort] = choice
    return schools
