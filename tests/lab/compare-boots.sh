#!/usr/bin/env bash
# Boots the first guest again and again, in turns with `vmr tpm serve` (libtpms, with its log) and with swtpm as its TPM,
# and prints the median of each and their ratio. A boot is the life of the QEMU process; the server is there before.
# Usage: compare-boots.sh [ROUNDS (5)] [options of boot.sh]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"

need swtpm=swtpm
rounds=${1:-5}
case $rounds in '' | *[!0-9]* | 0*) die "'$rounds' is no number of rounds" ;; esac
[ $# -eq 0 ] || shift

# A socket's path is at most 107 bytes long; on tmpfs, as disks differ from one second to the next.
tmp=/dev/shm
[ -w $tmp ] || tmp=/tmp
state=$(mktemp -d "$tmp/vmr-boots-XXXXXX")
server=''
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$state"
}
trap finish EXIT

serve() {
  mkdir "$state/tpm"
  case $1 in
    swtpm) exec swtpm socket --tpm2 --tpmstate "dir=$state/tpm" --ctrl "type=unixio,path=$state/ctrl" ;;
    vmr)
      exec "$here/../../vmr" tpm serve --engine libtpms --swtpm-ctrl "$state/ctrl" --state "$state/tpm" \
        --log-dir "$state/tpm"
      ;;
  esac
}

# boot KIND: one boot; its seconds are added to the file of that kind.
boot() {
  local result kind=$1
  shift
  rm -rf "$state/tpm" "$state/ctrl" "$state/out"
  serve "$kind" >"$state/$kind.txt" 2>&1 &
  server=$!
  until [ -S "$state/ctrl" ]; do
    kill -0 "$server" 2>/dev/null || die "$kind does not start: $(cat "$state/$kind.txt")"
    sleep 0.05
  done
  sleep 0.5
  result=$("$here/boot.sh" --ctrl "$state/ctrl" --device tpm-crb --firmware seabios --out "$state/out" "$@")
  wait "$server" || true # QEMU has sent SHUTDOWN
  server=''
  printf '%s\n' "${result##*=}" >>"$state/$kind.seconds"
}

median() { sort -n "$state/$1.seconds" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

"$here/../../vmr" --version >&2
for _ in $(seq "$rounds"); do
  boot swtpm "$@"
  boot vmr "$@"
done
awk -v vmr="$(median vmr)" -v swtpm="$(median swtpm)" -v rounds="$rounds" 'BEGIN {
  printf "kernel boot with IMA  vmr %.2f s  swtpm %.2f s  (medians of %d)   ratio %.3f (<= 1.05)\n",
    vmr, swtpm, rounds, vmr / swtpm
}'
printf '  vmr   %s\n  swtpm %s\n' "$(tr '\n' ' ' <"$state/vmr.seconds")" "$(tr '\n' ' ' <"$state/swtpm.seconds")"
