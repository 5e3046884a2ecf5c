# shellcheck shell=bash
# Step `browsers`: Chromium and its driver for the tests; sourced. Exports CHROME_PATH and CHROMEDRIVER.

setup_browsers() {
  find_browsers || locked install_browsers
  find_browsers || fail "Chromium or chromedriver cannot be found" "set CHROME_PATH and CHROMEDRIVER to the two programs"
  export CHROME_PATH CHROMEDRIVER
}

find_browsers() {
  CHROME_PATH=$(first_program "${CHROME_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome") &&
    CHROMEDRIVER=$(first_program "${CHROMEDRIVER:-}" ${CHROMEWEBDRIVER:+"$CHROMEWEBDRIVER/chromedriver"} chromedriver \
      /usr/lib/chromium/chromedriver)
}

install_browsers() {
  if find_browsers; then return; fi
  local remedy="install Chromium or Chrome and the chromedriver of its version, and set CHROME_PATH and CHROMEDRIVER if they are not in PATH"
  has apt-get || fail "the tests need a browser" "$remedy"
  # shellcheck disable=SC2086
  apt_install "the tests in a browser" "$remedy" $DEBIAN_BROWSER_PACKAGES
}
