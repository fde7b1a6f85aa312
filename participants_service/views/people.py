"""People with whatever else their views are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from participants_service.domain.assignments import Assignment, assignments_of
from participants_service.domain.stays import stays
from participants_service.domain.teachers import ParticipantId, Role, Teacher
from participants_service.domain.transfers import moves_of
from participants_service.domain.uplifts import Facts
from participants_service.storage.cohorts import select_cohorts
from participants_service.storage.lead_providers import select_lead_providers
from participants_service.storage.mentors import (
    lock_mentors,
    select_mentees,
    select_mentors_among,
)
from participants_service.storage.teachers import select_teachers
from participants_service.storage.uplifts import select_uplifts
from shared.database import Connection

Assigned = Mapping[ParticipantId, Sequence[Assignment]]
"""By mentor: to whom and how they are assigned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, what is known beside them, and as whose mentor they are, were or will be shown."""

    teacher: Teacher
    facts: Facts
    assignments: Sequence[Assignment] = ()


async def load_facts(conn: Connection, teachers: Collection[Teacher]) -> Facts:
    """Load what building the views of these people needs beside the people themselves."""
    urns = {period.school.urn for teacher in teachers for period in teacher.school_periods}
    names = {}
    if any(moves_of(teacher) for teacher in teachers):
        names = {one.id: one.name for one in (await select_lead_providers(conn)).values()}
    return Facts(
        cohorts=await select_cohorts(conn),
        uplifts=await select_uplifts(conn, urns) if urns else {},
        lead_provider_names=names,
    )


async def load_people(conn: Connection, ids: Collection[ParticipantId]) -> list[Person]:
    """Load these people with whatever their views are made of; who is unknown is left out."""
    teachers = await select_teachers(conn, ids)
    facts = await load_facts(conn, teachers.values())
    mentees = await select_mentees(conn, ids)
    assigned = assigned_to((await select_teachers(conn, mentees)).values()) if mentees else {}
    return [
        Person(teacher=teacher, facts=facts, assignments=assigned.get(teacher.id, ()))
        for teacher in teachers.values()
    ]


async def hold_mentors(
    conn: Connection,
    ids: Collection[ParticipantId],
    *,
    reassigned: Collection[ParticipantId] = (),
) -> set[ParticipantId]:
    """Hold whoever of these people is a mentor, and mentors reassigned; return all of them.

    The caller holds these people. Somebody without a mentee cannot get one meanwhile, since they
    would have to be held for that.
    """
    mentors = (await select_mentors_among(conn, ids) if ids else set()).union(reassigned)
    if mentors:
        await lock_mentors(conn, mentors)
    return mentors


async def load_changed(
    conn: Connection,
    teachers: Collection[Teacher],
    mentors: Collection[ParticipantId],
    *,
    facts: Facts,
) -> tuple[list[Person], list[Person]]:
    """Return these people, and then the mentors who are not among them.

    Whoever of them is a mentor is held first: other transactions may be changing other mentees.
    """
    as_mentors = [one.id for one in teachers if any(stays(one, Role.MENTOR))]
    held = await hold_mentors(conn, as_mentors, reassigned=mentors)
    if not held:
        return [Person(teacher=teacher, facts=facts) for teacher in teachers], []
    mentees = await select_mentees(conn, held)
    known = {teacher.id: teacher for teacher in teachers}
    others = set(mentors) - known.keys()
    missing = (mentees | others) - known.keys()
    if missing:
        known |= await select_teachers(conn, missing)
    assigned = assigned_to(known[mentee_id] for mentee_id in mentees)

    def person(teacher: Teacher) -> Person:
        return Person(teacher=teacher, facts=facts, assignments=assigned.get(teacher.id, ()))

    return [person(one) for one in teachers], [person(known[one]) for one in others]


def assigned_to(mentees: Iterable[Teacher]) -> Assigned:
    """Return everybody's assignments by their mentors."""
    assigned: defaultdict[ParticipantId, list[Assignment]] = defaultdict(list)
    for mentee in mentees:
        for assignment in assignments_of(mentee):
            assigned[assignment.mentor_id].append(assignment)
    return assigned
