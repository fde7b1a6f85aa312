"""What lead providers see of people: as participants, of their transfers, as unfunded mentors."""

from participants_service.storage.view_tables import ViewTable
from shared.database import load_statements

PARTICIPANT_VIEWS = ViewTable(
    "participant",
    load_statements(__package__, "participant_views.sql"),
    columns=("cohorts", "training_statuses", "from_participant_ids"),
)
TRANSFER_VIEWS = ViewTable(
    "participant-transfer", load_statements(__package__, "transfer_views.sql")
)
UNFUNDED_MENTOR_VIEWS = ViewTable(
    "unfunded-mentor", load_statements(__package__, "unfunded_mentor_views.sql")
)
