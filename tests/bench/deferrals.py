"""PUT …/defer: each time of another participant, on either side."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from uuid import UUID

import asyncpg
import orjson

from tests.bench.agreement import Sides
from tests.bench.client import put
from tests.bench.keys import Key
from tests.bench.measures import Measure, Subject, Targets
from tests.bench.participant_data import ParticipantData
from tests.bench.rounds import writes_round
from tests.bench.write_requests import WriteRequests

_WRITERS = 16
_CHECKED = 20
_NOBODY = UUID(int=1)
_REASONS = ("bereavement", "long-term-sickness", "parental-leave", "career-break", "other")
_GRANTED = {"course_identifier": "ecf-induction", "reason": "career-break"}
# Refused, each for reasons of its own.
_REFUSED: Sequence[Mapping[str, str | None]] = (
    {**_GRANTED, "reason": "boredom"},
    {**_GRANTED, "reason": " "},
    {**_GRANTED, "course_identifier": "ecf-mentor"},
    {"course_identifier": "nothing", "reason": None},
    {"reason": "other"},
)
# Moments are each side's own.
_OWN = frozenset({"updated_at", "date"})


async def check_deferrals(data: ParticipantData, sides: Sides) -> None:
    """Compare what both sides answer, granted or refused, about the first participants."""
    for number in range(_CHECKED):
        participant_id = data.participant_id(number)
        request = deferral(participant_id, data.token_of(number), _granted(number))
        for attributes in _REFUSED:
            refused = deferral(participant_id, data.token_of(number), attributes)
            await sides.agree(refused, status=422)
        await sides.agree(request, own=_OWN, between=partial(_resume, data.dsn, participant_id))
        await sides.agree(request, status=422)
    for participant_id in (_NOBODY, data.participant_id(1)):
        await sides.agree(deferral(participant_id, data.token_of(0), _GRANTED), status=404)


def deferral_measure(data: ParticipantData, sides: Sides) -> Measure:
    """Return the measure; both take participants out of the first half, each one once."""
    requests = _deferrals(data)
    return Measure(
        key=Key.DEFERRAL,
        title="PUT a deferral",
        connections=_WRITERS,
        targets=Targets(of_peer=3),
        subjects={
            subject: writes_round(server, WriteRequests(requests), _WRITERS, expected_status=200)
            for subject, server in ((Subject.OURS, sides.ours), (Subject.PEER, sides.peer))
        },
    )


def _deferrals(data: ParticipantData) -> Iterator[bytes]:
    people = islice(data.participant_ids(_CHECKED), data.half - _CHECKED)
    for number, participant_id in enumerate(people, _CHECKED):
        yield deferral(participant_id, data.token_of(number), _granted(number))


def deferral(participant_id: UUID, token: str, attributes: Mapping[str, str | None]) -> bytes:
    """Return a request to defer somebody."""
    body = {"data": {"type": "participant-defer", "attributes": attributes}}
    return put(f"/api/v3/participants/{participant_id}/defer", token, orjson.dumps(body))


def _granted(number: int) -> Mapping[str, str | None]:
    return {**_GRANTED, "reason": _REASONS[number % len(_REASONS)]}


async def _resume(dsn: str, participant_id: UUID) -> None:
    """Take a deferral back, so that the other side can be asked for the same."""
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(
            "UPDATE participants.training_periods "
            "SET finished_on = NULL, deferred_at = NULL, deferral_reason = NULL "
            "WHERE teacher_id = $1",
            participant_id,
        )
    finally:
        await conn.close()
