"""What registering a trainee leaves behind, as bare inserts."""

from collections.abc import Sequence
from string import Template
from uuid import UUID

import asyncpg

from shared.database import Connection
from tests.bench.pgbench import Script

# Every row that registering a trainee inserts, and the column that says whose it is.
_TABLES = {
    "trainees": "trainee_id",
    "placements": "trainee_id",
    "degrees": "trainee_id",
    "trainee_views": "trainee_id",
    "changes": "resource_id",
}
_TEMPLATES = 20
_SELECT = Template("SELECT $columns FROM $table WHERE provider_id = $$1 AND $id = $$2")
_INSERT = Template("INSERT INTO $table ($columns) VALUES $values;")


async def insert_scripts(dsn: str, provider_ids: Sequence[UUID]) -> list[Script]:
    """Write trainees of some providers as transactions that insert the same again and again.

    Every value is a parameter, as it is for whoever has to send it.
    """
    conn = await asyncpg.connect(dsn, server_settings={"search_path": "trainees"})
    try:
        keys = await conn.fetch(
            "SELECT t.provider_id, t.trainee_id FROM trainees AS t JOIN changes AS c "
            "ON c.provider_id = t.provider_id AND c.resource_id = t.trainee_id "
            "WHERE t.provider_id = ANY ($1) AND c.position < 1000000000 "
            # Whoever was corrected since has more rows than a registration leaves.
            "GROUP BY t.provider_id, t.trainee_id HAVING count(*) = 1 "
            "ORDER BY t.trainee_id LIMIT $2",
            provider_ids,
            _TEMPLATES,
        )
        return [await _script(conn, number, key) for number, key in enumerate(keys)]
    finally:
        await conn.close()


async def _script(conn: Connection, number: int, key: asyncpg.Record) -> Script:
    lines = ["\\set number random(1, 1000000000000000)", "BEGIN;"]
    values: dict[str, str] = {}

    def expression(table: str, column: str, value: str | None) -> str:
        if column == _TABLES[table]:
            return "lpad(:number::text, 24, 'x')"
        if (table, column) == ("changes", "position"):
            return "1000000000 + :number::bigint"
        if value is None:
            return "NULL"
        if not value:
            # pgbench knows no variable without a value.
            return "''"
        name = f"v{number}_{len(values)}"
        values[name] = value
        return f":{name}"

    for table, id_column in _TABLES.items():
        columns = await _columns(conn, table)
        selected = ", ".join(f"{column}::text" for column in columns)
        rows = await conn.fetch(
            _SELECT.substitute(table=table, columns=selected, id=id_column),
            key["provider_id"],
            key["trainee_id"],
        )
        inserted = [
            ", ".join(expression(table, *pair) for pair in zip(columns, row, strict=True))
            for row in rows
        ]
        if inserted:
            lines.append(
                _INSERT.substitute(
                    table=table,
                    columns=", ".join(columns),
                    values=", ".join(f"({row})" for row in inserted),
                )
            )
    lines.append("COMMIT;\n")
    return Script(text="\n".join(lines), values=values)


async def _columns(conn: Connection, table: str) -> list[str]:
    rows = await conn.fetch(
        "SELECT attname FROM pg_attribute "
        "WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum",
        table,
    )
    return [row["attname"] for row in rows]
