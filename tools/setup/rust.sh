# shellcheck shell=bash
# Step `rust`: a Rust toolchain that compiles for wasm32-unknown-unknown; sourced. Step `lint`: its clippy and rustfmt.
#
# UPDATE_PHONE_RUST chooses the toolchain:
#   rustup  the active toolchain, however it was installed; rustup adds its wasm target if it is missing
#   debian  Debian's rustc-web, with the standard library for wasm built from Debian's sources
#   auto    the first if it works, otherwise the second (the default)

wasm=wasm32-unknown-unknown
rustup_remedy="install Rust with rustup (https://rustup.rs), then: rustup update stable && rustup target add $wasm"

setup_rust() {
  local cargo_bin=${CARGO_HOME:-${HOME:-}/.cargo}/bin
  # PATH of a non-login shell may lack rustup's folder. Unless PATH has that folder, cargo looks for its subcommands there
  # before PATH.
  case ":$PATH:" in *":$cargo_bin:"*) ;; *) PATH=$PATH:$cargo_bin ;; esac

  case ${UPDATE_PHONE_RUST:=auto} in
    rustup)
      active_rust_ready || locked add_wasm_target
      active_rust_ready || fail "$(rust_problem)" "$rustup_remedy"
      ;;
    debian)
      debian_rust_ready || locked make_debian_rust
      use_debian_rust
      ;;
    auto)
      if ! active_rust_ready; then
        debian_rust_ready || locked find_rust
        active_rust_ready || use_debian_rust
      fi
      ;;
    *) fail "UPDATE_PHONE_RUST is '$UPDATE_PHONE_RUST'" "set it to auto, rustup or debian" ;;
  esac
  # Caches of build results use this version as a key.
  UPDATE_PHONE_RUST_VERSION=$(cd "$root" && rustc --version)
  export UPDATE_PHONE_RUST_VERSION
}

find_rust() {
  local problem
  if debian_rust_ready; then return; fi
  add_wasm_target
  if active_rust_ready; then return; fi
  problem=$(rust_problem)
  has apt-get || fail "$problem" "$rustup_remedy"
  say "$problem; taking Debian's Rust packages instead"
  make_debian_rust
}

# Sets the flags for the module. Remapped paths keep this machine's cargo folder out of the locations of panics. The stack has 256 KiB
# instead of 1 MiB, many times what the deepest call needs. It lies before everything else in memory, so that an overflow traps. Call
# it after the other steps, which may create the folders, one for each source of crates. The last remapping that matches applies.
set_wasm_flags() {
  local sources=${CARGO_HOME:-${HOME:-}/.cargo}/registry/src folder
  local stack="-C link-arg=-zstack-size=262144" paths="--remap-path-prefix=$sources=/rust/deps"
  for folder in "$sources"/*/; do
    if [ -d "$folder" ]; then paths="$paths --remap-path-prefix=${folder%/}=/rust/deps"; fi
  done
  # The flags are split at spaces, so a path with a space cannot be remapped.
  case $sources in *" "*) paths= ;; esac
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$stack $paths"
}

# --- the active toolchain

active_rust_ready() {
  local libdir
  # In the checkout, so that its rust-toolchain file applies.
  libdir=$(cd "$root" && rustc --print target-libdir --target $wasm 2>/dev/null) || return 1
  compgen -G "$libdir/libcore-*.rlib" >/dev/null && compgen -G "$libdir/libstd-*.rlib" >/dev/null && rust_new_enough
}

rust_needed() { sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml"; }
rust_version() { (cd "$root" && rustc --version 2>/dev/null) | cut -d' ' -f2; }

rust_new_enough() {
  has cargo && version_at_least "$(rust_version)" "$(rust_needed)"
}

rust_problem() {
  if ! has cargo || [ -z "$(rust_version)" ]; then
    echo "there is no Rust toolchain"
  elif ! rust_new_enough; then
    echo "Rust $(rust_version) is older than the $(rust_needed) of Cargo.toml"
  elif ! has rustup; then
    echo "this Rust has no target $wasm, and there is no rustup to add it"
  else
    echo "rustup could not add the target $wasm (its output: $cache/logs/rustup.log)"
  fi
}

# Ignores a failure of rustup.
add_wasm_target() {
  if active_rust_ready || ! rust_new_enough || ! has rustup; then return; fi
  say "adding the target $wasm with rustup (about 10 seconds)"
  (cd "$root" && try 120 rustup rustup target add $wasm) || true
}

# --- Debian's toolchain: a sysroot in the cache with links to the system's, the standard library for wasm, and wrappers of the
# programs. Only the cache is changed.

debian_rust_dir() {
  local version
  # shellcheck disable=SC2016
  version=$(dpkg-query -W -f '${Version}' rustc-web 2>/dev/null) && [ -n "$version" ] || return 1
  printf '%s/rust/debian-%s\n' "$cache" "$(printf %s "$version" | tr -c 'A-Za-z0-9.' -)"
}

debian_rust_ready() {
  local dir
  dir=$(debian_rust_dir) && [ -s "$dir/id" ] && [ -x /usr/bin/rustc ] && [ -x /usr/bin/clippy-driver ]
}

use_debian_rust() {
  local dir
  dir=$(debian_rust_dir)
  prepend_path "$dir/bin"
  unset RUSTC RUSTDOC RUSTUP_TOOLCHAIN
  # A separate target folder, since two toolchains would rebuild each other's results. Its name has the checksum of the standard
  # library, since cargo does not notice a replaced one.
  case ${CARGO_TARGET_DIR:-} in
    */debian-[0-9]*) ;;
    *) export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}/debian-$(cat "$dir/id") ;;
  esac
}

