#!/usr/bin/env bash
# Checks the licences and sources of the crates in the module, and that no crate is there twice. With --advisories, checks crates
# and npm packages for known vulnerabilities instead, which needs GitHub and npm.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = --advisories ]; then
  status=0
  cargo deny --locked check advisories || status=1
  # The package itself must have no vulnerability, the tools none of high severity.
  npm audit --workspace update-phone || status=1
  npm audit --audit-level=high || status=1
  exit "$status"
fi
cargo deny --locked check licenses bans sources
