# shellcheck shell=bash
# Step `node`: Node.js is new enough, and node_modules is what package-lock.json says; sourced.

setup_node() {
  local needed version
  needed=$(sed -n 's/.*"node": *">=\([0-9.]*\)".*/\1/p' "$root/package.json")
  version=$(node --version 2>/dev/null) || version=
  version_at_least "${version#v}" "$needed" ||
    fail "Node.js $needed or newer is needed, and there is ${version:-none}" "install the current LTS release from https://nodejs.org"

  node_modules_ready || locked make_node_modules
  prepend_path "$root/node_modules/.bin"
}

# A copy of the lock file is kept in node_modules as the stamp.
node_modules_ready() { cmp -s "$root/package-lock.json" "$root/node_modules/.installed-from.json"; }

make_node_modules() {
  if node_modules_ready; then return; fi
  has npm || fail "there is no npm" "install it; releases from https://nodejs.org bring it with Node.js"
  step "installing the Node.js modules of package-lock.json (about 20 seconds)" npm-ci \
    "see that the npm registry can be reached, or whether package.json was changed without 'npm install'" npm_ci
}

npm_ci() {
  cd "$root"
  rm -f node_modules/.installed-from.json
  # Copied at the start: the lock file may be changed while npm is at work.
  cp package-lock.json "$cache/installed-from.json"
  # Without npm's warnings about its own configuration, and without its help after an error.
  npm ci --no-audit --no-fund --loglevel=error 2>&1 | sed '/^npm error Clean install a project/,/^npm error Run "npm help ci"/d; /^npm error$/d'
  mv "$cache/installed-from.json" node_modules/.installed-from.json
}
