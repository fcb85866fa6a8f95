# Runs the daemon in the guest. To be sourced by a script that run-guest.sh runs.

measurements=/sys/devices/virtual/misc/tsm_mr_sample/measurements

uptime_now() { cut -d' ' -f1 /proc/uptime; }

# start_daemon STATE PHYSICAL ENGINE: returns when the API is there; says how long it took and what memory it has.
start_daemon() {
  local before
  cat >/tmp/vmr.toml <<END
platform = "tsm-mr"
measurements = "$measurements"
physical = "$2"
state = "$1"
socket = "/tmp/api"
[tpm]
engine = "$3"
vtpmx = true
END
  rm -f /tmp/api
  before=$(uptime_now)
  vmr daemon --config /tmp/vmr.toml &
  daemon=$!
  until [ -S /tmp/api ]; do
    usleep 50000
    kill -0 "$daemon"
  done
  echo "daemon in the guest, $3: $(echo "$before $(uptime_now)" | awk '{ printf "%.1f", $2 - $1 }') s to the API, RSS" \
    "$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$daemon/status") MB"
}

# call METHOD PARAMETERS: a call of the API; fails on an error.
call() {
  printf '{"method":"dev.vmr.Registers.%s","parameters":%s}\0' "$1" "$2" |
    socat -t 30 - UNIX-CONNECT:/tmp/api | tr '\0' '\n' >/tmp/reply
  cat /tmp/reply
  ! grep -q '"error"' /tmp/reply && [ -s /tmp/reply ]
}

# evidence FOLDER STATE REGISTER: the log, the PCRs and the register's value, while nobody extends.
evidence() {
  mkdir -p "$1"
  tpm2_pcrread >"$1/pcrs.yaml"
  cat "$2"/*.log >"$1/log"
  cat "$measurements/$3" >"$1/register"
}
