"""Two releases of the services: what is installed, and an invented next one with a migration."""

import shutil
from pathlib import Path

_PACKAGES = ("participants_service", "trainees_service", "shared")
_MIGRATION = '''"""What the release after this one needs: invented for the drill."""

from shared.database.migrations import execute_script

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    """Add a column and a table; code that does not know them is not disturbed."""
    execute_script("""
        ALTER TABLE changes ADD COLUMN drill_note text;
        CREATE TABLE drill_notes (
            id   bigint GENERATED ALWAYS AS IDENTITY,
            note text   NOT NULL,
            CONSTRAINT drill_notes_pkey PRIMARY KEY (id)
        );
    """)


def downgrade() -> None:
    """Take both away again."""
    execute_script("""
        DROP TABLE drill_notes;
        ALTER TABLE changes DROP COLUMN drill_note;
    """)
'''


def copy_release(project: Path, folder: Path) -> Path:
    """Copy the services, so that nothing moves under the drill; return the folder."""
    for package in _PACKAGES:
        shutil.copytree(
            project / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return folder


def next_release(current: Path, folder: Path) -> Path:
    """Copy a release and give each service one more migration, which expands."""
    copy_release(current, folder)
    for service in ("participants", "trainees"):
        versions = folder / f"{service}_service" / "migrations" / "versions"
        before = max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py"))
        revision = f"{int(before) + 1:04}"
        text = _MIGRATION.format(revision=revision, before=before)
        (versions / f"{revision}_expand_drill_notes.py").write_text(text)
    return folder
