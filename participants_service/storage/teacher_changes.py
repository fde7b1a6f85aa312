"""Writing people: what differs from what was loaded, and nothing else, many people at a time."""

from collections.abc import Collection, Mapping, Sequence

from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.storage.teacher_rows import (
    INDUCTION_PERIODS,
    MENTORSHIPS,
    SCHOOL_PERIODS,
    TEACHER_COLUMNS,
    TRAINING_PERIODS,
    Part,
    PartTable,
    Row,
    teacher_row,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "teacher_changes.sql")

Before = Mapping[ParticipantId, Teacher]
After = Collection[Teacher]


async def upsert_teachers(conn: Connection, before: Before, after: After) -> None:
    """Bring the tables from what was loaded of some people to what they are now."""
    rows = [teacher_row(teacher) for teacher in after]
    known = {teacher_row(teacher) for teacher in before.values()}
    changed = [row for row in rows if row not in known]
    if changed:
        await SQL.execute(conn, "upsert_teachers", **_columns(TEACHER_COLUMNS, changed))
    await _move_trns(conn, before, after)
    await _insert_record_ids(conn, [one for one in after if one.id not in before])
    await _write_parts(conn, SCHOOL_PERIODS, before, after)
    await _write_parts(conn, TRAINING_PERIODS, before, after)
    await _write_parts(conn, MENTORSHIPS, before, after)
    await _write_parts(conn, INDUCTION_PERIODS, before, after)
    await _move_induction_ids(conn, before, after)
    await _write_id_changes(conn, before, after)


async def _write_parts(
    conn: Connection, table: PartTable[Part], before: Before, after: After
) -> None:
    written: list[Row] = []
    gone: list[Row] = []
    for teacher in after:
        old = before.get(teacher.id)
        if old is not None and table.parts(old) is table.parts(teacher):
            continue
        old_rows = table.rows(old)
        for part_id, row in table.rows(teacher).items():
            if old_rows.pop(part_id, None) != row:
                written.append(row)
        gone += old_rows.values()
    if gone:
        keys = [row[:2] for row in gone]
        await SQL.execute(conn, f"delete_{table.name}", **_columns(("teacher_id", "id"), keys))
    if written:
        await SQL.execute(conn, f"upsert_{table.name}", **_columns(table.columns, written))


async def _move_trns(conn: Connection, before: Before, after: After) -> None:
    old = {one.trn: one.id for one in before.values() if one.trn is not None}
    new = {one.trn: one.id for one in after if one.trn is not None}
    gone = [trn for trn, owner in old.items() if new.get(trn) != owner]
    come = {trn: owner for trn, owner in new.items() if old.get(trn) != owner}
    if gone:
        await SQL.execute(conn, "delete_trns", trns=gone)
    if come:
        await SQL.execute(conn, "insert_trns", trns=list(come), teacher_ids=list(come.values()))


async def _insert_record_ids(conn: Connection, teachers: Sequence[Teacher]) -> None:
    if teachers:
        await SQL.execute(
            conn,
            "insert_record_ids",
            record_ids=[
                record_id
                for teacher in teachers
                for record_id in (teacher.ect_record_id, teacher.mentor_record_id)
            ],
            teacher_ids=[teacher.id for teacher in teachers for _ in range(2)],
        )


async def _move_induction_ids(conn: Connection, before: Before, after: After) -> None:
    old = {one.id: teacher.id for teacher in before.values() for one in teacher.inductions}
    new = {one.id: teacher.id for teacher in after for one in teacher.inductions}
    gone = [induction_id for induction_id in old if induction_id not in new]
    come = {one: owner for one, owner in new.items() if old.get(one) != owner}
    if gone:
        await SQL.execute(conn, "delete_induction_ids", induction_ids=gone)
    if come:
        await SQL.execute(
            conn,
            "upsert_induction_ids",
            induction_ids=list(come),
            teacher_ids=list(come.values()),
        )


async def _write_id_changes(conn: Connection, before: Before, after: After) -> None:
    old = {row for teacher in before.values() for row in _id_change_rows(teacher)}
    new = {row for teacher in after for row in _id_change_rows(teacher)}
    if gone := old - new:
        keys = [row[:2] for row in gone]
        await SQL.execute(
            conn,
            "delete_id_changes",
            **_columns(("teacher_id", "from_participant_id"), keys),
        )
    if come := new - old:
        columns = ("teacher_id", "from_participant_id", "to_participant_id", "changed_at")
        await SQL.execute(conn, "insert_id_changes", **_columns(columns, list(come)))


def _id_change_rows(teacher: Teacher) -> list[Row]:
    return [
        (teacher.id, change.from_participant_id, change.to_participant_id, change.changed_at)
        for change in teacher.id_changes
    ]


def _columns(names: Sequence[str], rows: Sequence[Row]) -> dict[str, object]:
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
