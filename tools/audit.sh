#!/usr/bin/env bash
# What is judged of others' code: licences and sources of the crates that are in the module, and that none is there twice. With
# --advisories what is known of their weaknesses instead, and of those of the npm packages; that asks GitHub and npm.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = --advisories ]; then
  status=0
  cargo deny --locked check advisories || status=1
  # What is in the package itself is to be without any; of the tools, only what is grave counts.
  npm audit --workspace update-phone || status=1
  npm audit --audit-level=high || status=1
  exit "$status"
fi
cargo deny --locked check licenses bans sources
