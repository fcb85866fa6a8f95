#!/usr/bin/env bash
# Fetches the cloud kernel of Debian's backports (measurement registers as files are in Linux since 6.16), unpacks it
# without installing it, and builds the kernel's own sample of a driver with such registers for it.
# Prints three lines: the path of vmlinuz, the folder of its modules (lib/modules/RELEASE, decompressed), and the path
# of tsm_mr_sample.ko.
# No root needed, no apt setup changed. What is built is kept by the kernel's version, which is asked for every time.
# Status 77: it cannot be had here (no archive, no package, no namespaces).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"
. "$here/backports.bash"

need apt-get=apt dpkg-deb=dpkg flock=util-linux xz=xz-utils busybox=busybox-static

make_kernel() {
  local packages part=$1/packages # of apt, as files
  mkdir "$part" "$1/lib"
  packages=$(debian_apt apt-cache depends --recurse "linux-image-$release" | grep -F -- "-$release" | sort -u |
    grep -E '^linux-[a-z]+-[0-9]')
  # shellcheck disable=SC2086 # one word each
  download "$part" $packages
  unpack "$part" "$part"/*.deb
  # Where a kernel's files lie has moved from suite to suite.
  mv "$(dirname "$(find "$part" -path "*/lib/modules/$release" -type d -print -quit)")" "$1/lib/"
  find "$1/lib/modules" -name '*.ko.xz' -print0 | xargs -0 -r -P 2 -n 64 xz -d
  mv "$(find "$part" "$1/lib" -name 'vmlinuz*' -type f -print -quit)" "$1/vmlinuz"
  rm -r "$part"
}

# in_namespace COMMAND...: with mounts of its own, and as a root who is only its user's.
in_namespace() {
  if [ "$(id -u)" -eq 0 ]; then unshare -m "$@"; else unshare -rm "$@"; fi
}

# The tools in linux-kbuild want the C library of their suite, so they run in a root of packages of that suite.
make_module() {
  local part=$1/packages root=$1/root source=$1/source compiler
  in_namespace true || unavailable "this user cannot have a mount namespace"
  use_suites "$suite" "$suite-backports"
  mkdir -p "$part" "$source" "$root"/usr/{bin,sbin,lib,lib64} "$root/sample"
  download "$source" "linux-source-$(cut -d. -f1,2 <<<"$release")"
  # The compiler that the kernel was built with.
  compiler=$(debian_apt apt-cache depends "linux-headers-$release" | grep -oE 'gcc-[0-9]+' || true)
  compiler=${compiler%%$'\n'*}
  download_closure "$part" base-files dash coreutils sed grep mawk findutils make "linux-headers-$release" \
    "${compiler:-gcc}"
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
  unpack "$root" "$part"/*.deb
  ln -sf mawk "$root/usr/bin/awk"
  sample_source "$source" "$root/sample"
  # shellcheck disable=SC2016 # for the inner shell
  in_namespace sh -c 'mount --rbind /proc "$1/proc" && exec chroot "$1" /usr/bin/make -C "$2" M=/sample modules' sh \
    "$root" "/usr/src/linux-headers-$release" >"$1/log" 2>&1 </dev/null || {
    tail -n 20 "$1/log" >&2
    die "tsm_mr_sample.ko cannot be built for $release"
  }
  mv "$root/sample/tsm_mr_sample.ko" "$1/"
  rm -r "$part" "$root" "$source"
}

# sample_source PACKAGES FOLDER: the sample's source out of the kernel's, and a makefile for it.
sample_source() {
  local sample
  # tar ends at the file that it looks for; who writes into the pipe is then cut off, which is no failure.
  set +o pipefail
  dpkg-deb --fsys-tarfile "$1"/*.deb 2>/dev/null | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' 2>/dev/null |
    xz -dc -T2 2>/dev/null |
    tar -x -C "$1" --occurrence=1 --wildcards 'linux-source-*/samples/tsm-mr/tsm_mr_sample.c'
  set -o pipefail
  sample=$(find "$1" -name tsm_mr_sample.c)
  [ -n "$sample" ] || die "the source of Linux $release has no samples/tsm-mr/tsm_mr_sample.c"
  cp "$sample" "$2/"
  echo 'obj-m += tsm_mr_sample.o' >"$2/Makefile"
}

use_suites "$suite-backports"
resolve_kernel
cached "$cache/kernel/linux-image-${release}_$version" make_kernel
cached "$cache/sample/${release}_$version" make_module
kernel=$cache/kernel/linux-image-${release}_$version
for path in "$kernel/vmlinuz" "$kernel/lib/modules/$release" "$cache/sample/${release}_$version/tsm_mr_sample.ko"; do
  [ -e "$path" ] || die "$path is missing"
  printf '%s\n' "$path"
done
