#!/usr/bin/env bash
# Installs what a bare machine lacks: the browser target of the compiler and the build tools; with --tests also PostgreSQL, Dovecot,
# Exim, Chromium and the browser tests' packages. Seconds when all is there, so `run` and `test` call it every time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh
. scripts/wasm.sh

# Changes to the system go through here: an ordinary user is told what happens and asked by sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || give_up "this needs root and there is no sudo, run it as root: $*"
  note "needs root: $*"
  sudo "$@"
}

# Packages of Debian or Ubuntu; fails quietly when apt or a package is missing, or when one that is there would have to go, for the caller says
# what that means.
apt_install() {
  command -v apt-get >/dev/null || return 1
  apt-cache show "$@" >/dev/null 2>&1 || as_root apt-get update -qq || return 1
  note "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove "$@" >/dev/null
}

need_basics() {
  command -v cargo >/dev/null || give_up "cargo is missing: install Rust with rustup, then run this again"
  command -v node >/dev/null && command -v npm >/dev/null || apt_install nodejs npm || give_up "Node.js 20 or newer with npm is missing: install it, then run this again"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || give_up "Node.js is older than 20: install a newer one, then run this again"
  command -v cc >/dev/null || apt_install gcc libc6-dev || give_up "a C compiler is missing: install gcc, then run this again"
}

# `npm ci` where the lock file has changed since the last time.
npm_packages() {
  local dir=$1 stamp
  stamp=$(cksum <"$dir/package-lock.json")
  [ "$(cat "$dir/node_modules/.stamp" 2>/dev/null)" = "$stamp" ] && return
  note "npm ci in $dir"
  (cd "$dir" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error) || give_up "the npm packages of $dir cannot be installed: is the npm registry reachable?"
  echo "$stamp" >"$dir/node_modules/.stamp"
}

need_postgres() {
  [ -n "$(postgres_bin)" ] || apt_install postgresql || give_up "PostgreSQL is missing: install version 14 or newer (initdb and pg_ctl), then run this again"
}

# The packages of mail servers serve this machine at once and after every boot. Here nobody wants that of them: only the tests start them.
need_mail_servers() {
  [ -z "$(mail_programs)" ] || return 0
  local new=() policy=/usr/sbin/policy-rc.d ours= done=yes
  [ -x /usr/sbin/dovecot ] || new+=(dovecot)
  [ -x /usr/sbin/exim4 ] || new+=(exim4)
  if [ ! -e $policy ]; then
    ours=yes
    as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
  fi
  apt_install dovecot-imapd exim4-daemon-light swaks libnet-ssleay-perl || done=
  [ -z "$ours" ] || as_root rm -f $policy
  if [ -z "$done" ]; then
    give_up "Dovecot, Exim or swaks is missing: install dovecot-imapd, exim4-daemon-light (only one mail server fits on a machine) and swaks, then run this again"
  fi
  [ ! -d /run/systemd/system ] || [ ${#new[@]} = 0 ] || as_root systemctl --quiet disable "${new[@]}"
}

need_chromium() {
  [ -x "${HELPSTEAD_CHROMIUM:-/usr/bin/chromium}" ] || apt_install chromium || give_up "Chromium is missing: install it and set HELPSTEAD_CHROMIUM to its path"
}

step "set-up"
need_basics
need_wasm
npm_packages scripts/node
if [ "${1:-}" = --tests ]; then
  . scripts/postgres.sh
  . scripts/mail_servers.sh
  need_postgres
  need_mail_servers
  need_chromium
  npm_packages end2end
fi
done_in
