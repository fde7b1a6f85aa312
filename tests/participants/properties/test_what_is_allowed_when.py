"""What is allowed when, as lead providers are told and as it then turns out, state by state."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.participants.acting import TODAY, TOMORROW, YESTERDAY
from tests.participants.api import Api
from tests.participants.conftest import NOON
from tests.participants.handlers.test_actions import act, refusals
from tests.participants.people import FENBROOK, OTTERBURN, SALTMARSH, known
from tests.participants.properties.verdicts import (
    ACTIONS,
    CHANGE,
    CHANGES,
    DEFER,
    ECT,
    MENTOR,
    RESUME,
    WITHDRAW,
    ask,
    carry_out,
    do,
    hold_to_it,
    read,
)
from tests.participants.registry import Registry, ect, event, mentor, partnership

Event = dict[str, Any]

EARLIER = "2025-10-01"
STANDARD_APRIL = {"schedule_identifier": "ecf-standard-april"}


def leaving(name: str, day: str) -> Event:
    return _event(
        "participant.leaving_reported",
        participant_id=known(name),
        role="ect",
        school_urn=FENBROOK.urn,
        leaving_on=day,
    )


def passed(name: str) -> Event:
    return _event(
        "induction.put",
        induction_id=known(f"induction of {name}"),
        participant_id=known(name),
        appropriate_body="Fenland Teaching Hub",
        started_on="2025-09-01",
        finished_on=EARLIER,
        outcome="pass",
    )


def no_longer_funded(name: str) -> Event:
    return _event(
        "mentor_funding.ended",
        participant_id=known(name),
        ended_on=EARLIER,
        reason="started_not_completed",
    )


def elsewhere(name: str, **members: Any) -> Event:
    return ect(
        name,
        at=f"{YESTERDAY}T09:00:00Z",
        school_urn=SALTMARSH.urn,
        lead_provider_id=OTTERBURN,
        **members,
    )


def _event(kind: str, **data: Any) -> Event:
    return event(kind, f"{YESTERDAY}T09:00:00Z", **data)


class State(NamedTuple):
    """What is said of somebody, what Larkfield does on which day, and what it then may do."""

    facts: list[Callable[..., Event]]
    # What the last of the facts says.
    members: dict[str, str]
    deeds: list[tuple[str, str]]
    allowed: set[str]


STATES = {
    "joining": State([ect], {"started_on": TOMORROW}, [], {CHANGE}),
    "active since yesterday": State(
        [ect], {"started_on": YESTERDAY}, [], {DEFER, WITHDRAW, CHANGE}
    ),
    "active since today": State([ect], {"started_on": TODAY}, [], {CHANGE}),
    "leaving": State([ect, leaving], {"day": TOMORROW}, [], {DEFER, WITHDRAW, CHANGE}),
    "on the last day": State([ect, leaving], {"day": TODAY}, [], {DEFER, WITHDRAW, CHANGE}),
    "left": State([ect, leaving], {"day": YESTERDAY}, [], {DEFER, WITHDRAW}),
    "completed": State([ect, passed], {}, [], {DEFER, WITHDRAW, CHANGE}),
    "a mentor": State([mentor], {}, [], {DEFER, WITHDRAW, CHANGE}),
    "a mentor who completed": State([mentor, no_longer_funded], {}, [], {DEFER, WITHDRAW}),
    "deferred": State([ect], {}, [(DEFER, EARLIER)], {RESUME, WITHDRAW}),
    "deferred today": State([ect], {}, [(DEFER, TODAY)], {WITHDRAW}),
    "withdrawn": State([ect], {}, [(WITHDRAW, EARLIER)], {RESUME}),
    "withdrawn today": State([ect], {}, [(WITHDRAW, TODAY)], set()),
    "deferred and withdrawn": State([ect], {}, [(DEFER, EARLIER), (WITHDRAW, YESTERDAY)], {RESUME}),
    "deferred and gone": State([ect, leaving], {"day": YESTERDAY}, [(DEFER, EARLIER)], {WITHDRAW}),
    "resumed today": State([ect], {}, [(DEFER, EARLIER), (RESUME, TODAY)], {CHANGE}),
    "on another schedule since today": State([ect], {}, [(CHANGE, TODAY)], {CHANGE}),
    "on another schedule": State([ect], {}, [(CHANGE, YESTERDAY)], {DEFER, WITHDRAW, CHANGE}),
    "due elsewhere": State([ect, elsewhere], {"started_on": TOMORROW}, [], {DEFER, WITHDRAW}),
}


@pytest.mark.parametrize("state", STATES)
async def test_what_is_told_and_what_is_done_are_what_the_table_says(
    registry: Registry, larkfield: Api, state: str
) -> None:
    facts, members, deeds, allowed = STATES[state]
    # One for each action, all in the same state.
    people = {action: f"Somebody For {action}" for action in ACTIONS}
    await registry.apply(
        *(partnership(cohort=cohort) for cohort in (2024, 2025)),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn),
    )
    course = MENTOR if mentor in facts else ECT
    for name in people.values():
        *before, last = facts
        await registry.apply(*(fact(name) for fact in before), last(name, **members))
        for action, day in deeds:
            then = larkfield.at(f"{day}T09:00:00Z")
            wish = STANDARD_APRIL if action == CHANGE else {"reason": "other"}
            assert (await act(then, action, known(name), **wish)).status == 200
    for action, name in people.items():
        found = {one.action: one for one in read(await ask(larkfield, known(name)))}
        assert {one.action for one in found.values() if one.allowed} == allowed
        verdict = found[action]
        assert verdict.course == course
        if action in allowed:
            await carry_out(larkfield, known(name), verdict, verdict.wishes[-1])
        elif action == CHANGE:
            answers = [
                refusals(await do(larkfield, known(name), verdict, change)) for change in CHANGES
            ]
            # Told is what stands in the way of what is closest to passing.
            assert verdict.reasons in answers
            assert min(map(len, answers)) == len(verdict.reasons)
        else:
            wish = {"reason": "other"}
            assert refusals(await do(larkfield, known(name), verdict, wish)) == verdict.reasons
    await hold_to_it(larkfield, known(people[CHANGE]), NOON.date(), changes=CHANGES[::9])
