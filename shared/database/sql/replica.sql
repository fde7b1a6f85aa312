-- name: select_written
-- Asked of the primary: how far its journal of writes is safe on disc, in bytes since it began.
SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint;

-- name: select_replayed
-- Asked of the replica: whether it still is one, and how far it has come in that journal.
SELECT pg_is_in_recovery() AS is_replica,
       coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint, 0) AS replayed;
