# shellcheck shell=bash
# Three steps, each after `rust`; sourced.
#   check-tools     typos, which finds misspellings, and zizmor, which audits workflows
#   audit-tools     cargo-deny, which checks the crates, and cargo-cyclonedx, which lists them
#   mutation-tools  cargo-mutants, which runs mutation tests

setup_check_tools() {
  check_tools_ready || locked make_check_tools
  prepend_path "$cache/cargo-tools/typos-cli-$TYPOS_VERSION/bin"
  prepend_path "$cache/cargo-tools/zizmor-$ZIZMOR_VERSION/bin"
}

check_tools_ready() {
  [ -x "$cache/cargo-tools/typos-cli-$TYPOS_VERSION/bin/typos" ] && [ -x "$cache/cargo-tools/zizmor-$ZIZMOR_VERSION/bin/zizmor" ]
}

make_check_tools() {
  wheel_or_cargo_tool typos typos-cli "$TYPOS_VERSION" typos "which finds misspellings"
  wheel_or_cargo_tool zizmor zizmor "$ZIZMOR_VERSION" zizmor "which audits the workflows"
}

# wheel_or_cargo_tool WHEEL CRATE VERSION BINARY PURPOSE: installs a program from a Python wheel, which has it compiled for common
# platforms, or builds it with cargo.
wheel_or_cargo_tool() {
  local wheel=$1 crate=$2 version=$3 binary=$4 purpose=$5 dir=$cache/cargo-tools/$2-$3
  if [ -x "$dir/bin/$binary" ]; then return; fi
  rm -rf "$dir" "$dir.partial"
  if ! python3 -m pip --version >/dev/null 2>&1 && has apt-get && [ "$(id -u)" -eq 0 ]; then
    apt_install "programs that PyPI has compiled" "install Python with pip" python3-pip
  fi
  if try 120 "pip-$wheel" python3 -m pip install --disable-pip-version-check --no-deps --only-binary :all: \
    --target "$dir.partial" "$wheel==$version" && [ -x "$dir.partial/bin/$binary" ]; then
    mv "$dir.partial" "$dir"
  else
    cargo_tool "$crate" "$version" "$binary" "$purpose" --locked
  fi
}

setup_audit_tools() {
  audit_tools_ready || locked make_audit_tools
  prepend_path "$cache/cargo-tools/cargo-deny-$CARGO_DENY_VERSION/bin"
  prepend_path "$cache/cargo-tools/cargo-cyclonedx-$CARGO_CYCLONEDX_VERSION/bin"
}

audit_tools_ready() {
  [ -x "$cache/cargo-tools/cargo-deny-$CARGO_DENY_VERSION/bin/cargo-deny" ] &&
    [ -x "$cache/cargo-tools/cargo-cyclonedx-$CARGO_CYCLONEDX_VERSION/bin/cargo-cyclonedx" ]
}

make_audit_tools() {
  cargo_tool cargo-deny "$CARGO_DENY_VERSION" cargo-deny "which checks licences, sources and advisories of crates" --locked
  cargo_tool cargo-cyclonedx "$CARGO_CYCLONEDX_VERSION" cargo-cyclonedx "which lists the crates of a release" --locked
}

setup_mutation_tools() {
  mutation_tools_ready || locked make_mutation_tools
  prepend_path "$cache/cargo-tools/cargo-mutants-$CARGO_MUTANTS_VERSION/bin"
}

mutation_tools_ready() {
  [ -x "$cache/cargo-tools/cargo-mutants-$CARGO_MUTANTS_VERSION/bin/cargo-mutants" ]
}

make_mutation_tools() {
  cargo_tool cargo-mutants "$CARGO_MUTANTS_VERSION" cargo-mutants "which runs mutation tests" --locked
}
