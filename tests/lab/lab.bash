# What the lab's scripts share: the cache folder, error messages, and folders that appear whole or not at all.
# To be sourced by bash with `set -euo pipefail`.

# Where everything that can be made again is kept, by version.
cache=${VMR_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vmr/lab}
case $cache in
  /*) ;;
  *) cache=$PWD/$cache ;;
esac

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# need PROGRAM=PACKAGE...: ends with the names of the Debian packages of the programs that are absent.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] || die "missing Debian packages: ${missing[*]}"
}

# cached FOLDER MAKER ARGUMENT...: leaves FOLDER in the cache, made by `MAKER NEWFOLDER ARGUMENT...` if it is not there.
# One process makes it while others wait; a maker that fails or is killed leaves nothing under the final name.
cached() {
  local folder=$1 maker=$2
  shift 2
  [ ! -d "$folder" ] || return 0
  mkdir -p "$(dirname "$folder")"
  exec 9>"$folder.lock"
  flock 9
  if [ ! -d "$folder" ]; then
    rm -rf "$folder.new"
    mkdir "$folder.new"
    "$maker" "$folder.new" "$@"
    mv "$folder.new" "$folder"
  fi
  exec 9>&-
}
