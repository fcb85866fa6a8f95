#!/usr/bin/env bash
# Runs a script in a guest that has a newer kernel (register-kernel.sh) and the programs of system.sh, and brings out the
# files that it leaves. No KVM, no root. The last line on standard output is: seconds=N.NN
# Usage: run-guest.sh --script FILE --out DIR
#                     [--in DIR] [--vmr DIR] [--ctrl SOCKET] [--kernel FILE] [--append 'kernel options']
#                     [--timeout SECONDS (120)]
# The script runs as root under busybox's sh. It finds a copy of --in in $IN, writes to $OUT what is to be brought out
# (into DIR/files), has `vmr` in its path if --vmr names the folder cli/target of a build, and a TPM at boot if --ctrl
# names the control channel of an swtpm-compatible server. --kernel boots another kernel, that has all the drivers in
# itself: no modules are loaded. DIR also holds output.txt (what the script wrote to
# standard output and error), console.txt and qemu.txt.
# Status: the script's own, or 77 if something that is needed cannot be had here, or 1 with the reason on standard
# error if the guest failed or not everything arrived undamaged.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"
. "$here/qemu.bash"

usage() {
  sed -n 's/^# \(Usage: run-guest\.sh.*\)/\1/p; s/^#  *\(\[--.*\)/       \1/p' "${BASH_SOURCE[0]}" >&2
  die "$*"
}

script='' out='' in='' vmr='' ctrl='' other='' append='' timeout=120
while [ $# -gt 0 ]; do
  option=$1
  shift
  case $option in
    --script | --out | --in | --vmr | --ctrl | --kernel | --append | --timeout) ;;
    *) usage "unknown option $option" ;;
  esac
  [ $# -gt 0 ] || usage "$option needs a value"
  [ "$option" != --kernel ] || option=--other
  printf -v "${option#--}" %s "$1"
  shift
done
[ -r "$script" ] || usage "--script: '$script' is no file"
[ -n "$out" ] || usage "--out is missing"
[ -z "$in" ] || [ -d "$in" ] || usage "--in: '$in' is no folder"
[ -z "$vmr" ] || [ -d "$vmr/lib" ] || usage "--vmr: '$vmr' holds no build"
[ -z "$other" ] || [ -r "$other" ] || usage "--kernel: '$other' is no file"
[ -z "$ctrl" ] || [ -S "$ctrl" ] || usage "--ctrl: '$ctrl' is no socket"
case $timeout in '' | *[!0-9]* | 0*) usage "--timeout: '$timeout' is no number of seconds" ;; esac

PATH=$PATH:/usr/sbin:/sbin
need qemu-system-x86_64=qemu-system-x86 mkfs.ext4=e2fsprogs
paths=$("$here/system.sh")
{ read -r kernel && read -r initramfs && read -r disk; } <<<"$paths"
kernel=${other:-$kernel}

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -rf "$out/files" "$out/in"
rm -f "$out"/{output.txt,console.txt,qemu.txt,status,SHA256SUMS,in.img,out.img}
: >"$out/console.txt"

# The launcher finds the build where it is in the source tree.
add_vmr() {
  mkdir -p "$1/cli/target/native/com/sun/jna"
  cp "$here/../../vmr" "$1/"
  cp -r "$vmr/vmr-cli.jar" "$vmr/lib" "$1/cli/target/"
  cp -r "$vmr/native/com/sun/jna/linux-$(uname -m | tr _ -)" "$1/cli/target/native/com/sun/jna/"
  # Nothing is built there, and an archive of the classes would hold only where it was made.
  touch "$1/cli/target/built" "$1/cli/target/classes.jsa"
}

mkdir -p "$out/in/files"
cp "$script" "$out/in/script"
[ -z "$in" ] || cp -r "$in/." "$out/in/files/"
[ -z "$vmr" ] || add_vmr "$out/in/vmr"
make_image "$out/in" "$out/in.img"
rm -r "$out/in"
truncate -s 1G "$out/out.img"

# shellcheck disable=SC2054 # the commas are QEMU's
arguments=(
  -nodefaults -no-user-config -display none -monitor none -no-reboot
  # Never KVM: results and times are to be the same where there is none.
  -M q35 -accel tcg,thread=multi -cpu max -smp 2 -m 1024
  -chardev "file,id=console,path=$(path "$out/console.txt")" -serial chardev:console
  -chardev "file,id=output,path=$(path "$out/output.txt")" -serial chardev:output
  -drive "if=none,id=a,format=raw,snapshot=on,file=$(path "$disk")" -device virtio-blk-pci,drive=a
  -drive "if=none,id=b,format=raw,snapshot=on,file=$(path "$out/in.img")" -device virtio-blk-pci,drive=b
  -drive "if=none,id=c,format=raw,file=$(path "$out/out.img")" -device virtio-blk-pci,drive=c
  -kernel "$kernel" -initrd "$initramfs"
  -append "console=ttyS0 quiet panic=0 $append"
)
[ -z "$ctrl" ] || arguments+=(
  -chardev "socket,id=t,path=$(path "$ctrl")" -tpmdev emulator,id=t0,chardev=t -device tpm-crb,tpmdev=t0
)
run_qemu "$timeout" "${arguments[@]}"

tar -x -f "$out/out.img" -C "$out" --no-same-owner || fail "the files that the guest left are damaged"
(cd "$out" && sha256sum --quiet -c SHA256SUMS >&2) || fail "the files that the guest left are damaged"
rm "$out/in.img" "$out/out.img"
read -r status <"$out/status"
if [ "$status" -ne 0 ]; then
  say "the script ended with status $status; the end of what it wrote ($out/output.txt):"
  tail -n 20 "$out/output.txt" >&2
  exit "$status"
fi
printf 'seconds=%d.%02d\n' $((elapsed / 100)) $((elapsed % 100))
