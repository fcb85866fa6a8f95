#!/bin/bash
# Makes the guest for a kernel folder: initrd.gz, and disk.img with the files that IMA measures.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
kernel=${1:?usage: guest.sh KERNEL-FOLDER}
mark=$kernel/guest-$(sha256sum "$here/guest-init" "$here/guest.sh" | sha256sum | cut -c1-16)
if [ -e "$mark/initrd.gz" ]; then
  echo "$mark"
  exit
fi

work=$(mktemp -d "$kernel/guest.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/bin" "$root/modules" "$work/done" "$work/disk/files" "$work/disk/bin"
cp "$(command -v busybox)" "$root/bin/busybox"
install -m 755 "$here/guest-init" "$root/init"
# What is built into the kernel has no file; the guest loads what is there.
for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci \
  virtio_blk crc16 mbcache jbd2 ext4; do
  find "$kernel/modules" -name "$module.ko" -exec cp {} "$root/modules/" \;
done
(cd "$root" && find . | cpio --quiet -o -H newc | gzip -1 >"$work/done/initrd.gz")

for i in $(seq -w 1 24); do
  echo "file number $i, measured by its content" >"$work/disk/files/file $i"
done
echo "a file that is written while it is read" >"$work/disk/files/written"
cp "$root/bin/busybox" "$work/disk/bin/busybox"
mkfs.ext4 -q -L lab -d "$work/disk" "$work/done/disk.img" 16M >/dev/null
rm -rf "$mark"
mv "$work/done" "$mark"
echo "$mark"
