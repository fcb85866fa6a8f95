#!/usr/bin/env bash
# Fetches Debian's cloud kernel, of the version that apt names now, and unpacks it without installing it.
# Prints two lines: the path of vmlinuz, and the folder of its modules (lib/modules/RELEASE).
# Needs apt's ordinary configuration; root only where the package lists are absent or outdated.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lab.bash"

need apt-get=apt dpkg=dpkg flock=util-linux

# Sets package to what the meta package depends on now (empty when apt does not know), and version, folder:
# one package name has several builds over time.
resolve() {
  package=$({ apt-cache depends linux-image-cloud-amd64 2>/dev/null || true; } |
    awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9].*-cloud-amd64$/ { print $2 }')
  package=${package%%$'\n'*}
  version=$([ -z "$package" ] || apt-cache policy "$package" | awk '$1 == "Candidate:" { print $2 }')
  folder=$cache/kernel/${package}_$version
}

refresh() {
  [ "$(id -u)" -eq 0 ] || die "$1; run 'apt-get update' as root first"
  say "$1; running apt-get update"
  apt-get -qq update >&2
  resolve
  [ -n "$package" ] || die "apt names no kernel for linux-image-cloud-amd64"
}

# download FOLDER: the package into FOLDER; apt's own words appear only when it fails.
download() {
  if ! (cd "$1" && apt-get -qq download "$package=$version" >log 2>&1); then
    cat "$1/log" >&2
    return 1
  fi
}

# unpack NEWFOLDER FOLDER: what the package in FOLDER contains.
unpack() {
  dpkg -x "$2"/*.deb "$1"
  rm -rf "${1:?}/usr"
}

resolve
[ -n "$package" ] || refresh "apt does not know linux-image-cloud-amd64"
if [ ! -d "$folder" ]; then
  loading=$(mktemp -d)
  trap 'rm -rf "$loading"' EXIT
  # A list older than the archive names files that are gone.
  download "$loading" || {
    refresh "$package $version cannot be downloaded"
    download "$loading" || die "$package $version cannot be downloaded"
  }
  cached "$folder" unpack "$loading"
fi

release=${package#linux-image-}
for path in "$folder/boot/vmlinuz-$release" "$folder/lib/modules/$release"; do
  [ -e "$path" ] || die "$package $version does not contain $path"
  printf '%s\n' "$path"
done
