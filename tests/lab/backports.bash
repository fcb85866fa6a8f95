# A newer kernel than the system's own, with what builds modules for it: the suites that it comes from, read without
# touching apt's own setup. To be sourced after lab.bash.

suite=trixie

# debian_apt PROGRAM ARGUMENT...: apt-get or apt-cache as if nothing were installed, and as if the suites
# of use_suites were all there is.
debian_apt() {
  local program=$1
  shift
  "$program" -oDir::Etc::sourcelist="$apt/sources.list" -oDir::Etc::sourceparts=/dev/null \
    -oDir::Etc::preferencesparts=/dev/null -oDir::State::Lists="$apt/lists" -oDir::State::status="$apt/status" \
    -oDir::State::extended_states="$apt/extended_states" -oDir::Cache="$apt/cache" -oDebug::NoLocking=true \
    -oAPT::Sandbox::User="$(id -un)" -oAPT::Install-Recommends=false -oAPT::Architectures::= "$@"
}

# use_suites SUITE...: reads what these suites hold now. Where the archive cannot be reached what was read before is
# good enough.
use_suites() {
  local name uri key
  apt=$cache/apt/$(printf '%s+' "$@")
  mkdir -p "$apt"/lists/partial "$apt"/cache/archives/partial
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Label: Debian' 'Created-By: Packages' 2>/dev/null || true)
  uri=${uri%%$'\n'*}
  [ -n "$uri" ] || unavailable "apt does not know where Debian's archive is; run 'apt-get update' as root first"
  key=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$key" ] || unavailable "missing Debian packages: debian-archive-keyring"
  exec 8>"$apt/lock"
  flock 8
  : >"$apt/status"
  for name in "$@"; do
    printf 'deb [signed-by=%s] %s %s main\n' "$key" "$uri" "$name"
  done >"$apt/sources.list"
  if ! debian_apt apt-get -qq update >"$apt/log" 2>&1; then
    say "$* cannot be read anew: $(tail -n 1 "$apt/log")"
  fi
  exec 8>&-
}

# Sets release, such as 7.3.4+deb13-cloud-amd64, to that of the newest kernel, and version to its package's.
resolve_kernel() {
  local package
  package=$({ debian_apt apt-cache depends linux-image-cloud-amd64 2>/dev/null || true; } |
    awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9].*-cloud-amd64$/ { print $2 }')
  package=${package%%$'\n'*}
  [ -n "$package" ] || unavailable "apt names no kernel of $suite-backports"
  release=${package#linux-image-}
  version=$(debian_apt apt-cache policy "$package" | awk '$1 == "Candidate:" { print $2 }')
  [ -n "$version" ] || unavailable "apt names no version of $package"
}

# download FOLDER PACKAGE...: these packages alone.
download() {
  local folder=$1
  shift
  (cd "$folder" && debian_apt apt-get -qq download "$@" >log 2>&1) || {
    cat "$folder/log" >&2
    unavailable "cannot be downloaded: $*"
  }
}

# download_closure FOLDER PACKAGE...: these packages and all that they depend on.
download_closure() {
  local folder=$1
  shift
  mkdir "$folder/partial"
  debian_apt apt-get -qq -y --download-only -oDir::Cache::archives="$folder" install "$@" >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    unavailable "cannot be downloaded: $*"
  }
}

# unpack ROOT PACKAGEFILE...: their files, no more: no script of theirs is run.
unpack() {
  local root=$1 file
  shift
  for file in "$@"; do
    dpkg-deb --fsys-tarfile "$file" | tar -x -C "$root" --keep-directory-symlink --no-same-owner \
      --exclude='./usr/share/doc' --exclude='./usr/share/man' --exclude='./usr/share/locale'
  done
}
