# Throw-away mail servers for the tests: sourced. A real Dovecot (IMAP) and a real Exim (SMTP) on free ports of 127.0.0.1, all they know and
# keep in one temporary folder; nothing of /etc is read.
#
# `start_mail_servers` sets HELPSTEAD_TEST_MAIL to that folder; `stop_mail_servers` ends them and removes it. Run, not sourced, it
# says where the folder is, serves until its input ends (`scripts/mail_servers.sh </dev/tty`), and cleans up. In the folder:
#   ports      IMAP=... IMAPS=... SMTP=... SUBMISSION=... SMTPS=... DESK=..., one a line, so that it can be sourced
#   ca.pem     who signed the servers' certificate, which is for `localhost`, `mail.test` and 127.0.0.1: what HELPSTEAD_MAIL_CA wants
#   forwards   `from@domain: to@domain` a line: mail that Exim hands on; empty at the start, read anew for every mail
#   desk_port  the port of 127.0.0.1 that mail for in.desk.test goes to; HELPSTEAD_TEST_DESK_PORT at the start, else a free one (DESK in
#              `ports`). May be overwritten at any time; while nobody listens there, Exim tries again every second.
#
# Ports:     IMAP takes STARTTLS and also passwords in the open; IMAPS is TLS from the first byte. SMTP is a stranger's way in: no password, and
#            only for the domains below. SUBMISSION wants STARTTLS and a password first; SMTPS is the same with TLS from the first byte.
# Accounts:  over SMTP those of ACCOUNTS below, everybody else is refused with a 550; each is read over IMAP in its INBOX.
#            The user name is the whole address, the password `secret`. IMAP lets anybody in by that password, with an empty folder.
# Domains:   clienta.test, clientb.test and customer.test are local; in.desk.test goes to DESK; any other is refused with a 550.
ACCOUNTS="support@clienta.test help@clientb.test ana@customer.test ben@customer.test idle@clienta.test sent@clienta.test"

# The programs, where Debian keeps them; empty when one is missing.
mail_programs() {
  local path=$PATH:/usr/sbin:/sbin
  PATH=$path command -v exim4 >/dev/null && PATH=$path command -v dovecot >/dev/null && PATH=$path command -v swaks >/dev/null &&
    [ -x /usr/lib/dovecot/imap ] && echo found
}

# Becomes one of the two, so call it in a subshell: bash keeps nothing open behind it. Neither may be root to serve others, so root hands
# them to nobody.
become_mail() {
  cd / && PATH=$PATH:/usr/sbin || return
  if [ "$(id -u)" = 0 ]; then exec runuser -u nobody -- env PATH="$PATH" "$@"; else exec "$@"; fi
}

start_mail_servers() {
  local user group port
  mail_dir=$(mktemp -d /tmp/helpstead-mail.XXXXXX)
  user=$(id -un) group=$(id -gn)
  [ "$(id -u)" = 0 ] && { user=nobody group=$(id -gn nobody); }
  mkdir "$mail_dir"/{mail,spool,run,state}
  mail_ports >"$mail_dir/ports" && . "$mail_dir/ports" || return 1
  echo "${HELPSTEAD_TEST_DESK_PORT:-$DESK}" >"$mail_dir/desk_port"
  for port in $ACCOUNTS; do echo "$port: ${port#*@}/${port%@*}"; done >"$mail_dir/accounts"
  : >"$mail_dir/forwards"
  (cd "$mail_dir" && mail_certificate) >"$mail_dir/certificate.log" 2>&1 || { cat "$mail_dir/certificate.log" >&2; return 1; }
  dovecot_conf "$user" "$group" >"$mail_dir/dovecot.conf"
  exim_conf "$user" "$group" >"$mail_dir/exim.conf"
  [ "$(id -u)" != 0 ] || chown -R nobody "$mail_dir"
  chmod 755 "$mail_dir"
  (become_mail dovecot -c "$mail_dir/dovecot.conf") >"$mail_dir/start.log" 2>&1 || { cat "$mail_dir/start.log" >&2; return 1; }
  # With settings of ours Exim gives its rights away, and then logs to its standard error only.
  (become_mail exim4 -C "$mail_dir/exim.conf" -bdf -q1s) </dev/null >"$mail_dir/exim.log" 2>&1 &
  for port in $IMAP $IMAPS $SMTP $SUBMISSION $SMTPS; do mail_answers "$port" || return 1; done
  export HELPSTEAD_TEST_MAIL=$mail_dir
}

stop_mail_servers() {
  local pid tries
  [ -n "${mail_dir:-}" ] || return 0
  for pid in $(cat "$mail_dir/run/exim.pid" "$mail_dir/run/dovecot/master.pid" 2>/dev/null); do
    kill "$pid" 2>/dev/null || continue
    for tries in $(seq 50); do kill -0 "$pid" 2>/dev/null && sleep 0.1 || break; done
  done
  rm -rf "$mail_dir"
  mail_dir=
}

