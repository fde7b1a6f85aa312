"""The numbers of the teacher record system, and whose they are."""

from collections.abc import Collection, Sequence

from shared.database import Connection, load_statements
from trainees_service.domain.identifiers import TraineeId
from trainees_service.storage.keys import TraineeKey, key_columns, key_of

SQL = load_statements(__package__, "trns.sql")


async def select_trn_holders(conn: Connection, trns: Collection[str]) -> dict[str, TraineeId]:
    """Return who has these numbers, as far as anybody has."""
    rows = await SQL.fetch(conn, "select_trn_holders", trns=list(trns))
    return {row["trn"]: TraineeId(row["trainee_id"]) for row in rows}


async def insert_trns(conn: Connection, trns: Sequence[tuple[TraineeKey, str]]) -> None:
    """Note whose these numbers are.

    Raises asyncpg's IntegrityConstraintViolationError if somebody was faster to take one of them.
    """
    await SQL.execute(
        conn,
        "insert_trns",
        trns=[trn for _, trn in trns],
        **key_columns([key for key, _ in trns]),
    )


async def delete_trns(conn: Connection, trns: Sequence[tuple[TraineeKey, str]]) -> None:
    """Let these trainees' numbers be anybody's again."""
    await SQL.execute(
        conn,
        "delete_trns",
        trns=[trn for _, trn in trns],
        **key_columns([key for key, _ in trns]),
    )


async def insert_free_trns(
    conn: Connection, trns: Sequence[tuple[TraineeKey, str]]
) -> dict[TraineeKey, str]:
    """Take numbers for trainees and return those that were free."""
    rows = await SQL.fetch(
        conn,
        "insert_free_trns",
        trns=[trn for _, trn in trns],
        **key_columns([key for key, _ in trns]),
    )
    return {key_of(row): row["trn"] for row in rows}
