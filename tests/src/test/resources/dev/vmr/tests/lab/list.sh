# The guest's side of ImaGuestIT: what the kernel listed and what the TPM holds.
set -eu

ima=/sys/kernel/security/ima
tpm=/sys/class/tpm/tpm0
cat /etc/passwd /etc/group >/dev/null # as tar will, when it brings all of this out
while :; do
  before=$(cat "$ima/runtime_measurements_count")
  for list in "$ima"/*_runtime_measurements*; do
    cat "$list" >"$OUT/${list##*/}"
  done
  for bank in "$tpm"/pcr-*; do
    echo "  ${bank##*/pcr-}:"
    for index in $(seq 0 23); do
      printf '    %-2d: 0x%s\n' "$index" "$(cat "$bank/$index")"
    done
  done >"$OUT/pcrs.yaml"
  [ "$before" != "$(cat "$ima/runtime_measurements_count")" ] || break
done
