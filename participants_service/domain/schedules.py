"""Training schedules: the twelve identifiers and whom they suit."""

from datetime import date
from enum import StrEnum


class ScheduleKind(StrEnum):
    """How long, and in whose stead, somebody trains."""

    STANDARD = "standard"
    EXTENDED = "extended"
    REDUCED = "reduced"
    REPLACEMENT = "replacement"


class Term(StrEnum):
    """The time of year in which a schedule starts."""

    JANUARY = "january"
    APRIL = "april"
    SEPTEMBER = "september"


class ScheduleIdentifier(StrEnum):
    """A kind of schedule and the term in which it starts."""

    STANDARD_JANUARY = "ecf-standard-january"
    STANDARD_APRIL = "ecf-standard-april"
    STANDARD_SEPTEMBER = "ecf-standard-september"
    EXTENDED_JANUARY = "ecf-extended-january"
    EXTENDED_APRIL = "ecf-extended-april"
    EXTENDED_SEPTEMBER = "ecf-extended-september"
    REDUCED_JANUARY = "ecf-reduced-january"
    REDUCED_APRIL = "ecf-reduced-april"
    REDUCED_SEPTEMBER = "ecf-reduced-september"
    REPLACEMENT_JANUARY = "ecf-replacement-january"
    REPLACEMENT_APRIL = "ecf-replacement-april"
    REPLACEMENT_SEPTEMBER = "ecf-replacement-september"

    @property
    def kind(self) -> ScheduleKind:
        """The kind that the identifier names."""
        return ScheduleKind(self.value.split("-")[1])

    @property
    def term(self) -> Term:
        """The term that the identifier names."""
        return Term(self.value.split("-")[2])


def schedule_of(kind: ScheduleKind, term: Term) -> ScheduleIdentifier:
    """Return the schedule of a kind that starts in a term."""
    return ScheduleIdentifier(f"ecf-{kind}-{term}")


def term_of(day: date) -> Term:
    """Return the term to which a day belongs: June, November and March begin one."""
    if 3 <= day.month <= 5:
        return Term.APRIL
    return Term.SEPTEMBER if 6 <= day.month <= 10 else Term.JANUARY
