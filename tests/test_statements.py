"""Every SQL statement of the project prepares on the migrated database, as the runtime role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.database.sql import Statement, parse_statements
from tests.conftest import PARTICIPANTS, TRAINEES, Templates, runtime_pool

_OF_SERVICE = {"participants_service": [PARTICIPANTS], "trainees_service": [TRAINEES]}
_NO_STATEMENTS = {"roles.sql"}


def files() -> Iterator[Path]:
    for package in ("participants_service", "trainees_service", "shared"):
        for path in sorted(Path(package).rglob("sql/*.sql")):
            if path.name not in _NO_STATEMENTS:
                yield path


@pytest.mark.parametrize("path", list(files()), ids=str)
async def test_statements_prepare(path: Path, templates: Templates) -> None:
    statements: list[Statement] = list(parse_statements(path.read_text()))
    assert statements
    for identity in _OF_SERVICE.get(path.parts[0], [PARTICIPANTS, TRAINEES]):
        async with templates.clone(identity) as url, runtime_pool(url, identity) as pool:
            for statement in statements:
                async with pool.acquire() as conn:
                    prepared = await conn.prepare(statement.text)
                    assert len(prepared.get_parameters()) == len(statement.parameters)
