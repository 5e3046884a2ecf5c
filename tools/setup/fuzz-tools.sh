# shellcheck shell=bash
# Step `fuzz-tools`, after `rust`: cargo-fuzz, the C++ compiler that it builds libFuzzer with, and the LLVM tools that read the coverage
# which this Rust writes; sourced. No nightly Rust is needed: cargo-fuzz needs one only for sanitizers.

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
      fail "there is no C++ compiler, which libFuzzer is built with" "install g++ or clang++"
    fi
  fi
  cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz "which runs the fuzz targets" --locked
  find_llvm_tools || add_llvm_tools
  find_llvm_tools || fail "there are no LLVM tools for the coverage of this Rust" \
    "install llvm-profdata and llvm-cov of LLVM $(llvm_major), and set LLVM_PROFDATA and LLVM_COV to their paths"
}

find_cxx() { first_program "${CXX:-}" c++ g++ clang++; }

# Profiles have a version of their own for each LLVM: the tools are to be of the LLVM that rustc was built with.
llvm_major() { (cd "$root" && rustc -vV) | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p'; }

find_llvm_tools() {
  local major host
  major=$(llvm_major)
  host=$(cd "$root" && rustc --print target-libdir)/../bin
  LLVM_PROFDATA=$(first_program "${LLVM_PROFDATA:-}" "$host/llvm-profdata" "llvm-profdata-$major") &&
    LLVM_COV=$(first_program "${LLVM_COV:-}" "$host/llvm-cov" "llvm-cov-$major")
}

# rustup's own are small; Debian has them where rustup cannot be asked.
add_llvm_tools() {
  if has rustup && try 120 rustup-llvm-tools rustup component add llvm-tools; then return; fi
  if has apt-get; then apt_install "the coverage of the fuzz targets" "run 'rustup component add llvm-tools'" "llvm-$(llvm_major)"; fi
}
