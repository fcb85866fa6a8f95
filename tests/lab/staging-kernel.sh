#!/usr/bin/env bash
# Builds a small kernel out of the source of the one in register-kernel.sh, with what Debian's kernel leaves out: the
# IMA list can be staged (CONFIG_IMA_STAGING), and is handed over by kexec. Everything that run-guest.sh needs is built
# in, the sample with measurement registers too. Prints the path of the image, for run-guest.sh --kernel.
# No root needed. Kept by the kernel's version; the first use downloads 170 MB and takes 13 minutes of processor time.
# Status 77: it cannot be had here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"
. "$here/backports.bash"

need apt-get=apt dpkg-deb=dpkg flock=util-linux xz=xz-utils make=make gcc=gcc flex=flex bison=bison bc=bc
[ -r /usr/include/libelf.h ] || unavailable "missing Debian packages: libelf-dev"

fragment() {
  local option
  for option in 64BIT SMP PRINTK BUG TTY SERIAL_8250 SERIAL_8250_CONSOLE BLK_DEV_INITRD BINFMT_ELF BINFMT_SCRIPT PCI \
    PCI_MSI ACPI BLOCK BLK_DEV VIRTIO_MENU VIRTIO_PCI VIRTIO_BLK EXT4_FS TMPFS SHMEM PROC_FS SYSCTL SYSFS DEVTMPFS \
    CONFIGFS_FS MULTIUSER FUTEX EPOLL EVENTFD SIGNALFD TIMERFD POSIX_TIMERS HIGH_RES_TIMERS AIO ADVISE_SYSCALLS \
    MEMBARRIER RSEQ FILE_LOCKING INOTIFY_USER NET UNIX INET HYPERVISOR_GUEST PARAVIRT \
    SECURITY SECURITYFS INTEGRITY CRYPTO_SHA256 CRYPTO_SHA512 TCG_TPM TCG_TIS TCG_CRB IMA IMA_DEFAULT_HASH_SHA256 \
    IMA_STAGING KEXEC_FILE IMA_KEXEC FUSE_FS RELOCATABLE SAMPLES VIRT_DRIVERS SAMPLE_TSM_MR; do
    echo "CONFIG_$option=y"
  done
  echo 'CONFIG_MODULES=n'
}

make_image() {
  local source=$1/source
  mkdir "$source"
  download "$source" "linux-source-$(cut -d. -f1,2 <<<"$release")"
  dpkg-deb --fsys-tarfile "$source"/*.deb | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' | xz -dc -T2 |
    tar -x -C "$source" --strip-components=1
  fragment >"$source/fragment"
  {
    make -C "$source" tinyconfig
    (cd "$source" && scripts/kconfig/merge_config.sh -m .config fragment)
    make -C "$source" olddefconfig
    make -C "$source" -j2 bzImage
  } >"$1/log" 2>&1 </dev/null || {
    tail -n 20 "$1/log" >&2
    die "a kernel with IMA staging cannot be built of $release"
  }
  grep -q '^CONFIG_IMA_STAGING=y' "$source/.config" || unavailable "Linux $release has no IMA staging"
  mv "$source/arch/x86/boot/bzImage" "$source/.config" "$1/"
  rm -r "$source"
}

use_suites "$suite-backports"
resolve_kernel
folder=$cache/staging/${release}_$version-$(fragment | cksum | cut -d' ' -f1)
cached "$folder" make_image
printf '%s\n' "$folder/bzImage"
