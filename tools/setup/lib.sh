# shellcheck shell=bash
# Helpers of the set-up scripts; sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# shellcheck source=tools/setup/versions
. "$root/tools/setup/versions"

say() { printf 'set-up: %s\n' "$1" >&2; }

# fail WHAT REMEDY
fail() {
  printf 'set-up: error: %s\n' "$1" >&2
  printf 'set-up: remedy: %s\n' "$2" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# first_program NAME...: the path of the first that there is; empty names are passed over
first_program() {
  local name
  for name in "$@"; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  return 1
}

# What is slow to make lives here, outside the checkout, keyed by version.
if [ -z "${UPDATE_PHONE_CACHE:-}" ] && [ -z "${XDG_CACHE_HOME:-}" ] && [ -z "${HOME:-}" ]; then
  fail "there is no home folder to keep built tools in" "set UPDATE_PHONE_CACHE to a folder that may be written"
fi
cache=${UPDATE_PHONE_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/update-phone}
case $cache in /*) ;; *) cache=$PWD/$cache ;; esac
export UPDATE_PHONE_CACHE=$cache # the same folder for commands that run elsewhere, were it a relative one

# version_at_least HAVE WANT, of dotted numbers
version_at_least() {
  local have want i
  IFS=. read -r -a have <<<"${1%%-*}"
  IFS=. read -r -a want <<<"$2"
  for i in 0 1 2; do
    if ((${have[i]:-0} > ${want[i]:-0})); then return 0; fi
    if ((${have[i]:-0} < ${want[i]:-0})); then return 1; fi
  done
}

# prepend_path DIR: first in PATH, once
prepend_path() {
  case ":$PATH:" in ":$1:"*) ;; *) PATH=$1:$PATH ;; esac
}

# step MESSAGE LOG REMEDY COMMAND...: the command's output goes to a log, whose end is shown when the command fails.
# The command may be a function; it runs in a subshell with errexit, so step must not be called in a condition.
step() {
  local message=$1 log=$cache/logs/$2.log remedy=$3 status=0
  shift 3
  say "$message"
  mkdir -p "$cache/logs"
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    tail -n 20 "$log" | sed 's/^/  | /' >&2
    fail "the step above ended with status $status (everything it said: $log)" "$remedy"
  fi
}

# try SECONDS LOG COMMAND...: the same for what may fail and has a time limit where there is `timeout`.
try() {
  local seconds=$1 log=$cache/logs/$2.log
  shift 2
  mkdir -p "$cache/logs"
  if has timeout; then set -- timeout "$seconds" "$@"; fi
  "$@" >"$log" 2>&1 </dev/null
}

# locked FUNCTION: runs it while no other set-up is at work in the same cache. The function looks again whether there is
# anything left to do. flock's lock ends with the processes that hold it; the folder is for systems without flock.
locked() {
  mkdir -p "$cache" || fail "cannot write to $cache" "set UPDATE_PHONE_CACHE to a folder that may be written"
  if has flock; then
    exec 9>"$cache/lock"
    if ! flock -n 9; then
      say "waiting for another set-up that is at work in $cache"
      flock 9
    fi
    "$1"
    exec 9>&-
  else
    local lock=$cache/lock.d waits=0
    until mkdir "$lock" 2>/dev/null; do
      if [ -s "$lock/pid" ] && ! kill -0 "$(cat "$lock/pid")" 2>/dev/null; then rm -rf "$lock"; continue; fi
      if [ "$waits" -eq 0 ]; then say "waiting for another set-up that is at work in $cache (if there is none: rm -r $lock)"; fi
      waits=$((waits + 1))
      sleep 1
    done
    trap 'rm -rf "$UPDATE_PHONE_CACHE/lock.d"' EXIT
    echo $$ >"$lock/pid"
    "$1"
    rm -rf "$lock"
    trap - EXIT
  fi
}

# apt_install WHY OTHER_REMEDY PACKAGE...
apt_install() {
  local why=$1 remedy=$2 sudo=()
  shift 2
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "$why needs Debian packages and you are not root" "as root: apt-get install $*; or else $remedy"
    sudo=(sudo)
    [ -t 2 ] || sudo+=(-n)
  fi
  step "installing Debian's $* for $why (1 to 3 minutes, once)" "apt" \
    "see why 'apt-get install $*' fails; or else $remedy" \
    apt_get_install ${sudo[@]+"${sudo[@]}"} -- "$@"
}

# Nothing is removed for it: a package in conflict is for the user to decide about.
apt_get_install() {
  local sudo=()
  while [ "$1" != -- ]; do sudo+=("$1") && shift; done
  shift
  ${sudo[@]+"${sudo[@]}"} apt-get update || echo "apt-get update failed; trying with the lists that are here"
  ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends --no-remove "$@"
}

# cargo_tool NAME VERSION BINARY WHY [OPTION...]
cargo_tool() {
  local name=$1 version=$2 binary=$3 why=$4 dir=$cache/cargo-tools/$1-$2
  shift 4
  if [ -x "$dir/bin/$binary" ]; then return; fi
  step "building $name $version, $why (about 3 minutes, once)" "$name" \
    "crates are fetched from the crates registry: see that it can be reached, and try again" \
    install_cargo_tool "$name" "$version" "$dir" "$@"
}

install_cargo_tool() {
  local name=$1 version=$2 dir=$3 build=$cache/build/$1-$2
  shift 3
  rm -rf "$dir" "$dir.partial"
  mkdir -p "$cache/cargo-tools" "$build"
  # From a neutral folder, so that no cargo configuration of the checkout counts. What cargo has compiled before an
  # interruption is kept in $build, and the next run goes on from there.
  cd "$build"
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
  CARGO_TARGET_DIR=$build cargo install "$name" --version "=$version" --root "$dir.partial" "$@"
  mv "$dir.partial" "$dir"
  cd "$cache"
  rm -rf "$build"
}
