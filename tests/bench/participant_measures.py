"""What lead providers read."""

from collections.abc import Iterator

from tests.bench import participant_reads as reads
from tests.bench.agreement import Sides
from tests.bench.keys import Key
from tests.bench.measures import Measure, Subject, Targets
from tests.bench.participant_data import ParticipantData
from tests.bench.rounds import constant, requests_round, statements_round


def participant_measures(data: ParticipantData, sides: Sides) -> Iterator[Measure]:
    """Yield the reading of one participant, of pages, and of what has changed."""
    for key, title, connections, targets, requests, script in (
        (
            Key.ONE_PARTICIPANT,
            "GET one participant",
            16,
            Targets(of_peer=5),
            reads.one_requests(data),
            reads.one_script(data),
        ),
        (
            Key.PAGE_OF_100,
            "GET a page of 100",
            8,
            Targets(of_peer=20, of_pgbench=0.5),
            reads.page_requests(data, 100),
            reads.page_script(data, 100),
        ),
        (
            Key.PAGE_OF_3000,
            "GET a page of 3,000",
            4,
            Targets(of_peer=40, of_pgbench=0.5),
            reads.page_requests(data, 3_000),
            reads.page_script(data, 3_000),
        ),
    ):
        yield Measure(
            key=key,
            title=title,
            connections=connections,
            targets=targets,
            subjects={
                Subject.OURS: requests_round(sides.ours, requests, connections),
                Subject.PEER: requests_round(sides.peer, requests, connections),
                Subject.PGBENCH: statements_round(
                    data.dsn, constant(script), connections, schema="participants"
                ),
            },
        )
    yield Measure(
        key=Key.UPDATED_SINCE,
        title="GET 100 changed participants",
        connections=8,
        targets=Targets(of_peer=20),
        subjects={
            subject: requests_round(server, reads.poll_requests(data), 8)
            for subject, server in ((Subject.OURS, sides.ours), (Subject.PEER, sides.peer))
        },
    )
