import pytest

from shared.database import Pool
from shared.database.sql import parse_statements

TEXT = """
-- name: select_things
-- Everything that is called :not_a_parameter.
SELECT id, 'a literal :too' AS note, at::timestamptz
  FROM things
 WHERE owner = :owner -- why not :this
   AND (:kinds::text[] IS NULL OR kind = ANY (:kinds))
   AND made < :now - interval '1 minute';

-- name: select_one
SELECT 1;
"""


def test_names_become_numbers_in_order_of_appearance() -> None:
    statement = parse_statements(TEXT)["select_things"]
    assert statement.parameters == ("owner", "kinds", "now")
    assert "owner = $1" in statement.text
    assert "($2::text[] IS NULL OR kind = ANY ($2))" in statement.text
    assert "'a literal :too'" in statement.text
    assert ":this" not in statement.text


def test_arguments_come_in_the_order_of_the_numbers() -> None:
    statement = parse_statements(TEXT)["select_things"]
    assert statement.arguments({"now": 3, "kinds": 2, "owner": 1}) == [1, 2, 3]


@pytest.mark.parametrize("values", [{}, {"owner": 1}, {"owner": 1, "kinds": 2, "now": 3, "x": 4}])
def test_a_missing_or_odd_name_is_an_error(values: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="select_things takes"):
        parse_statements(TEXT)["select_things"].arguments(values)


def test_a_name_stands_for_one_statement() -> None:
    with pytest.raises(ValueError, match="same name"):
        parse_statements("-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;")


async def test_a_statement_runs(participants_pool: Pool) -> None:
    statements = parse_statements("-- name: double\nSELECT :n::int * 2, :n::int;")
    async with participants_pool.acquire() as conn:
        assert await statements.fetchval(conn, "double", n=21) == 42
