# One run of QEMU, that never outlives the script. To be sourced after lab.bash; out is the folder of the results, with
# console.txt in it.

# What runs, for error messages.
run=''

# QEMU's option lists are separated by commas; one within a path is written twice.
path() { printf %s "${1//,/,,}"; }

fail() {
  say "$*${run:+ ($run)}"
  say "--- end of the console, then of QEMU's messages ($out)"
  grep -aE 'Kernel panic|vmr-lab:' "$out/console.txt" >&2 || true
  tail -n 20 "$out/console.txt" | tr -d '\r' >&2
  tail -n 10 "$out/qemu.txt" >&2
  exit 1
}

# Only the process that this script started; it is asked first.
qemu=''
stop() {
  [ -n "$qemu" ] || return 0
  kill "$qemu" 2>/dev/null || true
  for _ in $(seq 20); do
    kill -0 "$qemu" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$qemu" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT TERM

guest_failed() { grep -aqE 'Kernel panic|vmr-lab: failed' "$out/console.txt"; }

# run_qemu TIMEOUT ARGUMENT...: returns when the guest has powered off, and sets elapsed to the hundredths of a second
# that it took.
run_qemu() {
  local timeout=$1 started status=0
  shift
  started=$(date +%s%N)
  # TMPDIR: where QEMU keeps what the guest writes to its disk.
  TMPDIR=$out qemu-system-x86_64 "$@" </dev/null >"$out/qemu.txt" 2>&1 &
  qemu=$!
  while kill -0 "$qemu" 2>/dev/null; do
    elapsed=$((($(date +%s%N) - started) / 10000000))
    [ "$elapsed" -lt $((timeout * 100)) ] || fail "no end after $timeout s"
    ! guest_failed || fail "the guest failed"
    sleep 0.1
  done
  wait "$qemu" || status=$?
  qemu=''
  [ "$status" -eq 0 ] || fail "QEMU ended with status $status"
  ! guest_failed || fail "the guest failed"
  elapsed=$((($(date +%s%N) - started) / 10000000))
}
