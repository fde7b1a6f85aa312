"""Where alembic comes in; everything it needs is handed over by the command line."""

from shared.database.migrations import run_environment

run_environment()
