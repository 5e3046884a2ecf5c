#!/usr/bin/env bash
# tools/setup/run.sh STEP... -- COMMAND...
#
# Runs the steps (rust, lint, check-tools, audit-tools, mutation-tools, fuzz-tools, wasm-tools, node, browsers, more-browsers, redis,
# lighthouse) in this order, then the command with their tools first in PATH. A step prints messages only if it has work to do. The
# cache is UPDATE_PHONE_CACHE, by default ~/.cache/update-phone. rust.sh explains UPDATE_PHONE_RUST=auto|rustup|debian.
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
# Scripts that call themselves through this one check this variable.
export UPDATE_PHONE_SET_UP=$root
if [ $# -gt 0 ]; then exec "$@"; fi
