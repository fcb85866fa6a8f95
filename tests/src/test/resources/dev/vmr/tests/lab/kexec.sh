# A kernel starts another by kexec while two daemons follow its list; see KexecIT. One has a register that outlives the
# kernel, the other those of the sample, which do not. What lies in /kept is on the disk, and both kernels have it.
set -eu
. "$IN/ima.sh"
kept=/kept
tpm=/sys/class/tpm/tpm0

# configure NAME: standard input is what comes first in its configuration.
configure() {
  mkdir -p "$kept/$1"
  { cat && printf 'state = "%s"\nsocket = "/run/%s"\n[ima]\n' "$kept/$1" "$1"; } >"$kept/$1.toml"
}

start() {
  vmr daemon --config "$kept/$1.toml" >>"$OUT/daemon.txt" 2>&1 &
  daemon=$!
}

# The simulated register goes by the kernel's boot id. Hardware does not, so it is given the new one.
outlive() {
  tr -d '\n-' </proc/sys/kernel/random/boot_id | xxd -r -p |
    dd of="$kept/outliving/simulated/registers" bs=1 seek=32 conv=notrunc 2>/dev/null
}

extensions() { grep -c '^mr_ima extend ' "$1" || true; }
has_file() { grep -q "/file_$2\$" "$1" 2>/dev/null; }
both_have() { has_file "$kept/outliving/rtmr3.log" "$1" && has_file "$kept/reset/rtmr1.log" "$1"; }

pcrs() {
  for bank in "$tpm"/pcr-*; do
    echo "  ${bank##*/pcr-}:"
    for index in $(seq 0 23); do
      printf '    %-2d: 0x%s\n' "$index" "$(cat "$bank/$index")"
    done
  done
}

# collect FOLDER: the kernel's lists and the TPM's PCRs, while nothing is measured.
collect() {
  mkdir -p "$1"
  while :; do
    collected=$(count)
    for each in "$ima"/*_runtime_measurements*; do
      cat "$each" >"$1/${each##*/}"
    done
    pcrs >"$1/pcrs.yaml"
    [ "$collected" != "$(count)" ] || break
  done
}

# first_kernel: its daemons are killed before it goes, so that what the log has and what the register has is on the disk.
first_kernel() {
  printf 'platform = "simulated"\n' | configure outliving
  printf 'platform = "tsm-mr"\nmeasurements = "%s"\nphysical = "rtmr1"\n' "$sample" | configure reset
  start outliving
  other=$daemon
  start reset
  measure 0 40
  until_true 100 both_have 39
  say "$(count) entries in the list of the first kernel"
  java -XX:TieredStopAtLevel=1 -Djna.nounpack=true \
    -Djna.boot.library.path="$(echo /in/vmr/cli/target/native/com/sun/jna/*)" \
    -cp "$IN/classes:/in/vmr/cli/target/lib/*" dev.vmr.tests.lab.Kexec \
    "$IN/vmlinuz" "$IN/initramfs.cpio" "$(cat /proc/cmdline) vmr_lab.kexec" "$kept" &
  until_true 100 [ -e "$kept/loaded" ]
  kill -9 "$daemon" "$other"
  wait "$daemon" "$other" || true
  followed=$(extensions "$kept/outliving/rtmr3.log")
  echo "$followed" >"$kept/followed"
  say "$(count) entries, $followed followed, and now kexec"
  collect "$kept/first"
  sync
  : >"$kept/go"
  sleep 100 # until this kernel is no more
  exit 1
}

# Both logs, and the registers' values, are those of the list that was collected.
agreed() {
  collect "$OUT/second"
  cp "$kept/outliving/rtmr3.log" "$OUT/outliving.log"
  cp "$kept/outliving/simulated/registers" "$OUT/outliving/simulated/"
  cp "$kept/reset/rtmr1.log" "$OUT/reset/log"
  cat "$sample/rtmr1:sha384" >"$OUT/reset/register"
  [ "$(extensions "$OUT/reset/log")" = "$collected" ] &&
    [ "$(extensions "$OUT/outliving.log")" = $((collected + before)) ] && [ "$collected" = "$(count)" ]
}

second_kernel() {
  mkdir -p "$OUT/outliving/simulated" "$OUT/reset"
  cp -r "$kept/first" "$kept/followed" "$OUT/"
  cp "$kept/reset/rtmr1.log" "$OUT/before.log"
  cat "$sample/rtmr1:sha384" >"$OUT/initial"
  outlive
  start outliving
  start reset
  measure 40 80
  until_true 100 both_have 79
  # A list that was handed over begins with what was followed already.
  before=$(cat "$kept/followed")
  ! grep -q '/file_0$' "$ima/ascii_runtime_measurements" || before=0
  status "$OUT/outliving.json" /run/outliving
  status "$OUT/reset.json" /run/reset
  cp "$kept/reset"/rtmr1.log.* "$OUT/archived.log"
  cat /etc/passwd /etc/group >/dev/null # as tar will, when it brings all of this out
  until_true 30 agreed
  say "$collected entries in the list of the second kernel, $before before it"
  dmesg | grep -iE '(tpm|\bima\b|kexec)' >"$OUT/dmesg.txt" || true
}

modprobe tsm_mr_sample || [ -d "$sample" ] # or it is part of the kernel
mkdir -p /measured
if grep -q vmr_lab.kexec /proc/cmdline; then second_kernel; else first_kernel; fi
