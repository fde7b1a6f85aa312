"""The run of the tests says how services reach their databases, and then they do."""

import pytest

from shared.database import Pool
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES, Templates, runtime_pool
from tests.pooler import way_to


@pytest.mark.parametrize("identity", [PARTICIPANTS, TRAINEES], ids=lambda one: one.name)
async def test_a_service_acts_as_its_runtime_role_on_either_way(
    templates: Templates, identity: ServiceIdentity, pytestconfig: pytest.Config
) -> None:
    pooled = pytestconfig.getoption("--through-pgbouncer")
    async with templates.clone(identity) as url, runtime_pool(url, identity) as pool:
        assert way_to(url, identity).pooled is pooled
        row = await pool.fetchrow(
            "SELECT session_user, current_user, current_setting('search_path') AS path"
        )
    assert row is not None
    # A pooler cannot be told to take a role on, so the role itself logs in.
    assert row["session_user"] == (identity.runtime_role if pooled else "postgres")
    assert (row["current_user"], row["path"]) == (identity.runtime_role, identity.schema)


async def test_the_limits_of_the_role_hold_through_a_pooler(
    participants_pool: Pool, pytestconfig: pytest.Config
) -> None:
    row = await participants_pool.fetchrow(
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
        " current_setting('idle_in_transaction_session_timeout')"
    )
    pooled = pytestconfig.getoption("--through-pgbouncer")
    assert tuple(row or ()) == (("30s", "5s", "1min") if pooled else ("0", "0", "0"))
