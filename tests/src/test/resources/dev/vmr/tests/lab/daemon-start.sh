# For tests/bench: how long a daemon takes to start in a guest, and its memory.
set -eu
. "$IN/daemon.sh"
modprobe tsm_mr_sample
modprobe tpm_vtpm_proxy
start_daemon /tmp/state rtmr1 auto
kill "$daemon"
wait "$daemon" || true
