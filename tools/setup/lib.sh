# shellcheck shell=bash
# Helpers of the set-up scripts; sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# shellcheck source=tools/setup/versions
. "$root/tools/setup/versions"

say() { printf 'set-up: %s\n' "$1" >&2; }

# fail PROBLEM REMEDY: prints both and exits
fail() {
  printf 'set-up: error: %s\n' "$1" >&2
  printf 'set-up: remedy: %s\n' "$2" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# first_program NAME...: prints the path of the first program that exists; skips empty names
first_program() {
  local name
  for name in "$@"; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  return 1
}

# The cache has the tools that take long to build, keyed by version, outside the checkout.
if [ -z "${UPDATE_PHONE_CACHE:-}" ] && [ -z "${XDG_CACHE_HOME:-}" ] && [ -z "${HOME:-}" ]; then
  fail "there is no home folder for the cache of built tools" "set UPDATE_PHONE_CACHE to a writable folder"
fi
cache=${UPDATE_PHONE_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/update-phone}
case $cache in /*) ;; *) cache=$PWD/$cache ;; esac
export UPDATE_PHONE_CACHE=$cache # absolute, so that commands in other folders use the same one

# version_at_least ACTUAL NEEDED: compares versions of dotted numbers
version_at_least() {
  local actual needed i
  IFS=. read -r -a actual <<<"${1%%-*}"
  IFS=. read -r -a needed <<<"$2"
  for i in 0 1 2; do
    if ((${actual[i]:-0} > ${needed[i]:-0})); then return 0; fi
    if ((${actual[i]:-0} < ${needed[i]:-0})); then return 1; fi
  done
}

# prepend_path DIR: puts a folder first in PATH unless PATH has it
prepend_path() {
  case ":$PATH:" in ":$1:"*) ;; *) PATH=$1:$PATH ;; esac
}

# step MESSAGE LOG REMEDY COMMAND...: runs a command with its output in a log, and shows the end of the log if the command fails.
# The command may be a function. It runs in a subshell with errexit, so step must not be called in a condition.
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
    fail "the step above ended with status $status (full output: $log)" "$remedy"
  fi
}

# try SECONDS LOG COMMAND...: runs a command that may fail, with its output in a log and a time limit if there is `timeout`.
try() {
  local seconds=$1 log=$cache/logs/$2.log
  shift 2
  mkdir -p "$cache/logs"
  if has timeout; then set -- timeout "$seconds" "$@"; fi
  "$@" >"$log" 2>&1 </dev/null
}

# locked FUNCTION: runs a function while no other set-up works in the same cache. The function must check again whether there is
# work to do. flock's lock ends with its processes; systems without flock use a folder as the lock.
locked() {
  mkdir -p "$cache" || fail "cannot write to $cache" "set UPDATE_PHONE_CACHE to a writable folder"
  if has flock; then
    exec 9>"$cache/lock"
    if ! flock -n 9; then
      say "waiting for another set-up in $cache"
      flock 9
    fi
    "$1"
    exec 9>&-
  else
    local lock=$cache/lock.d waits=0
    until mkdir "$lock" 2>/dev/null; do
      if [ -s "$lock/pid" ] && ! kill -0 "$(cat "$lock/pid")" 2>/dev/null; then rm -rf "$lock"; continue; fi
      if [ "$waits" -eq 0 ]; then say "waiting for another set-up in $cache (if there is none: rm -r $lock)"; fi
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

# apt_install PURPOSE OTHER_REMEDY PACKAGE...
apt_install() {
  local purpose=$1 remedy=$2 sudo=()
  shift 2
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "$purpose needs Debian packages and you are not root" "as root: apt-get install $*; or else $remedy"
    sudo=(sudo)
    [ -t 2 ] || sudo+=(-n)
  fi
  step "installing Debian's $* for $purpose (1 to 3 minutes, once)" "apt" \
    "see why 'apt-get install $*' fails; or else $remedy" \
    apt_get_install ${sudo[@]+"${sudo[@]}"} -- "$@"
}

# Removes no package: the user decides about conflicts.
apt_get_install() {
  local sudo=()
  while [ "$1" != -- ]; do sudo+=("$1") && shift; done
  shift
  ${sudo[@]+"${sudo[@]}"} apt-get update || echo "apt-get update failed; continuing with the local lists"
  ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends --no-remove "$@"
}

# cargo_tool NAME VERSION BINARY PURPOSE [OPTION...]: builds a tool into the cache unless it is there
cargo_tool() {
  local name=$1 version=$2 binary=$3 purpose=$4 dir=$cache/cargo-tools/$1-$2
  shift 4
  if [ -x "$dir/bin/$binary" ]; then return; fi
  step "building $name $version, $purpose (about 3 minutes, once)" "$name" \
    "crates are fetched from the crates registry: see that it can be reached, and try again" \
    install_cargo_tool "$name" "$version" "$dir" "$@"
}

install_cargo_tool() {
  local name=$1 version=$2 dir=$3 build=$cache/build/$1-$2
  shift 3
  rm -rf "$dir" "$dir.partial"
  mkdir -p "$cache/cargo-tools" "$build"
  # Outside the checkout, so that its cargo configuration does not apply. After an interruption the next run continues with the
  # compiled crates in $build.
  cd "$build"
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
  CARGO_TARGET_DIR=$build cargo install "$name" --version "=$version" --root "$dir.partial" "$@"
  mv "$dir.partial" "$dir"
  cd "$cache"
  rm -rf "$build"
}
