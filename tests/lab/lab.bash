# What the lab's scripts share: the cache folder, error messages, and folders that appear whole or not at all.
# To be sourced by bash with `set -euo pipefail`.

# Where everything that can be made again is kept, by version.
cache=${VMR_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vmr/lab}
case $cache in
  /*) ;;
  *) cache=$PWD/$cache ;;
esac

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Ends with status 77: what is needed cannot be had here, so nothing was tried.
unavailable() {
  say "$*"
  exit 77
}

# need PROGRAM=PACKAGE...: ends with the names of the Debian packages of the programs that are absent.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] || unavailable "missing Debian packages: ${missing[*]}"
}

# cached FOLDER MAKER ARGUMENT...: leaves FOLDER in the cache, made by `MAKER NEWFOLDER ARGUMENT...` if it is not there.
# One process makes it while others wait; a maker that fails or is killed leaves nothing under the final name.
cached() {
  local folder=$1 maker=$2
  shift 2
  [ ! -d "$folder" ] || return 0
  mkdir -p "$(dirname "$folder")"
  exec 9>"$folder.lock"
  flock 9
  if [ ! -d "$folder" ]; then
    rm -rf "$folder.new"
    mkdir "$folder.new"
    "$maker" "$folder.new" "$@"
    mv "$folder.new" "$folder"
  fi
  exec 9>&-
}

# The functions below make what is in a guest.

# skeleton FOLDER: busybox under all its names, and the places to mount on.
skeleton() {
  local name busybox
  busybox=$(command -v busybox)
  mkdir -p "$1"/{bin,dev,proc,sys,tmp}
  cp "$busybox" "$1/bin/busybox"
  for name in $("$busybox" --list); do
    [ "$name" = busybox ] || ln -s busybox "$1/bin/$name"
  done
}

# add_modules MODULES ROOT NAME...: the kernel modules of that name from the folder MODULES (lib/modules/RELEASE) and
# those they depend on, with an index for modprobe.
add_modules() {
  local modules=$1 root=$2 release=${1##*/} name file
  local target=$root/lib/modules/$release
  shift 2
  mkdir -p "$target"
  busybox depmod -n -b "${modules%/lib/modules/*}" "$release" >"$root.dep"
  for name in "$@"; do
    grep -E "/$name\.ko:" "$root.dep" >"$root.files" || die "$release has no module $name"
    for file in $(tr -d : <"$root.files"); do
      mkdir -p "$target/${file%/*}"
      cp "$modules/$file" "$target/$file"
    done
  done
  rm "$root.dep" "$root.files"
  busybox depmod -b "$root" "$release"
}

# make_initramfs MODULES FOLDER NAME...: FOLDER/initramfs.cpio, which loads these modules and goes on with /lab/run of
# the first disk.
make_initramfs() {
  local modules=$1 folder=$2 root=$2/initramfs
  shift 2
  skeleton "$root"
  mkdir "$root/disk"
  install -m 755 "$here/guest/init" "$root/init"
  add_modules "$modules" "$root" "$@"
  printf '%s\n' "$@" >"$root/modules"
  # Not compressed: under emulation, unpacking costs more than loading.
  (cd "$root" && find . -print0 | sort -z | cpio --quiet -0 -o -H newc -R 0:0) >"$folder/initramfs.cpio"
  rm -r "$root"
}

# make_image FOLDER IMAGE: an ext4 image of what is in the folder, with a quarter more room and 16 MiB.
make_image() {
  local kilobytes
  kilobytes=$(du -sk "$1" | cut -f1)
  truncate -s $((kilobytes * 5 / 4 + 16384))K "$2"
  mkfs.ext4 -q -F -O ^has_journal -m 0 -E root_owner=0:0 -d "$1" "$2"
}
