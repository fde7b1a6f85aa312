from typing import Any

import pytest

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService

Record = dict[str, Any]

URN = "Urn is invalid"
NAME = "Name can't be blank"
POSTCODE = "Postcode Enter a valid postcode (for example, BN1 1AA)"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
async def test_what_is_wrong_with_a_placement(
    wexmoor: Api, service: TraineesService, method: str
) -> None:
    trainee = await wexmoor.register(make_data(placements_attributes=[{"name": "Hut"}]))
    trainee_id, placement_id = trainee["trainee_id"], trainee["placements"][0]["placement_id"]
    below = ("placements",) if method == "POST" else ("placements", placement_id)
    table: tuple[tuple[Record, list[str]], ...] = (
        ({"urn": "10432", "name": "Hut"}, [URN]),
        ({"urn": 901001, "name": "Hut"}, [URN]),
        ({"urn": "901001 ", "name": "Hut"}, [URN]),
        ({"urn": "999999", "name": " "}, [NAME]),
        ({"name": "a\x00b"}, ["Name is invalid"]),
        ({"name": "Hut", "postcode": "nowhere"}, [POSTCODE]),
        ({"name": "Hut", "postcode": ["AA9 9ZZ"]}, [POSTCODE]),
        ({"urn": "x", "name": "", "postcode": "x"}, [URN, NAME, POSTCODE]),
        ({"urn": "900010", "postcode": "x"}, [POSTCODE]),
    )
    async with nothing_changes(service):
        for sent, messages in table:
            answer = await wexmoor.send(method, sent, trainee_id, *below)
            assert answer.faults == (422, "UnprocessableEntity", messages), sent


async def test_a_record_holds_a_hundred_placements(wexmoor: Api) -> None:
    placements = {"placements_attributes": [{"urn": "900010"}] * 100}
    trainee = await wexmoor.register(make_data(**placements))
    trainee_id = trainee["trainee_id"]
    full = await wexmoor.send("POST", {"urn": "900010"}, trainee_id, "placements")
    message = "Placements is too long (maximum is 100 placements)"
    assert full.faults == (422, "UnprocessableEntity", [message])
    last = trainee["placements"][-1]["placement_id"]
    assert (await wexmoor.send("PUT", {"name": "x"}, trainee_id, "placements", last)).status == 200
    assert (await wexmoor.remove(trainee_id, "placements", last)).status == 200
    again = await wexmoor.send("POST", {"urn": "900010"}, trainee_id, "placements")
    assert again.status == 201
