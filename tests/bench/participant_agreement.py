"""What both sides have to answer alike about participants."""

from tests.bench.agreement import Sides
from tests.bench.client import get
from tests.bench.participant_data import ParticipantData
from tests.bench.participant_reads import poll_request


async def check_participants(data: ParticipantData, sides: Sides) -> None:
    """Compare some participants, and two pages of each list and of what has changed in it."""
    requests = [
        get(f"/api/v3/participants/{data.participant_id(number)}", data.token_of(number))
        for number in range(0, data.participants, max(1, data.participants // 50))
    ]
    requests += [
        get(f"/api/v3/participants?page[page]={page}", token)
        for token in data.lead_provider_tokens
        for page in (1, 2)
    ]
    requests += [
        poll_request(data, token, page=page)
        for token in data.lead_provider_tokens
        for page in (1, 2)
    ]
    for request in requests:
        await sides.agree(request)
