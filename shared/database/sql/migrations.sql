-- name: select_version
-- The revision at which the schema is.
SELECT version_num
  FROM alembic_version;
