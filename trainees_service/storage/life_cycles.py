"""What becomes of trainees without their providers' doing."""

from collections.abc import Collection, Mapping

from shared.database import Connection, load_statements
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import Undoing
from trainees_service.storage.keys import TraineeKey, key_columns

SQL = load_statements(__package__, "life_cycles.sql")


async def update_life_cycles(conn: Connection, trainees: Collection[Trainee]) -> None:
    """Store where these trainees stand; whoever calls this holds them."""
    await SQL.execute(
        conn,
        "update_life_cycles",
        **key_columns([(t.provider_id, t.trainee_id) for t in trainees]),
        states=[t.state.value for t in trainees],
        trns=[t.trn for t in trainees],
        slug_sent_to_dqt_at=[t.slug_sent_to_dqt_at for t in trainees],
        itt_end_dates=[t.itt_end_date for t in trainees],
        reinstate_dates=[t.reinstate_date for t in trainees],
        awarded_at=[t.awarded_at for t in trainees],
        discarded_at=[t.discarded_at for t in trainees],
    )


async def update_withdrawals_undone(
    conn: Connection, undoings: Mapping[TraineeKey, Undoing]
) -> None:
    """End the withdrawals that hold of these trainees, and keep them on record."""
    await SQL.execute(
        conn,
        "update_withdrawals_undone",
        **key_columns(undoings),
        undone_at=[undoing.at for undoing in undoings.values()],
        comments=[undoing.comment for undoing in undoings.values()],
    )
