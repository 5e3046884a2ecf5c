#!/usr/bin/env bash
# tools/setup/run.sh STEP... -- COMMAND...
#
# Sees that the steps (rust, lint, check-tools, audit-tools, mutation-tools, fuzz-tools, wasm-tools, node, browsers, more-browsers, redis,
# lighthouse) are done, in this order, and runs the command with what they provide first in PATH. Each step says what it does only if
# there is something to do. The folder for what is slow is UPDATE_PHONE_CACHE (else ~/.cache/update-phone);
# UPDATE_PHONE_RUST=auto|rustup|debian is explained in rust.sh.
set -euo pipefail

setup=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tools/setup/lib.sh
. "$setup/lib.sh"
# shellcheck source=tools/setup/rust.sh
. "$setup/rust.sh"
# shellcheck source=tools/setup/check-tools.sh
. "$setup/check-tools.sh"
# shellcheck source=tools/setup/fuzz-tools.sh
. "$setup/fuzz-tools.sh"
# shellcheck source=tools/setup/wasm-tools.sh
. "$setup/wasm-tools.sh"
# shellcheck source=tools/setup/node-modules.sh
. "$setup/node-modules.sh"
# shellcheck source=tools/setup/browsers.sh
. "$setup/browsers.sh"
# shellcheck source=tools/setup/more-browsers.sh
. "$setup/more-browsers.sh"
# shellcheck source=tools/setup/redis.sh
. "$setup/redis.sh"
# shellcheck source=tools/setup/lighthouse.sh
. "$setup/lighthouse.sh"

rust=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  case $1 in
    rust)
      setup_rust
      rust=1
      ;;
    lint) setup_lint ;;
    check-tools) setup_check_tools ;;
    audit-tools) setup_audit_tools ;;
    mutation-tools) setup_mutation_tools ;;
    fuzz-tools) setup_fuzz_tools ;;
    wasm-tools) setup_wasm_tools ;;
    node) setup_node ;;
    browsers) setup_browsers ;;
    more-browsers) setup_more_browsers ;;
    redis) setup_redis ;;
    lighthouse) setup_lighthouse ;;
    *) fail "there is no step '$1'" "use rust, lint, check-tools, audit-tools, mutation-tools, fuzz-tools, wasm-tools, node, browsers, more-browsers, redis or lighthouse" ;;
  esac
  shift
done
shift || true

if [ -n "$rust" ]; then set_wasm_flags; fi
export PATH
# Tells the scripts that call themselves through this one that it is done.
export UPDATE_PHONE_SET_UP=$root
if [ $# -gt 0 ]; then exec "$@"; fi
