# A kernel that lets its list be staged, and a daemon that follows it meanwhile; see ImaGuestIT.
set -eu
. "$IN/ima.sh"
prepare
staged=${list}_staged
[ -e "$staged" ]
start_daemon
until_true 100 [ -S /run/vmr/api ]
measure 0 200
until_true 30 has_followed "$(count)"

# stage A, stage D: when nobody reads.
stage() { until_true 10 try_stage "$1"; }
try_stage() { echo "$1" 2>/dev/null >"$staged"; }

# More is measured all the time. What is staged is saved, and deleted when what came behind it has been followed too.
measure 200 800 10000 &
writer=$!
deleted=0
mkdir "$OUT/pieces"
for piece in 1 2 3 4 5; do
  usleep 300000
  stage A
  cat "$staged" >"$OUT/pieces/$piece"
  entries=$(wc -l <"$ima/ascii_runtime_measurements_staged")
  deleted=$((deleted + entries))
  say "$entries entries are staged, $(followed) followed, $(count) in the list"
  until_true 30 has_followed $((deleted + 1))
  stage D
done
wait "$writer"
evidence "$OUT/trimmed" "$deleted"
say "nothing lost so far"

# The writer keeps the list open from A to D: what was not followed before cannot be had.
kill -STOP "$daemon"
measure 800 803
cat "$list" >"$OUT/lost"
stage A
stage D
measure 803 806
kill -CONT "$daemon"
until_true 30 grep -q '^mr_ima ima.gap' "$log"
until_true 30 grep -q 'file_805' "$log"
status "$OUT/status.json"
say "done"
kill "$daemon"
wait "$daemon" || true
