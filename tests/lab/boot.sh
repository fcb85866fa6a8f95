#!/usr/bin/env bash
# Boots the guest under QEMU's software emulation with an swtpm-compatible server as its TPM, and brings out what the
# guest reports: OUT/{ima.bin,ima.txt,pcrs.yaml,bios.bin,dmesg.txt,uname.txt}, and with --reboot the same of the second
# boot in OUT/2. OUT also keeps console.txt, report.txt (as the serial port gave it) and qemu.txt (QEMU's own words).
# The last line on standard output is: seconds=N.NN
# Usage: boot.sh --ctrl SOCKET --device tpm-crb|tpm-tis --firmware seabios|ovmf --out DIR
#                [--reboot] [--template ima-ng] [--append 'kernel options'] [--timeout SECONDS (120)]
# SOCKET is the control channel; QEMU passes the data channel over it. QEMU ends it with SHUTDOWN.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"
. "$here/qemu.bash"

usage() {
  sed -n 's/^# \(Usage: boot\.sh.*\)/\1/p; s/^#  *\(\[--reboot.*\)/       \1/p' "${BASH_SOURCE[0]}" >&2
  die "$*"
}

ctrl='' device='' firmware='' out='' boots=1 template=ima-ng append='' timeout=120
while [ $# -gt 0 ]; do
  option=$1
  shift
  case $option in
    --reboot) boots=2 && continue ;;
    --ctrl | --device | --firmware | --out | --template | --append | --timeout) ;;
    *) usage "unknown option $option" ;;
  esac
  [ $# -gt 0 ] || usage "$option needs a value"
  printf -v "${option#--}" %s "$1"
  shift
done
case $device in tpm-crb | tpm-tis) ;; *) usage "--device: '$device' is neither tpm-crb nor tpm-tis" ;; esac
case $firmware in seabios | ovmf) ;; *) usage "--firmware: '$firmware' is neither seabios nor ovmf" ;; esac
case $timeout in '' | *[!0-9]* | 0*) usage "--timeout: '$timeout' is no number of seconds" ;; esac
[ -n "$out" ] || usage "--out is missing"
[ -S "$ctrl" ] || usage "--ctrl: '$ctrl' is no socket"

need qemu-system-x86_64=qemu-system-x86 base64=coreutils
code=/usr/share/OVMF/OVMF_CODE_4M.fd vars=/usr/share/OVMF/OVMF_VARS_4M.fd
[ "$firmware" = seabios ] || [ -r "$code" ] || die "missing Debian packages: ovmf"

paths=$("$here/kernel.sh")
{ read -r kernel && read -r modules; } <<<"$paths"
paths=$("$here/guest.sh" "$modules")
{ read -r initramfs && read -r disk; } <<<"$paths"

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -rf "$out/2"
rm -f "$out"/{ima.bin,ima.txt,pcrs.yaml,bios.bin,dmesg.txt,uname.txt,console.txt,report.txt,qemu.txt,vars.fd}
: >"$out/console.txt"

run="TPM $device, firmware $firmware"
# shellcheck disable=SC2054 # the commas are QEMU's
arguments=(
  -nodefaults -no-user-config -display none -monitor none
  # Never KVM: results and times are to be the same where there is none.
  -M q35 -accel tcg -cpu max -m 512
  -chardev "file,id=console,path=$(path "$out/console.txt")" -serial chardev:console
  -chardev "file,id=report,path=$(path "$out/report.txt")" -serial chardev:report
  -chardev "socket,id=c,path=$(path "$ctrl")" -tpmdev emulator,id=t0,chardev=c -device "$device,tpmdev=t0"
  -drive "if=none,id=d,format=raw,snapshot=on,file=$(path "$disk")" -device virtio-blk-pci,drive=d
  -kernel "$kernel" -initrd "$initramfs"
  # A panic stops the guest where it is; the loop below sees it on the console.
  -append "console=ttyS0 quiet panic=0 ima_policy=tcb ima_template=$template vmr_lab.boots=$boots $append"
)
[ "$boots" -gt 1 ] || arguments+=(-no-reboot)
if [ "$firmware" = ovmf ]; then
  cp "$vars" "$out/vars.fd"
  arguments+=(
    -drive "if=pflash,unit=0,format=raw,readonly=on,file=$code"
    -drive "if=pflash,unit=1,format=raw,file=$(path "$out/vars.fd")"
  )
fi

run_qemu "$timeout" "${arguments[@]}"

# decode BOOT FOLDER: the sections of one boot as files; fails on a missing, unknown or damaged one.
decode() {
  local boot=$1 folder=$2 line name='' sum inside='' body=''
  mkdir -p "$folder"
  while IFS= read -r line; do
    line=${line%$'\r'}
    case $line in
      "-----BEGIN BOOT $boot-----") inside=yes ;;
      "-----END BOOT $boot-----")
        [ -n "$inside" ] || fail "report of boot $boot has no beginning"
        [ -z "$name" ] || fail "report of boot $boot: $name has no end"
        return 0
        ;;
      "-----BEGIN "*)
        [ -n "$inside" ] || continue
        name=${line#-----BEGIN } && name=${name%-----} body=''
        case $name in
          ima.bin | ima.txt | pcrs.yaml | bios.bin | dmesg.txt | uname.txt) ;;
          *) fail "report of boot $boot: unknown section $name" ;;
        esac
        ;;
      "-----END "*)
        [ -n "$inside" ] || continue
        base64 -d <<<"$body" >"$folder/$name" || fail "report of boot $boot: $name is not base64"
        sum=$(sha256sum <"$folder/$name")
        [ "$line" = "-----END $name ${sum%% *}-----" ] || fail "report of boot $boot: $name is damaged"
        name=''
        ;;
      *) [ -z "$inside" ] || body+=$line$'\n' ;;
    esac
  done <"$out/report.txt"
  fail "report of boot $boot is missing or has no end"
}

# check FOLDER: all is there; bios.bin is not, where the firmware leaves no log.
check() {
  local name
  for name in ima.bin ima.txt pcrs.yaml dmesg.txt uname.txt; do
    [ -s "$1/$name" ] || fail "$1/$name is missing or empty"
  done
  [ "$(wc -l <"$1/ima.txt")" -gt 20 ] || fail "$1/ima.txt has too few entries"
}

decode 1 "$out"
check "$out"
if [ "$boots" -gt 1 ]; then
  decode 2 "$out/2"
  check "$out/2"
fi
printf 'seconds=%d.%02d\n' $((elapsed / 100)) $((elapsed % 100))
