"""What the codes of the tables stand for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Coded(Protocol):
    """A row that a code stands for."""

    @property
    def code(self) -> str:
        """The code, as sent and answered."""

    @property
    def name(self) -> str:
        """What the code means to the rules."""

    @property
    def label(self) -> str:
        """What the code means to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCode:
    """A code that carries nothing but its meaning."""

    code: str
    name: str
    label: str


class CourseLevel(StrEnum):
    """Whether a route leads to a first degree or asks for one."""

    UNDERGRADUATE = "undergrad"
    POSTGRADUATE = "postgrad"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRoute:
    """A way into teaching."""

    code: str
    name: str
    label: str
    qualification: str
    level: CourseLevel
    needs_degree: bool
    first_start_year: int | None


class DisabilityDisclosure(StrEnum):
    """What a trainee said about disabilities as a whole."""

    DISABLED = "disabled"
    NO_DISABILITY = "no_disability"
    NOT_PROVIDED = "disability_not_provided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ethnicity:
    """An ethnic background and its group."""

    code: str
    name: str
    label: str
    group: str
    answered_as: str
    disclosed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disability:
    """A disability, or one of the ways to say that there is none to record."""

    code: str
    name: str
    label: str
    disclosure: DisabilityDisclosure
    recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Nationality:
    """A nationality; several codes may share one, which is then answered by one of them."""

    code: str
    name: str
    label: str
    answered_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The country a degree was awarded in."""

    code: str
    name: str
    label: str
    uk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseAgeRange:
    """The ages a course prepares to teach."""

    code: str
    name: str
    label: str
    min_age: int
    max_age: int


class FundingKind(StrEnum):
    """What a funding method asks for."""

    BURSARY = "bursary"
    SCHOLARSHIP = "scholarship"
    GRANT = "grant"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingMethod:
    """How the training is paid for."""

    code: str
    name: str
    label: str
    kind: FundingKind
    bursary_tier: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeTerm:
    """A type, subject, institution or grade of a degree, with its public uuid.

    `answered_as` is the code a response shows, None for terms too general to have one;
    `stored_as` the code under which the term is kept.
    """

    code: str
    name: str
    label: str
    uuid: str
    answered_as: str | None
    stored_as: str
