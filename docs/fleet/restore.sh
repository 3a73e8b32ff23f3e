#!/bin/sh
# Puts a backup of backup.sh back, all of it or nothing: a fleet into an empty database, an instance where its schema is not.
#   sh restore.sh FILE postgres://menage@db.example.org/menage?sslmode=verify-full
# Stop the workers and the portal first.
set -eu
[ $# -eq 2 ] || { echo 'usage: sh restore.sh FILE ADDRESS' >&2; exit 2; }
pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$2" "$1"
