#!/usr/bin/env bash
# Makes a guest that is only a client of its TPM (guest/tpm-console). Prints two lines: the paths of the first guest's
# vmlinuz and of this guest's initramfs. No root needed; kept in the cache.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"

need busybox=busybox-static cpio=cpio flock=util-linux
kernel=$("$here/kernel.sh")
kernel=${kernel%%$'\n'*}

make_console() {
  local root=$1/initramfs
  skeleton "$root"
  install -m 755 "$here/guest/tpm-console" "$root/init"
  (cd "$root" && find . -print0 | sort -z | cpio --quiet -0 -o -H newc -R 0:0) >"$1/initramfs.cpio"
  rm -r "$root"
}

checksum=$(cat "$here"/{tpm-console.sh,lab.bash,guest/tpm-console} "$(command -v busybox)" | sha256sum)
folder=$cache/console/${checksum:0:16}
cached "$folder" make_console
printf '%s\n' "$kernel" "$folder/initramfs.cpio"
