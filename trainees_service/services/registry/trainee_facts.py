"""Trainees as a transaction's events find and leave them."""

from collections.abc import Iterable, Sequence

from shared.database import Connection
from trainees_service.domain.identifiers import TraineeId
from trainees_service.domain.trainee_reports import TraineeReport, TrnAssigned
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import Undoing
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.life_cycles import update_life_cycles, update_withdrawals_undone
from trainees_service.storage.trainees import lock_trainees_named, select_trainees
from trainees_service.storage.trns import delete_trns, insert_trns, select_trn_holders


class TraineeFacts:
    """The trainees that events name, and the numbers that events give them."""

    def __init__(self) -> None:
        self._loaded: dict[TraineeId, Trainee] = {}
        self._put: dict[TraineeId, Trainee] = {}
        self._trn_holders: dict[str, TraineeId] = {}
        self._undoings: dict[TraineeKey, Undoing] = {}

    async def load(self, conn: Connection, reports: Sequence[TraineeReport]) -> None:
        """Hold and load the trainees, and learn who has the numbers that are to be theirs.

        Who has a number is not held: whoever takes it meanwhile makes writing it an error.
        """
        if not reports:
            return
        keys = await lock_trainees_named(conn, {report.trainee_id for report in reports})
        self._loaded = {one.trainee_id: one for one in await select_trainees(conn, keys)}
        trns = {report.trn for report in reports if isinstance(report, TrnAssigned)}
        if trns:
            self._trn_holders = await select_trn_holders(conn, trns)

    def get(self, trainee_id: TraineeId) -> Trainee | None:
        """Return a trainee as of now, discarded or not; None if nobody has the id."""
        return self._put.get(trainee_id) or self._loaded.get(trainee_id)

    def trn_holder(self, trn: str) -> TraineeId | None:
        """Return who has a number as of now."""
        return self._trn_holders.get(trn)

    def put(self, trainee: Trainee, *, undoing: Undoing | None = None) -> None:
        """Note what has become of a trainee, and how the withdrawal was undone, if it was."""
        self._put[trainee.trainee_id] = trainee
        if trainee.trn is not None and trainee.discarded_at is None:
            self._trn_holders[trainee.trn] = trainee.trainee_id
        elif trainee.trn is not None:
            self._trn_holders.pop(trainee.trn, None)
        if undoing is not None:
            self._undoings[trainee.provider_id, trainee.trainee_id] = undoing

    async def write(self, conn: Connection) -> list[Trainee]:
        """Write what differs, and return who is not as before."""
        changed = [one for key, one in self._put.items() if one != self._loaded[key]]
        # Who was discarded was often registered twice: the number is for the record that stays.
        given_up = _trns_of(one for one in changed if one.discarded_at is not None)
        new_trns = _trns_of(
            one
            for one in changed
            if one.discarded_at is None and self._loaded[one.trainee_id].trn is None
        )
        if given_up:
            await delete_trns(conn, given_up)
        if new_trns:
            await insert_trns(conn, new_trns)
        if self._undoings:
            await update_withdrawals_undone(conn, self._undoings)
        if changed:
            await update_life_cycles(conn, changed)
        return changed


def _trns_of(trainees: Iterable[Trainee]) -> list[tuple[TraineeKey, str]]:
    return [((t.provider_id, t.trainee_id), t.trn) for t in trainees if t.trn is not None]
