#!/usr/bin/env bash
# Boots the guest with swtpm as its TPM, once for each firmware and device, and prints the time of each.
# swtpm is the peer that our own server is compared with. Results: OUT/FIRMWARE-DEVICE/.
# Usage: try-swtpm.sh OUT [boot.sh options, such as --reboot]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"

need swtpm=swtpm
[ $# -ge 1 ] || die "usage: try-swtpm.sh OUT [boot.sh options]"
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift

# A socket's path is at most 107 bytes long, so it does not lie in OUT.
state=$(mktemp -d)
server=''
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$state"
}
trap finish EXIT

for firmware in seabios ovmf; do
  for device in tpm-crb tpm-tis; do
    rm -rf "$state/tpm" && mkdir "$state/tpm"
    swtpm socket --tpm2 --tpmstate "dir=$state/tpm" --ctrl "type=unixio,path=$state/ctrl" &
    server=$!
    for _ in $(seq 50); do
      [ ! -S "$state/ctrl" ] || break
      sleep 0.1
    done
    result=$("$here/boot.sh" --ctrl "$state/ctrl" --device "$device" --firmware "$firmware" \
      --out "$out/$firmware-$device" "$@")
    # QEMU has sent SHUTDOWN.
    wait "$server" || true
    server=''
    rm -f "$state/ctrl"
    printf '%s %s %s\n' "$firmware" "$device" "$result"
  done
done
