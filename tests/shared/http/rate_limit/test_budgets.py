from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.http.rate_limit.budgets import Budgets
from shared.http.rate_limit.memory import MomentsInMemory
from shared.http.rate_limit.policy import RatePolicy
from tests.shared.http.rate_limit.spending import Spender, spending

# From requests in one instant to pauses longer than the window.
PAUSES = st.lists(
    st.one_of(st.just(0.0), st.integers(0, 15_000).map(lambda thousandths: thousandths / 1000)),
    max_size=60,
)
POLICIES = st.builds(RatePolicy, requests=st.integers(1, 6), seconds=st.integers(1, 10))


def budgets(requests: int = 3, seconds: int = 10) -> Budgets:
    return Budgets(RatePolicy(requests=requests, seconds=seconds), MomentsInMemory())


@pytest.fixture
def spender() -> Iterator[Spender]:
    with spending(budgets()) as opened:
        yield opened


def test_the_window_moves_with_the_time(spender: Spender) -> None:
    """Three in ten seconds: each place becomes free ten seconds after it was taken."""
    log = []
    for pause in (0, 4, 4, 1, 0.9, 0.1, 3.9, 0.1, 0):
        spender.wait(pause)
        standing = spender.spend()
        log.append((standing.is_within, standing.remaining, standing.seconds))
    assert log == [
        (True, 2, 11),  # at 0; whoever waits is told whole seconds, and rather one more
        (True, 1, 7),  # at 4
        (True, 0, 3),  # at 8
        (False, 0, 2),  # at 9
        (False, 0, 1),  # at 9.9
        (True, 0, 5),  # at 10, in place of the one at 0
        (False, 0, 1),  # at 13.9
        (True, 0, 5),  # at 14, in place of the one at 4
        (False, 0, 5),  # at 14
    ]


def test_a_refused_request_costs_nothing(spender: Spender) -> None:
    for _ in range(50):
        spender.spend()
    assert len(spender.accepted) == 3
    spender.wait(11)
    assert spender.spend().remaining == 2


def test_every_token_has_a_budget_of_its_own(spender: Spender) -> None:
    while spender.spend().remaining:
        pass
    other = spender.other()
    assert other.spend().remaining == 2
    assert not spender.spend().is_within


def test_what_is_remembered_of_a_token_is_bounded(spender: Spender) -> None:
    storage = MomentsInMemory()
    spender.budgets = Budgets(spender.budgets.policy, storage)
    for _ in range(100):
        spender.spend()
        spender.wait(5)
    assert [len(moments) for moments in storage._moments.values()] == [2]


def test_a_token_that_sends_no_more_is_forgotten(spender: Spender) -> None:
    storage = MomentsInMemory()
    spender.budgets = Budgets(spender.budgets.policy, storage)
    spender.spend()
    spender.wait(61)
    spender.other().spend()
    assert len(storage) == 1


@settings(max_examples=300, deadline=None)
@given(POLICIES, PAUSES)
def test_no_window_ever_has_more_than_the_limit(policy: RatePolicy, pauses: list[float]) -> None:
    with spending(budgets(policy.requests, policy.seconds)) as spender:
        for pause in pauses:
            spender.wait(pause)
            spender.spend()
        assert spender.most_in_a_window() <= policy.requests


@settings(max_examples=300, deadline=None)
@given(POLICIES, PAUSES)
def test_who_waits_as_told_is_never_refused(policy: RatePolicy, pauses: list[float]) -> None:
    with spending(budgets(policy.requests, policy.seconds)) as spender:
        for pause in pauses:
            spender.wait(pause)
            standing = spender.spend()
            assert standing.is_within
            if standing.remaining == 0:
                spender.wait(standing.seconds)


@settings(max_examples=300, deadline=None)
@given(POLICIES, PAUSES)
def test_as_many_as_remain_are_let_through_at_once(policy: RatePolicy, pauses: list[float]) -> None:
    with spending(budgets(policy.requests, policy.seconds)) as spender:
        remaining = policy.requests
        for pause in pauses:
            spender.wait(pause)
            remaining = spender.spend().remaining
        assert [spender.spend().is_within for _ in range(remaining + 1)] == [
            *[True] * remaining,
            False,
        ]


@settings(max_examples=300, deadline=None)
@given(POLICIES, PAUSES)
def test_after_the_seconds_there_is_room_for_one_more(
    policy: RatePolicy, pauses: list[float]
) -> None:
    with spending(budgets(policy.requests, policy.seconds)) as spender:
        for pause in pauses:
            spender.wait(pause)
            before = spender.spend()
            if not before.is_within:
                spender.wait(before.seconds)
                assert spender.spend().is_within
        before = spender.spend()
        spender.wait(before.seconds)
        after = spender.spend()
        assert after.is_within
        assert after.remaining >= before.remaining
