#!/usr/bin/env bash
# Everything that is tested, in stages; goes on after a stage that fails. Ends with the line "N passed, N failed".
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${UPDATE_PHONE_SET_UP:-}" = "$PWD" ] || exec tools/setup/run.sh rust lint check-tools wasm-tools node browsers more-browsers redis -- tools/test.sh

# shellcheck source=tools/stages.sh
. tools/stages.sh

js_tests=()
while IFS= read -r file; do
  js_tests+=("$file")
done < <(find tests -name node_modules -prune -o -path tests/output -prune -o -name '*.test.mjs' -print | sort)

# In CI a lock file that does not fit is an error; at a desk cargo brings it up to date. The browser gets more than the 20 s
# of wasm-bindgen-test: a busy machine may need them to start it.
export WASM_BINDGEN_TEST_TIMEOUT=120

# Random tests begin at the commit: two runs of one commit test the same, and each commit tests something new.
commit=$(git rev-parse --short=8 HEAD 2>/dev/null || printf '%08x' "$(date +%s)")
export UPDATE_PHONE_TEST_SEED=${UPDATE_PHONE_TEST_SEED:-$((16#$commit))}

stage tests "TypeScript, unit tests" vitest run --root pkg
stage task "build" node tools/build/build.mjs
built=$((1 - stages_failed))
stage task "check" tools/check.sh
stage tests "Rust on the host" cargo test ${CI:+--locked} --no-fail-fast
# Without libFuzzer: what the fuzz targets hold, of their corpus and of fresh numbers.
fuzz=(--manifest-path fuzz/Cargo.toml --release --no-default-features)
stage tests "Corpus of the fuzz targets" cargo test ${CI:+--locked} "${fuzz[@]}"
stage task "Ten million numbers and texts at random" \
  cargo run ${CI:+--locked} --quiet "${fuzz[@]}" --example random_numbers -- 10000000 "$UPDATE_PHONE_TEST_SEED"
# no-install: wasm-pack is to use what the set-up has put into PATH, and to download nothing. It has no --no-fail-fast: after a
# file with a failing test the other files of that stage are not run.
stage tests "Rust as wasm, Node.js" wasm-pack test --mode no-install --node -- ${CI:+--locked}
# The same files in a browser, which is what the variable is for. How Chromium is started says webdriver.json.
stage tests "Rust as wasm, Chromium" env WASM_BINDGEN_USE_BROWSER=1 \
  wasm-pack test --mode no-install --headless --chrome --chromedriver "$CHROMEDRIVER" -- ${CI:+--locked}
if [ "$built" -eq 1 ]; then
  stage tests "JavaScript" node --test --test-timeout=360000 --test-reporter=spec ${js_tests[@]+"${js_tests[@]}"}
else
  skipped_stage "JavaScript" "the package could not be built"
fi

print_stages
printf '\n%s passed, %s failed\n' "$tests_passed" "$tests_failed"
if [ "$stages_failed" -gt 0 ]; then exit 1; fi
