# shellcheck shell=bash
# Runs the stages of a check or a test run and prints their table; sourced.

stage_table=
stages_failed=0
tests_passed=0
tests_failed=0

# Adds up the summaries of the test runners: `test result:` of cargo and wasm-bindgen-test, `Tests` of vitest, `pass` and `fail` of
# node --test.
count_tests() {
  sed $'s/\x1b\\[[0-9;]*m//g' "$1" | awk '
    /^test result: / {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^passed;/) passed += $(i - 1)
        if ($i ~ /^failed;/) failed += $(i - 1)
        if ($i ~ /^ignored;/) skipped += $(i - 1)
      }
    }
    /^ +Tests / {
      for (i = 3; i <= NF; i++) {
        if ($i ~ /^passed$/) passed += $(i - 1)
        if ($i ~ /^failed$/) failed += $(i - 1)
        if ($i ~ /^(skipped|todo)$/) skipped += $(i - 1)
      }
    }
    /^(ℹ|#) pass [0-9]+$/ { passed += $3 }
    /^(ℹ|#) (fail|cancelled) [0-9]+$/ { failed += $3 }
    /^(ℹ|#) (skipped|todo) [0-9]+$/ { skipped += $3 }
    END { print passed + 0, failed + 0, skipped + 0 }'
}

# stage tests|task NAME COMMAND...: runs a stage. A stage of tests also fails if it runs no test.
stage() {
  local kind=$1 name=$2 log start status=0 passed=0 failed=0 skipped=0
  shift 2
  printf '\n=== %s\n' "$name"
  log=$(mktemp)
  start=$SECONDS
  "$@" </dev/null 2>&1 | tee "$log" || status=$?
  if [ "$kind" = tests ]; then
    read -r passed failed skipped <<<"$(count_tests "$log")"
    if [ $((passed + failed)) -eq 0 ]; then
      echo "No tests were run in this stage."
      if [ "$status" -eq 0 ]; then status=1; fi
    fi
  fi
  rm -f "$log"
  add_stage "$kind" "$name" "$status" $((SECONDS - start)) "$passed" "$failed" "$skipped"
  return 0
}

# skipped_stage NAME REASON: records a stage that cannot run as failed.
skipped_stage() {
  printf '\n=== %s\nNot run: %s\n' "$1" "$2"
  add_stage task "$1" 1 0 0 0 0
}

add_stage() {
  local kind=$1 name=$2 status=$3 seconds=$4 passed=$5 failed=$6 skipped=$7 tests=- result=ok
  if [ "$status" -ne 0 ] || [ "$failed" -gt 0 ]; then
    result=FAILED
    stages_failed=$((stages_failed + 1))
    # A failure without a failed test, such as a compile error, counts as one failed test.
    if [ "$failed" -eq 0 ]; then failed=1; fi
  fi
  if [ "$kind" = tests ]; then tests=$((passed + $6)); fi
  if [ "$skipped" -gt 0 ]; then result="$result, $skipped more skipped"; fi
  tests_passed=$((tests_passed + passed))
  tests_failed=$((tests_failed + failed))
  stage_table+=$(printf '%-32s %6s %8s  %s' "$name" "$tests" "$seconds" "$result")$'\n'
}

print_stages() {
  printf '\n%-32s %6s %8s\n%s' stage tests seconds "$stage_table"
}
