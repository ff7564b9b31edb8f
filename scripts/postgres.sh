# A throw-away PostgreSQL for the tests: sourced. One cluster in a temporary folder, reached by a unix socket only, durable in nothing.

# The folder of initdb and pg_ctl, which Debian keeps off the PATH; empty when there is none.
postgres_bin() {
  local found
  found=$(command -v pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -1)
  [ -z "$found" ] || dirname "$(readlink -f "$found")"
}

# PostgreSQL refuses to run as root, so root hands it to nobody.
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u nobody -- "$@"); else "$@"; fi; }

# Starts the cluster and sets HELPSTEAD_TEST_PG to its URL; `stop_postgres` ends it and removes the folder.
start_postgres() {
  local bin user
  bin=$(postgres_bin)
  pg_dir=$(mktemp -d /tmp/helpstead-pg.XXXXXX)
  user=$(id -un)
  [ "$(id -u)" = 0 ] && { user=nobody; chown nobody "$pg_dir"; }
  as_postgres "$bin/initdb" -D "$pg_dir/data" -A trust -E UTF8 --no-locale --no-sync >/dev/null || return 1
  as_postgres "$bin/pg_ctl" -D "$pg_dir/data" -l "$pg_dir/log" -w start \
    -o "-k $pg_dir -h '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" >/dev/null || return 1
  export HELPSTEAD_TEST_PG="postgres://$user@localhost/postgres?host=$pg_dir"
}

stop_postgres() {
  [ -n "${pg_dir:-}" ] || return 0
  as_postgres "$(postgres_bin)/pg_ctl" -D "$pg_dir/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$pg_dir"
  pg_dir=
}
