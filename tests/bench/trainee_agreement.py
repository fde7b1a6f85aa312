"""What both sides have to answer alike about trainees, granted or refused."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import orjson

from tests.bench.added_degrees import added_degrees, degree
from tests.bench.agreement import DisagreementError, Sides
from tests.bench.client import post, put
from tests.bench.corrections import corrections
from tests.bench.keys import TRAINEE_LISTS, Key
from tests.bench.trainee_cases import INCOMPLETE, MERGED, REFUSED, Case
from tests.bench.trainee_data import TraineeData, WrittenTrainee
from tests.bench.trainee_reads import list_request
from tests.bench.trainee_writes import PATH, registrations
from trainees_service.demo.payloads import trainee_payloads

# Far from those that are measured, so that none of them repeats one of these.
_START = 20_000_000
_CHECKED = 60
_TRAINEES_EACH = 5
_NOBODY = "1" * 24

# Ids and moments are each side's own.
_OF_CHANGED = frozenset({"updated_at"})
_OF_NEW = frozenset(
    {"trainee_id", "placement_id", "degree_id", "created_at", "updated_at", "submitted_for_trn_at"}
)


async def check_trainees(data: TraineeData, sides: Sides, wants: Callable[[Key], bool]) -> None:
    """Compare the answers to everything that is to be measured."""
    if any(map(wants, TRAINEE_LISTS)):
        await _check_lists(data, sides)
    if wants(Key.REGISTRATION):
        await _check_registrations(data, sides)
    if wants(Key.CORRECTION):
        await _check_corrections(data, sides)
    if wants(Key.DEGREE):
        await _check_degrees(data, sides)


async def _check_lists(data: TraineeData, sides: Sides) -> None:
    for token in data.reading_tokens:
        for page, size in ((1, 50), (2, 50), (1, 1_000)):
            await sides.agree(list_request(data, token, page=page, size=size))
    token = data.reading_tokens[0]
    await sides.agree(list_request(data, token, page=1_000_000, size=50), status=404)


async def _check_registrations(data: TraineeData, sides: Sides) -> None:
    payloads = trainee_payloads(_CHECKED, today=datetime.now(UTC).date(), first=_START)
    for request in registrations(data.writing_tokens, payloads):
        await sides.agree(request, status=201, own=_OF_NEW)
        await sides.agree(request, status=409, own=_OF_NEW)


async def _check_corrections(data: TraineeData, sides: Sides) -> None:
    for request in islice(corrections(data.corrected, first=_START), _CHECKED):
        changed = await sides.agree(request, own=_OF_CHANGED)
        if changed != await sides.agree(request, own=_OF_CHANGED):
            raise DisagreementError(f"what changes nothing is a change: {request.decode()}")
        if any(body["data"]["updated_at"] == body["data"]["created_at"] for body in changed):
            raise DisagreementError(f"the correction changes nothing: {request.decode()}")
    for trainee, said in _cases(data.corrected, MERGED):
        await sides.agree(_correction(trainee, said), own=_OF_CHANGED)
    for trainee, said in _cases(data.corrected, REFUSED):
        await sides.agree(_correction(trainee, said), status=422)
    await _check_strangers(data, sides, lambda trainee: _correction(trainee, {"email": "a@b.co"}))


async def _check_degrees(data: TraineeData, sides: Sides) -> None:
    for request in islice(added_degrees(data.extended), _CHECKED):
        await sides.agree(request, status=201, own=_OF_NEW)
        await sides.agree(request, status=409, own=_OF_NEW)
    added = degree(0, turn=0, today=datetime.now(UTC).date())
    holder = data.extended[0]
    for name in added:
        rest = {other: value for other, value in added.items() if other != name}
        await sides.agree(_degree(holder, rest), status=409, own=_OF_NEW)
    for trainee, said in _cases(data.extended, INCOMPLETE):
        await sides.agree(_degree(trainee, said), status=422)
    # The record shows them in their order.
    await sides.agree(_correction(holder, {"course_year": "3"}), own=_OF_NEW)
    await _check_strangers(data, sides, lambda trainee: _degree(trainee, added))


async def _check_strangers(
    data: TraineeData, sides: Sides, request: Callable[[WrittenTrainee], bytes]
) -> None:
    """Compare the answers about nobody, and about a trainee of another provider."""
    known = data.written[0]
    stranger = next(token for token in data.writing_tokens if token != known.token)
    for trainee in (
        WrittenTrainee(trainee_id=_NOBODY, token=known.token),
        WrittenTrainee(trainee_id=known.trainee_id, token=stranger),
    ):
        await sides.agree(request(trainee), status=404)


def _cases(
    trainees: Sequence[WrittenTrainee], cases: Sequence[Case]
) -> Iterator[tuple[WrittenTrainee, Case]]:
    """Yield each case with some trainees, who meet different cases before it."""
    for number, case in enumerate(cases):
        for trainee in trainees[number : number + _TRAINEES_EACH]:
            yield trainee, case


def _correction(trainee: WrittenTrainee, data: Case) -> bytes:
    return put(f"{PATH}/{trainee.trainee_id}", trainee.token, orjson.dumps({"data": data}))


def _degree(trainee: WrittenTrainee, data: Case) -> bytes:
    body = orjson.dumps({"data": data})
    return post(f"{PATH}/{trainee.trainee_id}/degrees", trainee.token, body)
