#!/usr/bin/env bash
# Mutation tests of the pure core: cargo-mutants makes one small change after the other and runs the tests of that part. This takes
# hours on two cores, so `make test` does not include it; SHARD=0/8 to SHARD=7/8 run a part each. Caught mutants are not tried again
# until `make clean`. docs/mutation-testing.md has the last result and the reason for each survivor.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0
# Cases of each property test: a few thousand are enough to catch a small fault.
export UPDATE_PHONE_TEST_CASES=3000
out=target/mutants
mkdir -p "$out"

# part NAME TARGETS -- FILTERS: runs the mutants of a part. The exit status of cargo-mutants is 2 for survivors and 3 for timeouts,
# which count as caught. Only the targets are built, without the examples.
part() {
  local name=$1 status=0 targets=()
  shift
  while [ "$1" != -- ]; do
    targets+=(--cargo-arg="$1")
    shift
  done
  cargo mutants --file "src/$name/**/*.rs" --output "$out/$name" --iterate --timeout 30 ${SHARD:+--shard "$SHARD"} "${targets[@]}" \
    -- "$@" || status=$?
  case $status in 0 | 2 | 3) ;; *) exit "$status" ;; esac
  # Each run leaves only its own results, so they are collected.
  for result in caught timeout unviable; do cat "$out/$name/mutants.out/$result.txt" >>"$out/$name/$result.txt"; done
}

# Slow tests, which do not look for small faults.
slow=(--skip unicode_17 --skip lines_say --skip examples_are --skip linear_time)
for name in ${ONLY:-flow protocol phone}; do
  case $name in
    flow)
      part flow --lib --test=deadline_vectors --test=deadline_properties --test=flow_diagram --test=flow_properties -- "${slow[@]}"
      ;;
    protocol) part protocol --lib -- "${slow[@]}" ;;
    phone) part phone --lib --test=phone_vectors -- --skip unicode_17 --skip any_text --skip anything_typed ;;
    *) echo "there is no part '$name': use flow, protocol or phone" >&2 && exit 2 ;;
  esac
done

printf '\n%-10s %8s %8s %8s\n' part caught timeout survived
for name in ${ONLY:-flow protocol phone}; do
  printf '%-10s' "$name"
  for list in caught.txt timeout.txt mutants.out/missed.txt; do printf ' %8s' "$(sort -u "$out/$name/$list" | wc -l)"; done
  printf '\n'
done
