#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which is gone when the command ends.
# The tests find its address in SMMEASURE_TEST_POSTGRES; without PostgreSQL the command runs all the same.
set -euo pipefail

initdb=$(command -v initdb || find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1 || true)
as_server=()
# A server refuses to run as root; the package brings a user of its own.
if [ "$(id -u)" = 0 ]; then as_server=(runuser -u postgres --); fi
if [ -z "$initdb" ] || ! "${as_server[@]}" true 2>/dev/null; then
  echo "No PostgreSQL here: its tests will be skipped."
  exec "$@"
fi

home=$(mktemp -d /tmp/smm-postgres-XXXXXX)  # a socket's path must be short
pg_ctl=$(dirname "$initdb")/pg_ctl
stop() {
  (cd "$home" && "${as_server[@]}" "$pg_ctl" --pgdata="$home/data" --mode=immediate stop >/dev/null 2>&1) || true
  rm -rf "$home"
}
trap stop EXIT
if [ "$(id -u)" = 0 ]; then chown postgres "$home"; fi
(
  cd "$home"
  "${as_server[@]}" "$initdb" --pgdata="$home/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
  "${as_server[@]}" "$pg_ctl" --pgdata="$home/data" --log="$home/log" --wait --options="-F -k $home -h ''" start >/dev/null
)
export SMMEASURE_TEST_POSTGRES="postgresql://postgres@/postgres?host=$home"
"$@"
