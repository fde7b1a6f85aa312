#!/bin/sh
# Back up one service's schema:  backup.sh participants|trainees FILE
#
# Where the database is, and who logs in, is said by libpq's variables (PGHOST, PGUSER, PGDATABASE,
# PGPASSFILE …), never by an argument, which anybody on the host could read. The login is the
# service's owner role or a superuser; either way only what the owner may read is read.
set -eu
umask 077

fail() { echo "backup: $*" >&2; exit 1; }

[ $# -eq 2 ] || fail "usage: backup.sh participants|trainees FILE"
service=$1 file=$2
case $service in participants | trainees) ;; *) fail "there is no service $service" ;; esac
[ ! -e "$file" ] || fail "$file is there already, and is left as it is"

# Whoever finds the file under its name finds all of it.
unfinished=$file.unfinished.$$
trap 'rm -f "$unfinished"' EXIT
trap 'exit 1' HUP INT TERM

# One snapshot of the whole schema, beside services that go on writing.
pg_dump --format=custom --schema="$service" --role="${service}_owner" --file="$unfinished" \
    || fail "nothing was backed up"
tables=$(pg_restore --list "$unfinished" | grep -c " TABLE DATA $service ") \
    || fail "there is no table of $service in the database: nothing was backed up"

# Unlike a renaming, this replaces nothing that somebody has made meanwhile.
ln "$unfinished" "$file" || fail "$file is there already, and is left as it is"
echo "$tables tables of $service are in $file"
