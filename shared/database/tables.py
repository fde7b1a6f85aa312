"""The tables that both services have, each in its own schema."""

CREATE_SHARED_TABLES = """
CREATE TABLE tokens (
    digest       bytea       NOT NULL,
    id           uuid        NOT NULL,
    prefix       text        NOT NULL,
    provider_id  uuid,
    scopes       text[]      NOT NULL,
    description  text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    CONSTRAINT tokens_pkey PRIMARY KEY (digest),
    CONSTRAINT tokens_provider CHECK (provider_id IS NOT NULL OR NOT 'provider' = ANY (scopes))
);
CREATE INDEX tokens_id ON tokens (id);

CREATE SEQUENCE feed_positions;
CREATE TABLE feed_events (
    event_id    uuid        NOT NULL,
    position    bigint      NOT NULL DEFAULT nextval('feed_positions'),
    type        text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    applied_at  timestamptz NOT NULL,
    digest      bytea       NOT NULL,
    data        jsonb       NOT NULL,
    CONSTRAINT feed_events_pkey PRIMARY KEY (event_id)
);
CREATE INDEX feed_events_position ON feed_events (position);

CREATE TABLE journal_heads (
    provider_id uuid        NOT NULL,
    position    bigint      NOT NULL,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT journal_heads_pkey PRIMARY KEY (provider_id)
);

CREATE TABLE changes (
    provider_id uuid        NOT NULL,
    position    bigint      NOT NULL,
    resource    text        NOT NULL,
    resource_id text        NOT NULL,
    op          text        NOT NULL,
    merged_into text,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT changes_pkey PRIMARY KEY (provider_id, position),
    CONSTRAINT changes_op CHECK (op IN ('upsert', 'deleted', 'merged', 'access_ended')),
    CONSTRAINT changes_merged CHECK ((op = 'merged') = (merged_into IS NOT NULL))
);
"""

# Where a record stood in the order of change before its last change: that is how a list that is
# being walked through keeps its order while others write.
ADD_PREVIOUS_MOMENTS = """
ALTER TABLE changes ADD COLUMN previously_changed_at timestamptz;
"""

DROP_PREVIOUS_MOMENTS = """
ALTER TABLE changes DROP COLUMN previously_changed_at;
"""

DROP_SHARED_TABLES = """
DROP TABLE changes;
DROP TABLE journal_heads;
DROP TABLE feed_events;
DROP SEQUENCE feed_positions;
DROP TABLE tokens;
"""
