#!/bin/sh
# Backs up a fleet, or one instance of it, into a file that is for us alone:
#   sh backup.sh postgres://menage@db.example.org/menage?sslmode=verify-full FILE [INSTANCE | schema=SCHEMA]
# The address is one of libpq: its password stands in PGPASSWORD or in the file that PGPASSFILE names. Configs, vaults and
# keys are files and not in it.
set -eu
umask 077
[ $# -ge 2 ] || { echo 'usage: sh backup.sh ADDRESS FILE [INSTANCE | schema=SCHEMA]' >&2; exit 2; }
database=$1
file=$2
instance=${3-}
set -- --format=custom --no-owner --no-privileges
case $instance in
  '') ;;
  schema=*) set -- "$@" --strict-names --schema="${instance#schema=}" ;;
  *) set -- "$@" --strict-names --schema="menage_$(printf %s "$instance" | tr - _)" ;;
esac
pg_dump "$@" --file="$file.part" "$database"
# A backup that was cut off takes no place of a whole one.
mv "$file.part" "$file"
