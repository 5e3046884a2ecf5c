# shellcheck shell=bash
# Step `lighthouse`: Lighthouse; sourced. Only the benchmarks use it, so it is not a Node.js module of the workspace. Exports
# LIGHTHOUSE.

setup_lighthouse() {
  lighthouse_dir=$cache/lighthouse-$LIGHTHOUSE_VERSION
  lighthouse_ready || locked install_lighthouse
  export LIGHTHOUSE=$lighthouse_dir/node_modules/lighthouse
}

lighthouse_ready() { [ -f "$lighthouse_dir/.installed" ]; }

install_lighthouse() {
  if lighthouse_ready; then return; fi
  has npm || fail "there is no npm" "install it; releases from https://nodejs.org bring it with Node.js"
  step "installing Lighthouse $LIGHTHOUSE_VERSION (about 20 seconds, 185 MB)" lighthouse \
    "see that the npm registry can be reached" npm_lighthouse
}

npm_lighthouse() {
  npm install --prefix "$lighthouse_dir" --no-audit --no-fund --loglevel=error "lighthouse@$LIGHTHOUSE_VERSION"
  touch "$lighthouse_dir/.installed"
}
