"""What a lead provider is told that it may do with somebody, held against what it then may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from participants_service.domain.schedules import ScheduleIdentifier
from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Answer, Api
from tests.participants.handlers.test_actions import act, refusals
from tests.participants.refusals import NOT_A_MENTOR, OTHER_COURSE, Told

ECT, MENTOR = "ecf-induction", "ecf-mentor"
DEFER, RESUME, WITHDRAW, CHANGE = "defer", "resume", "withdraw", "change-schedule"
ACTIONS = (DEFER, RESUME, WITHDRAW, CHANGE)

Attributes: TypeAlias = Mapping[str, str]

# Every change of schedule that there is; one without a cohort is within the present one.
CHANGES: list[Attributes] = [
    {"schedule_identifier": schedule.value, **cohort}
    for cohort in ({}, *({"cohort": str(year)} for year in range(2021, 2027)))
    for schedule in ScheduleIdentifier
]
MENTORS_REASON = {"reason": "mentor-no-longer-being-mentor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What would be answered to an action with one enrolment."""

    course: str
    action: str
    allowed: bool
    reasons: list[Told]
    available_from: date | None
    # What to ask for, each of which is to pass if the action is allowed.
    wishes: list[Attributes] = field(default_factory=list)


def read(answer: Answer) -> list[Verdict]:
    """Return what is said of every action with every enrolment."""
    assert answer.status == 200, answer
    return [
        Verdict(
            course=enrolment["course_identifier"],
            action=said["action"],
            allowed=said["allowed"],
            reasons=[(reason["title"], reason["detail"]) for reason in said["reasons"]],
            available_from=said["available_from"] and date.fromisoformat(said["available_from"]),
            wishes=[*_wishes(said)],
        )
        for enrolment in answer.body["data"]["attributes"]["enrolments"]
        for said in enrolment["actions"]
    ]


def _wishes(said: Mapping[str, Any]) -> Iterator[Attributes]:
    if said["action"] == RESUME:
        yield {}
    for reason in said["reason_values"]:
        yield {"reason": reason}
    for target in said["schedules"]:
        for schedule in target["schedule_identifiers"]:
            yield {"schedule_identifier": schedule, "cohort": target["cohort"]}


async def ask(api: Api, person: UUID) -> Answer:
    """Ask what may be done with somebody."""
    return await api.call("GET", f"{PARTICIPANTS_PATH}/{person}/available-actions")


async def do(api: Api, person: UUID, verdict: Verdict, wish: Attributes) -> Answer:
    """Ask for an action."""
    return await act(api, verdict.action, person, course_identifier=verdict.course, **wish)


async def carry_out(api: Api, person: UUID, verdict: Verdict, wish: Attributes) -> None:
    """Do what is allowed; the answer is what a GET says next."""
    answer = await do(api, person, verdict, wish)
    assert answer.status == 200, (verdict, wish, answer)
    seen = await api.call("GET", f"{PARTICIPANTS_PATH}/{person}")
    assert answer.body == seen.body


async def hold_to_it(
    api: Api, person: UUID, today: date, *, changes: list[Attributes]
) -> list[Verdict]:
    """Ask for everything that is not allowed, and see it refused with the reasons given.

    Of changes of schedule, which are many, those are tried that are given here. What is allowed
    is left to the caller, for whom everything is as before.
    """
    answer = await ask(api, person)
    if answer.status == 404:
        assert answer.problem == NOT_FOUND
        for action in ACTIONS:
            assert (await act(api, action, person, **CHANGES[0])).problem == NOT_FOUND
        return []
    verdicts = read(answer)
    courses = {verdict.course for verdict in verdicts}
    assert [*map(_subject, verdicts)] == [
        (course, action) for course in (ECT, MENTOR) if course in courses for action in ACTIONS
    ]
    for course in {ECT, MENTOR} - courses:
        assert OTHER_COURSE in refusals(await act(api, RESUME, person, course_identifier=course))
    for verdict in verdicts:
        await _hold_to(api, person, verdict, changes)
        await _hold_to_the_day(api, person, verdict, today)
    assert (await ask(api, person)).body == answer.body
    return verdicts


def _subject(verdict: Verdict) -> tuple[str, str]:
    return verdict.course, verdict.action


async def _hold_to(api: Api, person: UUID, verdict: Verdict, changes: list[Attributes]) -> None:
    assert verdict.allowed is not bool(verdict.reasons)
    if verdict.action == CHANGE:
        assert verdict.allowed is bool(verdict.wishes)
        for change in changes:
            if "cohort" in change and change not in verdict.wishes:
                found = refusals(await do(api, person, verdict, change))
                assert len(found) >= len(verdict.reasons)
        return
    assert verdict.wishes
    if not verdict.allowed:
        for wish in verdict.wishes[-1:]:
            assert refusals(await do(api, person, verdict, wish)) == verdict.reasons
    elif verdict.action == WITHDRAW:
        assert (MENTORS_REASON in verdict.wishes) is (verdict.course == MENTOR)
        if verdict.course == ECT:
            assert refusals(await do(api, person, verdict, MENTORS_REASON)) == [NOT_A_MENTOR]


async def _hold_to_the_day(api: Api, person: UUID, verdict: Verdict, today: date) -> None:
    """Ask on other days, as if nothing else had happened until then."""
    day = verdict.available_from
    if day is None:
        if not verdict.allowed:
            for days in (1, 100):
                assert not (await _on(api, person, verdict, today + timedelta(days))).allowed
        return
    assert not verdict.allowed
    assert day > today
    assert (await _on(api, person, verdict, day)).allowed
    for earlier in {day - timedelta(1), today + (day - today) // 2} - {today}:
        assert not (await _on(api, person, verdict, earlier)).allowed
        for wish in verdict.wishes[:1]:
            refusals(await do(api.at(_noon(earlier)), person, verdict, wish))


async def _on(api: Api, person: UUID, verdict: Verdict, day: date) -> Verdict:
    found = read(await ask(api.at(_noon(day)), person))
    return next(one for one in found if _subject(one) == _subject(verdict))


def _noon(day: date) -> str:
    return f"{day}T12:00:00Z"
