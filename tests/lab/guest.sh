#!/usr/bin/env bash
# Makes the guest: an initramfs (busybox, guest/init, the modules for the disk) and an ext4 disk with the programs and
# files that IMA measures. Prints two lines: the path of the initramfs and that of the disk image.
# The image is to be booted with writes going elsewhere (boot.sh does so).
# Usage: guest.sh MODULES    (the folder lib/modules/RELEASE that kernel.sh prints)
# No root needed. Kept in the cache under the kernel's name and a checksum of all that goes in.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"

PATH=$PATH:/usr/sbin:/sbin
need busybox=busybox-static cpio=cpio mkfs.ext4=e2fsprogs flock=util-linux
[ $# -eq 1 ] || die "usage: guest.sh MODULES"
modules=$1
[ -d "$modules/kernel" ] || die "$modules holds no kernel modules"
busybox=$(command -v busybox)

# measured ROOT: 20 scripts, one ELF program of its own, and files whose names try a reader.
measured() {
  local bin=$1/opt/lab/bin data=$1/opt/lab/data i
  mkdir -p "$bin" "$data"
  for i in $(seq -w 1 20); do
    printf '#!/bin/busybox sh\necho program %s\n' "$i" >"$bin/program-$i"
  done
  { cat "$busybox" && echo "lab"; } >"$bin/true"
  chmod 755 "$bin"/*
  : >"$data/empty"
  echo "same content" >"$data/same-1"
  echo "same content" >"$data/same-2"
  echo "blank" >"$data/a name with blanks"
  echo "utf-8" >"$data/größe-測定"
  echo "long" >"$data/$(printf 'long-%.0s' $(seq 50))"
  head -c 100000 /dev/zero >"$data/zeros"
  for i in changing open-writers tomtou; do
    echo "$i" >"$1/opt/lab/$i"
  done
}

make_disk() {
  local root=$1/disk
  skeleton "$root"
  mkdir "$root/lab"
  install -m 755 "$here/guest/run" "$here/guest/report" "$root/lab/"
  echo 0 >"$root/lab/boots"
  measured "$root"
  truncate -s 32M "$1/disk.img"
  mkfs.ext4 -q -F -L vmr-lab -E root_owner=0:0 -d "$root" "$1/disk.img"
  rm -r "$root"
}

make_guest() {
  make_initramfs "$modules" "$1" virtio_pci virtio_blk
  make_disk "$1"
}

checksum=$(cat "$here"/guest.sh "$here"/lab.bash "$here"/guest/* "$busybox" "$modules/modules.order" | sha256sum)
# The build of the kernel (its package and version) is the folder that kernel.sh unpacked it in.
build=${modules%/lib/modules/*}
folder=$cache/guest/${build##*/}-${checksum:0:16}
cached "$folder" make_guest
printf '%s\n' "$folder/initramfs.cpio" "$folder/disk.img"
