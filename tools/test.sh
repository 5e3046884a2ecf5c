#!/usr/bin/env bash
# Runs the checks and all tests in stages, and continues after a failed stage. The last line is "N passed, N failed".
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${UPDATE_PHONE_SET_UP:-}" = "$PWD" ] || exec tools/setup/run.sh rust lint check-tools wasm-tools node browsers more-browsers redis -- tools/test.sh

# shellcheck source=tools/stages.sh
. tools/stages.sh

js_tests=()
while IFS= read -r file; do
  js_tests+=("$file")
done < <(find tests -name node_modules -prune -o -path tests/output -prune -o -name '*.test.mjs' -print | sort)

# In CI an outdated lock file is an error; locally cargo updates it. A busy machine may need more than the 20 s that
# wasm-bindgen-test gives the browser to start.
export WASM_BINDGEN_TEST_TIMEOUT=120

# The seed of random tests comes from the commit: two runs of one commit test the same, and each commit tests something new.
commit=$(git rev-parse --short=8 HEAD 2>/dev/null || printf '%08x' "$(date +%s)")
export UPDATE_PHONE_TEST_SEED=${UPDATE_PHONE_TEST_SEED:-$((16#$commit))}

stage tests "TypeScript, unit tests" vitest run --root pkg
stage task "build" node tools/build/build.mjs
built=$((1 - stages_failed))
stage task "check" tools/check.sh
stage tests "Rust on the host" cargo test ${CI:+--locked} --no-fail-fast
# The assertions of the fuzz targets without libFuzzer, on their corpus and on random numbers.
fuzz=(--manifest-path fuzz/Cargo.toml --release --no-default-features)
stage tests "Corpus of the fuzz targets" cargo test ${CI:+--locked} "${fuzz[@]}"
stage task "Ten million numbers and texts at random" \
  cargo run ${CI:+--locked} --quiet "${fuzz[@]}" --example random_numbers -- 10000000 "$UPDATE_PHONE_TEST_SEED"
# no-install: wasm-pack uses the tools that the set-up has put into PATH and downloads nothing. It has no --no-fail-fast: after a file
# with a failed test it skips the other files of the stage.
stage tests "Rust as wasm, Node.js" wasm-pack test --mode no-install --node -- ${CI:+--locked}
# The variable runs the same files in a browser. webdriver.json has Chromium's options.
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
