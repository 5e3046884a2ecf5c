# shellcheck shell=bash
# Step `wasm-tools`, after `rust`: wasm-pack, and the wasm-bindgen-cli that wasm-pack finds in PATH; sourced. wasm-opt is a Node.js
# module.

setup_wasm_tools() {
  wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' "$root/Cargo.lock" 2>/dev/null) || true
  [ -n "$wasm_bindgen_version" ] || fail "Cargo.lock does not have the version of wasm-bindgen" "restore Cargo.lock from the repository"

  wasm_tools_ready || locked make_wasm_tools
  prepend_path "$cache/cargo-tools/wasm-pack-$WASM_PACK_VERSION/bin"
  prepend_path "$cache/cargo-tools/wasm-bindgen-cli-$wasm_bindgen_version/bin"
}

wasm_tools_ready() {
  [ -x "$cache/cargo-tools/wasm-pack-$WASM_PACK_VERSION/bin/wasm-pack" ] &&
    [ -x "$cache/cargo-tools/wasm-bindgen-cli-$wasm_bindgen_version/bin/wasm-bindgen" ] &&
    [ -x "$cache/cargo-tools/wasm-bindgen-cli-$wasm_bindgen_version/bin/wasm-bindgen-test-runner" ]
}

# One after the other, since one build uses all of two cores.
make_wasm_tools() {
  # Without --locked, since the published lock file of wasm-bindgen-cli 0.2.130 does not build.
  cargo_tool wasm-bindgen-cli "$wasm_bindgen_version" wasm-bindgen-test-runner "which generates the module's glue"
  cargo_tool wasm-pack "$WASM_PACK_VERSION" wasm-pack "which builds the module" --locked
}
