#!/usr/bin/env bash
# Which faults in the pure core its tests notice: cargo-mutants makes one small fault after the other and runs the tests that
# `cargo test` has for that part. Hours on two cores, so not a part of `make test`; with SHARD=0/8 to 7/8 a part of it at a time, and
# what was caught is not tried again until `make clean`. docs/mutation-testing.md has the last result and says why each survivor may live.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0
# Random sequences of each property test: what a small fault breaks, a few thousand show.
export UPDATE_PHONE_TEST_CASES=3000
out=target/mutants
mkdir -p "$out"

# part NAME TARGETS -- FILTERS: a mutant that makes something endless is caught by the time limit; cargo-mutants has statuses for
# survivors (2) and for those (3). Only the targets are built, not the examples too.
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
  # Of all rounds, since each leaves only its own.
  for fate in caught timeout unviable; do cat "$out/$name/mutants.out/$fate.txt" >>"$out/$name/$fate.txt"; done
}

# Slow tests, which are there for other faults than small ones.
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

printf '\n%-10s %8s %8s %8s\n' part caught endless survived
for name in ${ONLY:-flow protocol phone}; do
  printf '%-10s' "$name"
  for list in caught.txt timeout.txt mutants.out/missed.txt; do printf ' %8s' "$(sort -u "$out/$name/$list" | wc -l)"; done
  printf '\n'
done
