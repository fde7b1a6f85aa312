#!/bin/sh
# Prepare an empty database: a schema for each service, and logins for the two roles that reach it.
# PostgreSQL's image runs this once. From then on nobody needs the superuser.
set -eu

for service in participants trainees; do
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction \
        --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
        --command="SET preparing.schema = '$service'" --file="${ROLES_FILE:-/roles.sql}"
    for role in "${service}_owner" "${service}_runtime"; do
        # psql reads the file itself, so that no password is among the arguments of a process.
        psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=role="$role" \
            --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<EOF
\\set password \`cat "${SECRETS:-/run/secrets}/${role}_password"\`
SET log_statement = 'none';
SET password_encryption = 'scram-sha-256';
ALTER ROLE :"role" LOGIN PASSWORD :'password';
EOF
    done
done
