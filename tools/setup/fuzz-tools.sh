# shellcheck shell=bash
# Step `fuzz-tools`, after `rust`: cargo-fuzz, a C++ compiler to build libFuzzer, and the LLVM tools that read this Rust's coverage;
# sourced. cargo-fuzz needs nightly Rust only for sanitizers, which are not used.

setup_fuzz_tools() {
  fuzz_tools_ready || locked make_fuzz_tools
  prepend_path "$cache/cargo-tools/cargo-fuzz-$CARGO_FUZZ_VERSION/bin"
  find_llvm_tools
  export LLVM_PROFDATA LLVM_COV
}

fuzz_tools_ready() {
  [ -x "$cache/cargo-tools/cargo-fuzz-$CARGO_FUZZ_VERSION/bin/cargo-fuzz" ] && find_cxx >/dev/null && find_llvm_tools
}

make_fuzz_tools() {
  if ! find_cxx >/dev/null; then
    if has apt-get; then
      apt_install "libFuzzer, which is C++" "install a C++ compiler" g++
    else
      fail "there is no C++ compiler to build libFuzzer" "install g++ or clang++"
    fi
  fi
  cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz "which runs the fuzz targets" --locked
  find_llvm_tools || add_llvm_tools
  find_llvm_tools || fail "there are no LLVM tools for the coverage of this Rust" \
    "install llvm-profdata and llvm-cov of LLVM $(llvm_major), and set LLVM_PROFDATA and LLVM_COV to their paths"
}

find_cxx() { first_program "${CXX:-}" c++ g++ clang++; }

# Each LLVM has its own version of profiles, so the tools must be of the LLVM that rustc was built with.
llvm_major() { (cd "$root" && rustc -vV) | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p'; }

find_llvm_tools() {
  local major host
  major=$(llvm_major)
  host=$(cd "$root" && rustc --print target-libdir)/../bin
  LLVM_PROFDATA=$(first_program "${LLVM_PROFDATA:-}" "$host/llvm-profdata" "llvm-profdata-$major") &&
    LLVM_COV=$(first_program "${LLVM_COV:-}" "$host/llvm-cov" "llvm-cov-$major")
}

# rustup's tools are small; without rustup Debian's are installed.
add_llvm_tools() {
  if has rustup && try 120 rustup-llvm-tools rustup component add llvm-tools; then return; fi
  if has apt-get; then apt_install "the coverage of the fuzz targets" "run 'rustup component add llvm-tools'" "llvm-$(llvm_major)"; fi
}
