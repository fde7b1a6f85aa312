#!/bin/sh
# Restore one service's schema, empty as the roles script makes it:
# restore.sh participants|trainees FILE
#
# Where the database is, and who logs in, is said by libpq's variables as for backup.sh. All of it
# happens or nothing does. Journals are restarted with it, because they will count again over
# positions that clients have seen: see "Backup and restore" in docs/operators.md.
set -eu

fail() { echo "restore: $*" >&2; exit 1; }

[ $# -eq 2 ] || fail "usage: restore.sh participants|trainees FILE"
service=$1 file=$2
case $service in participants | trainees) ;; *) fail "there is no service $service" ;; esac
restart=${RESTART_FILE:-$(dirname "$0")/../../shared/changes/sql/restart.sql}
[ -r "$restart" ] || fail "$restart is missing; RESTART_FILE may say where else it is"
pg_restore --list "$file" | grep -q " TABLE DATA $service " \
    || fail "$file is no backup of $service: nothing was restored"

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

held=$(ask --set=service="$service" <<'SQL'
SELECT count(c.oid)
  FROM pg_namespace AS n
  LEFT JOIN pg_class AS c ON c.relnamespace = n.oid
 WHERE n.nspname = :'service'
 GROUP BY n.oid;
SQL
) || fail "nothing was restored"
[ -n "$held" ] || fail "there is no schema $service: run the roles script first"
[ "$held" = 0 ] || fail "the schema $service is not empty: nothing was restored"

# A backup that ends too early ends the input before COMMIT, and then the last word is missing.
said=$(
    {
        echo "BEGIN;"
        if pg_restore --file=- --schema="$service" --no-owner --role="${service}_owner" "$file"; then
            echo "SET LOCAL search_path = $service;"
            cat "$restart"
            echo "COMMIT;"
            printf '%s\n' '\echo restored'
        fi
    } | ask --output=/dev/null
) || said=
[ "$said" = restored ] || fail "nothing was restored"

# Plans go by statistics, and counts within an index by the map of what everybody sees.
ask --set=service="$service" <<'SQL' || fail "restored, but VACUUM (ANALYZE) has to be run by hand"
SELECT format('VACUUM (ANALYZE) %I.%I', schemaname, tablename)
  FROM pg_tables
 WHERE schemaname = :'service'
 ORDER BY tablename
\gexec
SQL
echo "$service is restored. Before it serves: migrate, and views rebuild --check"
