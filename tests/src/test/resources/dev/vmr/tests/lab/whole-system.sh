# The daemon in a guest, on the kernel's registers and behind the kernel's TPM device; see GuestIT.
set -eu
. "$IN/daemon.sh"
export TPM2TOOLS_TCTI=device:/dev/tpmrm0
digest=sha384/$(printf '%096d' 0)
traffic() { java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$IN/classes" dev.vmr.tests.lab.DeviceTraffic "$@"; }

modprobe tsm_mr_sample
modprobe tpm_vtpm_proxy
cat "$measurements/rtmr1:sha384" >"$OUT/initial"
cat "$measurements/rtmr_crypto_agile:sha256" >"$OUT/initial-agile"
cat "$measurements/static_mr:sha384" >"$OUT/static"

start_daemon /tmp/state rtmr1 libtpms
traffic clients
traffic objects
call Extend '{"name":"mr_app","digests":["'"$digest"'"],"note":"in the guest"}'
call Extend '{"name":"pcr15","digests":["sha256/'"$(printf '%064d' 1)"'"]}'
call Append '{"name":"mr_app","operation":"model.loaded","content":"weights.bin"}'
call Status '{}' >"$OUT/status.json"

# Killed while two clients extend.
traffic stream >"$OUT/answered" &
stream=$!
until grep -q '' "$OUT/answered"; do usleep 20000; done
sleep 1
kill -9 "$daemon"
wait "$stream"
! wait "$daemon"

start_daemon /tmp/state rtmr1 libtpms
evidence "$OUT/restarted" /tmp/state rtmr1:sha384
traffic clients
tpm2_pcrextend 11:sha256="$(printf '%064d' 2)"
tpm2_createek -c /tmp/ek.ctx -G ecc -u /tmp/ek.pub
tpm2_createak -C /tmp/ek.ctx -c /tmp/ak.ctx -G ecc -g sha256 -s ecdsa -u "$OUT/ak.pub" -f pem
tpm2_quote -c /tmp/ak.ctx -l sha256:11,12,13,14,15 -q 0123abcd -m "$OUT/quote.msg" -s "$OUT/quote.sig" \
  -o "$OUT/quote.pcrs" -g sha256
evidence "$OUT/quoted" /tmp/state rtmr1:sha384
! call Evidence '{}'
cat /tmp/reply >"$OUT/no-quote.json"
kill "$daemon"
wait "$daemon" || true

# The engine without keys, on another register.
start_daemon /tmp/other rtmr_crypto_agile.sha256 pcr-only
traffic clients
evidence "$OUT/pcr-only" /tmp/other rtmr_crypto_agile:sha256
kill "$daemon"
wait "$daemon" || true

cat /sys/kernel/security/ima/binary_runtime_measurements >"$OUT/ima.bin"
dmesg >"$OUT/dmesg.txt"
