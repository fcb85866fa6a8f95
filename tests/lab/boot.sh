#!/bin/bash
# Boots the guest with a TPM server as its TPM and collects what it hands out; see README.md.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
device=tpm-crb firmware=seabios reboot= timeout=180 ctrl= out=
while [ $# -gt 0 ]; do
  case $1 in
    --ctrl) ctrl=$2; shift 2 ;;
    --device) device=$2; shift 2 ;;
    --firmware) firmware=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --timeout) timeout=$2; shift 2 ;;
    --reboot) reboot=lab.reboot; shift ;;
    *) echo "boot.sh: unknown option $1" >&2; exit 2 ;;
  esac
done
: "${ctrl:?boot.sh: --ctrl is missing}" "${out:?boot.sh: --out is missing}"

kernel=$("$here/kernel.sh")
guest=$("$here/guest.sh" "$kernel")
mkdir -p "$out"
cp "$guest/disk.img" "$out/disk.img"

options=()
if [ "$firmware" = ovmf ]; then
  cp /usr/share/OVMF/OVMF_VARS_4M.fd "$out/vars.fd"
  options+=(
    -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd
    -drive "if=pflash,format=raw,file=$out/vars.fd"
  )
fi
[ -n "$reboot" ] || options+=(-no-reboot)

status=0
: >"$out/results.txt"
timeout -k 5 "$timeout" qemu-system-x86_64 \
  -M q35 -accel tcg -cpu max -m 512 -display none -monitor none -nodefaults \
  -serial "file:$out/console.txt" -serial "file:$out/results.txt" \
  -kernel "$kernel/vmlinuz" -initrd "$guest/initrd.gz" \
  -append "console=ttyS0 ima_policy=tcb ima_template=ima-ng quiet panic=-1 $reboot" \
  -drive "if=none,id=d,format=raw,file=$out/disk.img" -device virtio-blk-pci,drive=d \
  -chardev "socket,id=c,path=$ctrl" -tpmdev emulator,id=t,chardev=c -device "$device,tpmdev=t" \
  "${options[@]}" </dev/null >"$out/qemu.txt" 2>&1 || status=$?
rm -f "$out/disk.img" "$out/vars.fd"

# Splits the results: "FILE name", base64, "END".
awk -v out="$out" '
  /^BOOT 2/ { out = out "/2"; system("mkdir -p \"" out "\"") }
  /^FILE / { name = out "/" $2 ".b64"; printf "" >name; next }
  /^END/ { close(name); name = ""; next }
  name != "" { print >name }
' "$out/results.txt"
find "$out" -name '*.b64' | while read -r encoded; do
  base64 -d "$encoded" >"${encoded%.b64}"
  rm "$encoded"
done

boots=$([ -n "$reboot" ] && echo 2 || echo 1)
if [ "$status" != 0 ] || [ "$(grep -c '^DONE' "$out/results.txt")" != "$boots" ]; then
  echo "boot.sh: the guest did not come to its end (status $status)" >&2
  tail -n 20 "$out/qemu.txt" "$out/console.txt" >&2
  exit 1
fi
