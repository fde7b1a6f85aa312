#!/bin/sh
# Archive one file of PostgreSQL's write-ahead log:  archive_wal.sh FILE ARCHIVED
#
# PostgreSQL may throw a file away once this has succeeded, so by then it is on the archive's disk.
# It asks until it has noted a success, and after a crash perhaps once more: a file that is there
# already with the same content is a success, and one with another content is never replaced.
set -eu
umask 077

fail() { echo "archive_wal: $*" >&2; exit 1; }

[ $# -eq 2 ] || fail "usage: archive_wal.sh FILE ARCHIVED"
file=$1 archived=$2
folder=$(dirname "$archived")
# Not made here: where the archive is not mounted, another disk would fill in its place.
[ -d "$folder" ] || fail "there is no folder $folder: nothing was archived"

if [ -e "$archived" ]; then
    cmp -s "$file" "$archived" \
        || fail "$archived is there already with another content, and is left as it is"
else
    # Whoever finds the file under its name finds all of it. What a killed attempt left goes first.
    rm -f "$archived".unfinished.*
    unfinished=$archived.unfinished.$$
    trap 'rm -f "$unfinished"' EXIT
    trap 'exit 1' HUP INT TERM
    cp "$file" "$unfinished" && sync "$unfinished" || fail "$file was not archived"
    # Unlike a renaming, this replaces nothing that somebody has made meanwhile.
    ln "$unfinished" "$archived" || fail "$file was not archived"
fi

# The name has not reached the disk yet, and of a file that was there the content may not have.
sync "$archived" "$folder" || fail "$archived may not be on the disk yet"
