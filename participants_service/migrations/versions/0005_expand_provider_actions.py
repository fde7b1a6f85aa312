"""What lead providers did with people's training, and what that changed."""

from shared.database.migrations import execute_script

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the record of actions; it outlives whatever becomes of the person."""
    execute_script("""
        CREATE TABLE provider_actions (
            participant_id   uuid        NOT NULL,
            id               uuid        NOT NULL,
            lead_provider_id uuid        NOT NULL,
            action           text        NOT NULL,
            request          jsonb       NOT NULL,
            changes          jsonb       NOT NULL,
            acted_at         timestamptz NOT NULL,
            recorded_at      timestamptz NOT NULL,
            CONSTRAINT provider_actions_pkey PRIMARY KEY (participant_id, id),
            CONSTRAINT provider_actions_lead_provider_fkey
                FOREIGN KEY (lead_provider_id) REFERENCES lead_providers (id),
            CONSTRAINT provider_actions_action_check CHECK (action IN (
                'defer', 'resume', 'withdraw', 'change-schedule'
            ))
        );
        CREATE INDEX provider_actions_lead_provider_idx
            ON provider_actions (lead_provider_id, recorded_at);
    """)


def downgrade() -> None:
    """Drop the table again."""
    execute_script("DROP TABLE provider_actions;")
