#!/usr/bin/env bash
# Checks the code without running it: formatters, linters, types, and the arrows between modules.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${UPDATE_PHONE_SET_UP:-}" = "$PWD" ] || exec tools/setup/run.sh rust lint check-tools node -- tools/check.sh

# shellcheck source=tools/stages.sh
. tools/stages.sh

# In CI an outdated lock file is an error; locally cargo updates it.
stage task "cargo fmt" cargo fmt --check
stage task "cargo fmt, fuzz targets" cargo fmt --manifest-path fuzz/Cargo.toml --check
stage task "clippy" cargo clippy ${CI:+--locked} --all-targets -- -D warnings
stage task "clippy, fuzz targets" \
  cargo clippy ${CI:+--locked} --manifest-path fuzz/Cargo.toml --no-default-features --all-targets -- -D warnings
stage task "clippy, wasm" cargo clippy ${CI:+--locked} --target wasm32-unknown-unknown --lib --tests -- -D warnings
stage task "prettier" prettier --check .
stage task "tsc, package" tsc --noEmit -p pkg
stage task "tsc, unit tests" tsc -p pkg/tsconfig.test.json
# The page and the examples use the types of the built package.
stage task "tsc, page" tsc --noEmit -p www
stage task "tsc, React example" tsc -p examples/react
stage task "vue-tsc, Vue example" vue-tsc -p examples/vue
stage task "cargo doc" env RUSTDOCFLAGS="-D warnings" cargo doc ${CI:+--locked} --quiet --no-deps
# Only the WebAssembly target compiles every part of the crate.
stage task "cargo doc, wasm" env RUSTDOCFLAGS="-D warnings" \
  cargo doc ${CI:+--locked} --quiet --no-deps --document-private-items --target wasm32-unknown-unknown
stage task "arrows between modules" node tools/check-arrows.mjs
stage task "contents of entries" node tools/build/check-entries.mjs
stage task "API reports" node tools/docs/api-report.mjs --check
stage task "doc comments" typedoc --emit none
stage task "unused code" knip --no-config-hints
stage task "misspellings" typos
stage task "workflows" node tools/check-workflows.mjs
stage task "versions" node tools/release/versions.mjs
stage task "notices" node tools/release/check-notices.mjs
stage task "phone metadata" node tools/metadata/generate.mjs --check
stage task "budgets of bytes" node tools/build/check-budgets.mjs
stage task "table of errors" node tools/docs/error-table.mjs --check

print_stages
if [ "$stages_failed" -gt 0 ]; then exit 1; fi