# Six ports that are free now.
mail_ports() {
  node -e '
    const net = require("node:net");
    const names = ["IMAP", "IMAPS", "SMTP", "SUBMISSION", "SMTPS", "DESK"];
    const held = names.map((name) => ({ name, server: net.createServer().listen(0, "127.0.0.1") }));
    Promise.all(held.map(({ server }) => new Promise((done) => server.on("listening", done)))).then(() => {
      for (const { name, server } of held) { console.log(`${name}=${server.address().port}`); server.close(); }
    });'
}

mail_answers() {
  local tries
  for tries in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  echo "nobody answers at 127.0.0.1:$1" >&2
  cat "$mail_dir"/*.log >&2
  return 1
}

# An authority of its own, and a certificate of it.
mail_certificate() {
  local new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256)
  openssl req -x509 "${new[@]}" -keyout ca.key -out ca.pem -days 2 -subj "/CN=Helpstead tests" -addext "keyUsage=critical,keyCertSign" &&
    openssl req "${new[@]}" -keyout server.key -out server.csr -subj "/CN=mail.test" &&
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -sha256 \
      -extfile <(echo "subjectAltName=DNS:localhost,DNS:mail.test,IP:127.0.0.1")
}

dovecot_conf() {
  case "$(become_mail dovecot --version)" in
    2.3.*) dovecot_conf_2_3 "$@" ;;
    *) dovecot_conf_2_4 "$@" ;;
  esac
  cat <<CONF
listen = 127.0.0.1
base_dir = $mail_dir/run/dovecot
state_dir = $mail_dir/state
log_path = $mail_dir/dovecot.log
default_internal_user = $1
default_internal_group = $2
default_login_user = $1
mail_fsync = never
mail_max_userip_connections = 100
first_valid_uid = 1
ssl = yes
auth_failure_delay = 0
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
    ssl = yes
  }
}
CONF
}

# What the two generations spell differently.
dovecot_conf_2_3() {
  cat <<CONF
protocols = imap
mail_location = maildir:$mail_dir/mail/%d/%n
ssl_cert = <$mail_dir/server.pem
ssl_key = <$mail_dir/server.key
disable_plaintext_auth = no
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=$1 gid=$2 home=$mail_dir/mail/%d/%n
}
CONF
}

dovecot_conf_2_4() {
  cat <<CONF
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {
  imap = yes
}
mail_driver = maildir
mail_path = $mail_dir/mail/%{user | domain}/%{user | username}
ssl_server_cert_file = $mail_dir/server.pem
ssl_server_key_file = $mail_dir/server.key
auth_allow_cleartext = yes
passdb static {
  password = secret
}
userdb static {
  fields {
    uid = $1
    gid = $2
    home = $mail_dir/mail/%{user | domain}/%{user | username}
  }
}
CONF
}

exim_conf() {
  cat <<CONF
primary_hostname = mail.test
exim_path = $(command -v exim4 || echo /usr/sbin/exim4)
spool_directory = $mail_dir/spool
pid_file_path = $mail_dir/run/exim.pid
exim_user = $1
exim_group = $2
never_users =
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = $SMTP : $SUBMISSION : $SMTPS
tls_on_connect_ports = $SMTPS
tls_certificate = $mail_dir/server.pem
tls_privatekey = $mail_dir/server.key
tls_advertise_hosts = *
auth_advertise_hosts = \${if or{{eq{\$received_port}{$SMTP}}{eq{\$tls_in_cipher}{}}}{}{*}}
host_lookup =
smtp_accept_max = 200
smtp_accept_queue_per_connection = 0
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
domainlist served = clienta.test : clientb.test : customer.test : in.desk.test

begin acl
acl_mail:
  accept condition = \${if eq{\$received_port}{$SMTP}}
  accept authenticated = *
  deny message = 530 5.7.0 Sign in first

acl_rcpt:
  deny message = This server takes no mail for \$domain
       !domains = +served
  deny message = Nobody of that name is here
       !verify = recipient
  accept

begin routers
forward:
  driver = redirect
  data = \${lookup{\$local_part@\$domain}lsearch{$mail_dir/forwards}}

desk:
  driver = manualroute
  domains = in.desk.test
  transport = desk
  route_data = 127.0.0.1::\${readfile{$mail_dir/desk_port}{}}
  self = send

account:
  driver = accept
  address_data = \${lookup{\$local_part@\$domain}lsearch{$mail_dir/accounts}{\$value}fail}
  transport = folder

begin transports
desk:
  driver = smtp
  allow_localhost

folder:
  driver = appendfile
  directory = $mail_dir/mail/\$address_data
  maildir_format
  create_directory
  delivery_date_add
  envelope_to_add
  return_path_add

begin retry
* * F,1h,1s

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if eq{\$auth3}{secret}}
  server_set_id = \$auth2

login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if eq{\$auth2}{secret}}
  server_set_id = \$auth1
CONF
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  trap stop_mail_servers EXIT
  trap 'exit 130' INT TERM
  start_mail_servers || exit 1
  echo "$HELPSTEAD_TEST_MAIL"
  cat >/dev/null
fi
