#!/usr/bin/env bash
# Makes the system that run-guest.sh boots: a newer kernel (register-kernel.sh), an initramfs, and an ext4 disk with
# busybox, a Java runtime, tpm2-tools with the TCTIs, libtpms and socat, each with the libraries that it needs.
# Prints three lines: the paths of vmlinuz, of the initramfs and of the disk image.
# No root needed. Kept in the cache under the kernel's name and a checksum of all that goes in.
# Status 77: something that it needs cannot be had here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"

PATH=$PATH:/usr/sbin:/sbin
java=${JAVA_HOME:+$JAVA_HOME/bin/}
need busybox=busybox-static cpio=cpio mkfs.ext4=e2fsprogs flock=util-linux tpm2=tpm2-tools socat=socat \
  "${java}jlink=openjdk-17-jdk-headless"

# What is in the system but found by no program's list of libraries.
libraries=(libtss2-tcti-device.so.0 libtss2-tcti-swtpm.so.0 libtss2-tcti-mssim.so.0 libtss2-tcti-cmd.so.0 libtpms.so.0)
packages=(libtss2-tcti-device0 libtss2-tcti-swtpm0 libtss2-tcti-mssim0 libtss2-tcti-cmd0 libtpms0)
paths=()
for i in "${!libraries[@]}"; do
  path=$(ldconfig -p | awk -v name="${libraries[i]}" '$1 == name { print $NF }')
  path=${path%%$'\n'*}
  [ -n "$path" ] || unavailable "missing Debian packages: ${packages[i]}"
  paths+=("$path")
done

found=$("$here/register-kernel.sh")
{ read -r kernel && read -r modules && read -r sample; } <<<"$found"

# add_files ROOT FILE...: each under its own path, and the libraries that it names.
add_files() {
  local root=$1 file
  shift
  for file in "$@" $(ldd "$@" 2>/dev/null | awk '/=> \// { print $3 } $1 ~ /^\// && NF == 2 && !/:$/ { print $1 }' |
    sort -u); do
    mkdir -p "$root${file%/*}"
    cp -L "$file" "$root$file"
  done
}

add_java() {
  "${java}jlink" --output "$1/opt/java" --strip-debug --no-header-files --no-man-pages --compress=0 \
    --add-modules java.base,java.logging,java.naming,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported,jdk.zipfs
  "$1/opt/java/bin/java" -Xshare:dump >/dev/null
  # shellcheck disable=SC2046 # one word each
  add_libraries "$1" $(find "$1/opt/java" -name '*.so') "$1/opt/java/bin/java"
}

# add_libraries ROOT FILE...: the system's libraries that files below ROOT name.
add_libraries() {
  local root=$1 library
  shift
  for library in $(ldd "$@" 2>/dev/null | awk '/=> \// { print $3 } $1 ~ /^\/lib/ && NF == 2 && !/:$/ { print $1 }' |
    grep -vF "$root" | sort -u); do
    add_files "$root" "$library"
  done
}

make_system() {
  local root=$1/disk release=${modules##*/}
  skeleton "$root"
  mkdir -p "$root"/{in,run,lab,etc,usr/bin}
  install -m 755 "$here/guest/start" "$root/lab/run"
  echo 'root:x:0:0:root:/tmp:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  add_files "$root" "$(command -v tpm2)" "$(command -v socat)" "${paths[@]}"
  cp -P "$(dirname "$(command -v tpm2)")"/tpm2_* "$root/usr/bin/"
  add_java "$root"
  add_modules "$modules" "$root" tpm_vtpm_proxy cuse overlay tsm_report tdx-guest
  mkdir "$root/lib/modules/$release/extra"
  cp "$sample" "$root/lib/modules/$release/extra/"
  busybox depmod -b "$root" "$release"
  make_image "$root" "$1/disk.img"
  rm -r "$root"
  make_initramfs "$modules" "$1" virtio_blk
}

checksum=$(
  cat "$here"/{system.sh,lab.bash,guest/init,guest/start} "$sample" "$(command -v tpm2)" "$(command -v socat)" \
    "$(command -v busybox)" "${paths[@]}" "$(dirname "$(dirname "$(readlink -f "$(command -v "${java}jlink")")")")/release" |
    sha256sum
)
build=${kernel%/vmlinuz}
folder=$cache/system/${build##*/}-${checksum:0:16}
cached "$folder" make_system
printf '%s\n' "$kernel" "$folder/initramfs.cpio" "$folder/disk.img"
