"""Comparing a stored view with what it should be: what operators ask for when somebody doubts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.views.drafts import ViewDraft, ViewKey


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredView:
    """Everything that is stored of a view."""

    key: ViewKey
    body: bytes
    digest: bytes
    created_at: datetime
    updated_at: datetime
    flips_on: date | None
    columns: Mapping[str, object]


class Fault(StrEnum):
    """What is wrong with a stored view."""

    MISSING = "missing"
    UNEXPECTED = "unexpected"
    BODY = "body differs"
    COLUMNS = "columns differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stored view that is not what it should be."""

    key: ViewKey
    fault: Fault
    expected: ViewDraft | None
    # Named where a service keeps views of several resources.
    resource: str | None = None

    def __str__(self) -> str:
        provider_id, record_id = self.key
        record = record_id if self.resource is None else f"{self.resource} {record_id}"
        return f"{self.fault.value}: {record} for {provider_id}"


def fault_of(
    view: StoredView | None, draft: ViewDraft, render_moment: Callable[[datetime], str]
) -> Fault | None:
    """Return what is wrong with a view that should be as drafted, byte for byte."""
    if view is None:
        return Fault.MISSING
    stamped = draft.stamped(render_moment(view.updated_at))
    if view.digest != draft.digest or view.body != stamped:
        return Fault.BODY
    stored = (view.created_at, view.flips_on, view.columns)
    if stored != (draft.created_at, draft.flips_on, draft.columns):
        return Fault.COLUMNS
    return None
