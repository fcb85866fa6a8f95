# A daemon that follows the kernel's list, in the guest. To be sourced by a script that run-guest.sh runs.

sample=/sys/devices/virtual/misc/tsm_mr_sample/measurements
ima=/sys/kernel/security/ima
list=$ima/binary_runtime_measurements
log=/run/vmr/rtmr1.log

prepare() {
  modprobe tsm_mr_sample || [ -d "$sample" ] # or it is part of the kernel
  cat "$sample/rtmr1:sha384" >"$OUT/initial"
  mkdir -p /run/vmr /measured
  cat >/run/vmr.toml <<END
platform = "tsm-mr"
measurements = "$sample"
physical = "rtmr1"
state = "/run/vmr"
socket = "/run/vmr/api"
[ima]
END
}

# say TEXT: with the time since the kernel was started.
say() { echo "$(cut -d' ' -f1 /proc/uptime) $*"; }

# Starts the daemon and does not wait for it. The launcher ends in exec: the process is the daemon itself.
start_daemon() {
  rm -f /run/vmr/api
  vmr daemon --config /run/vmr.toml >>"$OUT/daemon.txt" 2>&1 &
  daemon=$!
}

count() { cat "$ima/runtime_measurements_count"; }

followed() { if [ -e "$log" ]; then grep -c '^mr_ima extend ' "$log" || true; else echo 0; fi; }

# until_true SECONDS COMMAND...: tries it again and again; fails with what the daemon said.
until_true() {
  tries=$(($1 * 20))
  shift
  until "$@"; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ] || ! kill -0 "$daemon"; then
      echo "not so: $*; $(followed) followed, $(count) in the list"
      tail -n 20 "$OUT/daemon.txt"
      exit 1
    fi
    usleep 50000
  done
}

has_followed() { [ "$(followed)" -ge "$1" ]; }

# measure FROM TO [MICROSECONDS]: files that were not there before are read, with pauses.
measure() {
  i=$1
  while [ "$i" -lt "$2" ]; do
    echo "content $i" >"/measured/file $i"
    cat "/measured/file $i" >/dev/null
    i=$((i + 1))
    [ $# -lt 3 ] || usleep "$3"
  done
}

# status FILE [SOCKET]: what the daemon says of itself.
status() {
  printf '{"method":"dev.vmr.Registers.Status","parameters":{}}\0' |
    socat -t 30 - "UNIX-CONNECT:${2:-/run/vmr/api}" | tr '\0' '\n' >"$1"
}

# evidence FOLDER DELETED: the lists, the log and the register's value, while nothing is measured. So many entries were
# deleted from the list.
evidence() {
  mkdir -p "$1"
  status "$1/status.json"
  tries=20
  while :; do
    before=$(count)
    until_true 30 has_followed $((before + $2))
    for each in "$ima"/*_runtime_measurements*; do
      cat "$each" >"$1/${each##*/}"
    done
    cat "$log" >"$1/log"
    cat "$sample/rtmr1:sha384" >"$1/register"
    status "$1/status.json"
    [ "$before" != "$(count)" ] || [ $((before + $2)) != "$(followed)" ] || break
    tries=$((tries - 1))
    [ "$tries" -gt 0 ]
  done
}
