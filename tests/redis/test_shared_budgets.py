"""Budgets in a real Redis, with and without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.http.rate_limit.policy import RatePolicy
from shared.http.rate_limit.shared_budgets import SharedBudgets
from shared.metrics import Metrics
from tests.log import Log
from tests.redis.server import RedisServer
from tests.shared.http.rate_limit.spending import TOKEN, Spender, spending

POLICY = RatePolicy(requests=3, seconds=10)
# Long enough for a machine that is busy with other tests.
PATIENT = 20.0


@contextmanager
def spending_in(
    redis: RedisServer, policy: RatePolicy = POLICY, token: UUID = TOKEN
) -> Iterator[Spender]:
    """Spend with budgets of a process of one's own."""
    budgets = SharedBudgets(
        policy, redis.url, name="trainees", metrics=Metrics(), answers_within=PATIENT
    )
    with spending(budgets) as spender:
        spender.token = token
        try:
            yield spender
        finally:
            spender.runner.run(budgets.close())


def test_the_window_moves_with_the_time(redis: RedisServer) -> None:
    log = []
    with spending_in(redis) as spender:
        for pause in (0, 4, 4, 1, 0.9, 0.2, 3.8, 0.2, 0):
            spender.wait(pause)
            standing = spender.spend()
            log.append((standing.is_within, standing.remaining, standing.seconds))
    assert log == [
        (True, 2, 11),
        (True, 1, 7),
        (True, 0, 3),
        (False, 0, 2),
        (False, 0, 1),
        (True, 0, 4),  # at 10.1
        (False, 0, 1),
        (True, 0, 4),  # at 14.1
        (False, 0, 4),
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.builds(RatePolicy, requests=st.integers(1, 5), seconds=st.integers(1, 10)),
    st.lists(st.tuples(st.integers(0, 12_000), st.booleans()), max_size=30),
)
def test_no_window_has_more_than_the_limit_and_who_waits_is_never_refused(
    redis: RedisServer, policy: RatePolicy, steps: list[tuple[int, bool]]
) -> None:
    """Some requests are sent by a client that waits as told, the others whenever they come."""
    # The clock begins anew each time, and the server remembers: nobody comes twice.
    with spending_in(redis, policy, uuid4()) as spender:
        for thousandths, waits in steps:
            spender.wait(thousandths / 1000)
            standing = spender.spend()
            if waits and standing.remaining == 0:
                spender.wait(standing.seconds)
                assert spender.spend().is_within
        assert spender.most_in_a_window() <= policy.requests


async def test_two_processes_share_a_budget(redis: RedisServer) -> None:
    one, other = (
        SharedBudgets(POLICY, redis.url, name="trainees", metrics=Metrics(), answers_within=PATIENT)
        for _ in range(2)
    )
    standings = [await budgets.spend(TOKEN) for budgets in (one, other, one, other, one)]
    assert [standing and standing.is_within for standing in standings] == [
        *[True] * 3,
        *[False] * 2,
    ]
    for budgets in (one, other):
        await budgets.close()


async def test_without_the_server_everything_is_let_through(redis: RedisServer, log: Log) -> None:
    metrics = Metrics()
    budgets = SharedBudgets(
        POLICY,
        redis.url,
        name="trainees",
        metrics=metrics,
        answers_within=PATIENT,
        pause=0.0,
    )
    standings = [await budgets.spend(TOKEN) for _ in range(4)]
    assert [standing and standing.is_within for standing in standings] == [True] * 3 + [False]
    redis.stop()
    assert [await budgets.spend(TOKEN) for _ in range(20)] == [None] * 20
    assert metrics.registry.get_sample_value("rate_limit_unchecked_requests_total") == 20
    assert log.events == ["rate limits are not counted"]
    assert "127.0.0.1" not in log.text
    redis.start()
    back = await budgets.spend(TOKEN)
    assert back is not None
    assert back.remaining == 2
    assert log.events == ["rate limits are not counted", "rate limits are counted again"]
    await budgets.close()


async def test_a_server_that_does_not_answer_is_waited_for_once(redis: RedisServer) -> None:
    budgets = SharedBudgets(
        POLICY, redis.url, name="trainees", metrics=Metrics(), answers_within=1.0, pause=60.0
    )
    redis.say("CLIENT", "PAUSE", "60000", "ALL")
    began = perf_counter()
    assert [await budgets.spend(TOKEN) for _ in range(50)] == [None] * 50
    assert 1.0 <= perf_counter() - began < 10.0
    await budgets.close()


async def test_a_server_that_refuses_the_password_is_like_none(
    redis: RedisServer, log: Log
) -> None:
    redis.say("CONFIG", "SET", "requirepass", "another")
    address = redis.url.replace("//", "//:hidden@")
    budgets = SharedBudgets(
        POLICY, address, name="trainees", metrics=Metrics(), answers_within=PATIENT
    )
    assert await budgets.spend(TOKEN) is None
    assert log.events == ["rate limits are not counted"]
    assert "hidden" not in log.text
    await budgets.close()
