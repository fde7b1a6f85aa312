#!/bin/sh
# daily.sh HH:MM COMMAND…: run a command every day at a time of the zone in TZ, and once at the start.
# What we run this way may run again at any time, so a start too many does no harm. A failure is
# tried again after five minutes.
set -u
at=$1
shift

trap 'exit 0' TERM INT
while :; do
    if "$@"; then
        touch "${TMPDIR:-/tmp}/succeeded"
        now=$(date +%s)
        # Not `now` plus a day: twice a year that would be an hour off.
        next=$(date -d "$at" +%s)
        [ "$next" -gt "$now" ] || next=$(date -d "tomorrow $at" +%s)
        pause=$((next - now))
    else
        pause=300
    fi
    # In the background, so that a signal is heard at once.
    sleep "$pause" &
    wait $!
done
