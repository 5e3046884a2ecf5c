# shellcheck shell=bash
# Step `node`: checks the version of Node.js and installs the Node.js modules of package-lock.json; sourced.

setup_node() {
  local needed version
  needed=$(sed -n 's/.*"node": *">=\([0-9.]*\)".*/\1/p' "$root/package.json")
  version=$(node --version 2>/dev/null) || version=
  version_at_least "${version#v}" "$needed" ||
    fail "Node.js $needed or newer is needed, and there is ${version:-none}" "install the current LTS release from https://nodejs.org"

  node_modules_ready || locked make_node_modules
  prepend_path "$root/node_modules/.bin"
}

# node_modules has a copy of the lock file it was installed from.
node_modules_ready() { cmp -s "$root/package-lock.json" "$root/node_modules/.installed-from.json"; }

make_node_modules() {
  if node_modules_ready; then return; fi
  has npm || fail "there is no npm" "install it; releases from https://nodejs.org bring it with Node.js"
  step "installing the Node.js modules of package-lock.json (about 20 seconds)" npm-ci \
    "check that the npm registry can be reached and that package.json was not changed without 'npm install'" npm_ci
}

npm_ci() {
  cd "$root"
  rm -f node_modules/.installed-from.json
  # Copied first, since the lock file may change while npm runs.
  cp package-lock.json "$cache/installed-from.json"
  # Without npm's warnings about its configuration and its help after an error.
  npm ci --no-audit --no-fund --loglevel=error 2>&1 | sed '/^npm error Clean install a project/,/^npm error Run "npm help ci"/d; /^npm error$/d'
  mv "$cache/installed-from.json" node_modules/.installed-from.json
}
