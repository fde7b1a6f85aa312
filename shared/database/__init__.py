"""PostgreSQL: pools, named statements, roles, migrations and the embedded server."""

from shared.database.pool import Connection, Pool, open_pool
from shared.database.sql import Statements, load_statements

__all__ = ["Connection", "Pool", "Statements", "load_statements", "open_pool"]
