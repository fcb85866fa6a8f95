# A daemon follows the kernel's list while 2,000 files are measured, and is killed and started again three times
# meanwhile; see ImaGuestIT.
set -eu
. "$IN/ima.sh"
prepare
dmesg | grep -i 'ima:' >"$OUT/dmesg.txt" || true

# The files, some of them while there is no daemon and some while there is one.
(
  measure 0 600
  for kill in 1 2 3; do
    until [ -e "/run/started-$kill" ]; do usleep 20000; done
    measure $((kill * 350 + 250)) $((kill * 350 + 600))
  done
  until [ -e /run/ready ]; do usleep 20000; done
  measure 1650 2000 3000
) &
writer=$!

for kill in 1 2 3; do
  start_daemon
  until_true 100 has_followed $((kill * 350 - 200))
  kill -9 "$daemon"
  wait "$daemon" 2>/dev/null || true
  say "killed after $(followed) of $(count) entries"
  : >"/run/started-$kill"
done
start_daemon
until_true 100 [ -S /run/vmr/api ]
: >/run/ready
wait "$writer"
say "followed $(followed) of $(count) entries when the last was measured"
evidence "$OUT/whole" 0
vmr status --socket /run/vmr/api >"$OUT/status.txt"

say "evidence is there"

# Another program has a list open to write: nobody can read one.
exec 5>"$list"
measure 2000 2010
usleep 400000
status "$OUT/busy.json"
exec 5>&-
until_true 30 has_followed "$(count)"

# delete N: the first N entries, when nobody reads.
delete() { until_true 10 try_delete "$1"; }
try_delete() { echo "$1" 2>/dev/null >"$list"; }

# How many entries of the list as it is now were followed, but for the last of them.
deletable() { echo $(($(followed) - deleted - 1)); }
some_deletable() { [ "$(deletable)" -gt 0 ]; }

# What was followed is deleted, but for the last entry, while more is measured. Each piece is what the list was before.
measure 2010 2300 5000 &
writer=$!
deleted=0
mkdir "$OUT/pieces"
for piece in 1 2 3 4 5; do
  usleep 300000
  until_true 30 some_deletable # on a busy machine the follower is not there at once
  first=$(deletable)
  say "$first of $(count) entries are to be deleted"
  cat "$list" >"$OUT/pieces/$piece-$first"
  delete "$first"
  deleted=$((deleted + first))
done
wait "$writer"
evidence "$OUT/trimmed" "$deleted"

# Entries that nobody followed are deleted.
kill -STOP "$daemon"
measure 2300 2303
cat "$list" >"$OUT/lost"
delete "$(count)"
measure 2303 2306
kill -CONT "$daemon"
until_true 30 grep -q '^mr_ima ima.gap' "$log"
until_true 30 grep -q 'file_2305' "$log"
usleep 300000
mkdir "$OUT/gap"
cat "$list" >"$OUT/gap/binary_runtime_measurements"
cat "$log" >"$OUT/gap/log"
cat "$sample/rtmr1:sha384" >"$OUT/gap/register"
status "$OUT/gap/status.json"
say "done"
kill "$daemon"
wait "$daemon" || true
