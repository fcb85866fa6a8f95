#!/bin/bash
# Downloads the cloud kernel that apt has, unpacks it into the cache, and prints the folder of that
# version: it holds vmlinuz and modules/.
set -euo pipefail

cache=${VMR_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vmr/lab}

package() {
  apt-cache depends linux-image-cloud-amd64 2>/dev/null |
    awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9]/ { print $2; exit }'
}

name=$(package)
if [ -z "$name" ] && [ "$(id -u)" = 0 ]; then
  apt-get -qq update >&2
  name=$(package)
fi
if [ -z "$name" ]; then
  echo "kernel.sh: apt knows no linux-image-cloud-amd64" >&2
  exit 1
fi

folder=$cache/$name
if [ ! -e "$folder/vmlinuz" ]; then
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/download.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && apt-get -qq download "$name" >&2 && dpkg -x ./*.deb unpacked)
  mkdir "$work/done"
  cp "$work"/unpacked/boot/vmlinuz-* "$work/done/vmlinuz"
  mv "$work"/unpacked/lib/modules/* "$work/done/modules"
  rm -rf "$folder"
  mv "$work/done" "$folder"
fi
echo "$folder"