make_debian_rust() {
  local dir version missing=() package
  if debian_rust_ready; then return; fi
  has apt-get || fail "Rust from Debian needs Debian's packages, and there is no apt-get" "$rustup_remedy"
  for package in $DEBIAN_RUST_PACKAGES; do
    # shellcheck disable=SC2016
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then apt_install "compiling to WebAssembly" "$rustup_remedy" "${missing[@]}"; fi
  version=$(/usr/bin/rustc --version | cut -d' ' -f2)
  version_at_least "$version" "$(rust_needed)" ||
    fail "Debian's Rust $version is older than the $(rust_needed) of Cargo.toml" "apt-get update && apt-get upgrade, or: $rustup_remedy"
  dir=$(debian_rust_dir)
  if [ -s "$dir/id" ]; then return; fi
  step "building Rust's standard library for $wasm from Debian's sources (about 1 minute, once per Rust version)" "debian-std" \
    "check that the packages have matching versions (apt-get install $DEBIAN_RUST_PACKAGES); or else $rustup_remedy" \
    build_debian_rust "$dir"
}

build_debian_rust() {
  local dir=$1 new=$1.partial build=$cache/build/debian-std sources=/usr/lib/rustlib/src/rust lib host commit
  rm -rf "$new" "$build" "$dir"
  mkdir -p "$build/src" "$new/bin" "$new/lib/rustlib/$wasm/lib"

  # An empty crate makes cargo build the standard library; `test` is the test harness.
  printf '[package]\nname = "empty"\nedition = "2024"\n[profile.release]\ncodegen-units = 1\n[workspace]\n' >"$build/Cargo.toml"
  echo '#![no_std]' >"$build/src/lib.rs"
  commit=$(/usr/bin/rustc -vV | sed -n 's/^commit-hash: //p')
  (
    cd "$build" || exit
    unset RUSTUP_TOOLCHAIN RUSTC_WRAPPER CARGO_BUILD_TARGET CARGO_ENCODED_RUSTFLAGS
    # Link-time optimisation needs bitcode. The paths become those of the official library. The sources include the crates that
    # the library needs.
    CARGO_TARGET_DIR=$build/target RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
      RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$sources=/rustc/$commit" \
      /usr/bin/cargo build --release --offline --target $wasm -Zbuild-std=std,panic_abort,test \
      --config 'source.crates-io.replace-with="debian"' --config "source.debian.directory=\"$sources/library/vendor\""
  )
  rm "$build/target/$wasm/release/deps"/libempty-*
  cp "$build/target/$wasm/release/deps"/*.rlib "$new/lib/rustlib/$wasm/lib/"
  cat "$new/lib/rustlib/$wasm/lib"/*.rlib | cksum | cut -d' ' -f1 >"$new/id"

  lib=$(/usr/bin/rustc --print target-libdir)
  host=$new/lib/rustlib/$(basename "${lib%/lib}")
  mkdir -p "$host/bin"
  ln -s "$lib" "$host/lib"
  # rustc looks for its linker for wasm here.
  ln -s "$(find_lld)" "$host/bin/rust-lld"
  ln -s /usr/lib/rustlib/etc /usr/lib/rustlib/src "$new/lib/rustlib/"

  printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot "%s" "$@"\n' "$dir" >"$new/bin/rustc"
  printf '#!/bin/sh\nexec /usr/bin/rustdoc --sysroot "%s" "$@"\n' "$dir" >"$new/bin/rustdoc"
  printf '#!/bin/sh\nSYSROOT="%s" exec /usr/bin/cargo-clippy "$@"\n' "$dir" >"$new/bin/cargo-clippy"
  chmod +x "$new/bin"/*
  ln -s /usr/bin/cargo /usr/bin/cargo-fmt /usr/bin/rustfmt "$new/bin/"

  mv "$new" "$dir"
  rm -rf "$build"
}

find_lld() {
  local lld
  for lld in /usr/bin/lld-[0-9]* /usr/bin/lld; do
    if [ -x "$lld" ]; then echo "$lld" && return; fi
  done
  echo "no lld in /usr/bin" >&2
  return 1
}

# --- clippy and rustfmt

# After `rust`. Debian's packages and rustup's default profile include both, rustup's minimal profile does not.
setup_lint() {
  if lint_ready; then return; fi
  locked add_lint
}

lint_ready() { (cd "$root" && cargo clippy --version && cargo fmt --version) >/dev/null 2>&1; }

add_lint() {
  if lint_ready; then return; fi
  has rustup || fail "cargo has no clippy or no rustfmt" "install them in the same way as this Rust"
  step "adding clippy and rustfmt with rustup (about 10 seconds)" rustup-lint \
    "see why 'rustup component add clippy rustfmt' fails, or on Debian try UPDATE_PHONE_RUST=debian" add_lint_components
}

add_lint_components() { cd "$root" && rustup component add clippy rustfmt; }
