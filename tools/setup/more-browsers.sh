# shellcheck shell=bash
# Step `more-browsers`, after `rust`: Firefox and WebKitGTK with their WebDrivers, and Xvfb, since WebKitGTK is never headless;
# sourced. Exports FIREFOX_PATH, GECKODRIVER, WEBKITGTK_PATH, WEBKITGTK_DRIVER and XVFB. Without apt-get a missing browser is left
# out: the tests skip it locally and fail in CI.

setup_more_browsers() {
  if has apt-get; then
    find_more_browsers || locked install_more_browsers
    find_more_browsers || fail "Firefox, WebKitGTK or Xvfb cannot be found" \
      "set FIREFOX_PATH, WEBKITGTK_PATH, WEBKITGTK_DRIVER and XVFB to the programs"
  elif ! find_more_browsers; then
    say "Firefox, WebKitGTK or Xvfb is missing: the tests skip that browser"
  fi
  # Debian has no package of geckodriver.
  if [ -n "$FIREFOX_PATH" ] && ! find_geckodriver; then
    locked make_geckodriver
    find_geckodriver || fail "geckodriver cannot be found" "set GECKODRIVER to the program"
  fi
  export FIREFOX_PATH GECKODRIVER WEBKITGTK_PATH WEBKITGTK_DRIVER XVFB
}

# Sets all variables, even if a program is missing.
find_more_browsers() {
  local missing=0
  FIREFOX_PATH=$(first_program "${FIREFOX_PATH:-}" firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox") || missing=1
  WEBKITGTK_DRIVER=$(first_program "${WEBKITGTK_DRIVER:-}" WebKitWebDriver) || missing=1
  # Distributions install it outside PATH.
  WEBKITGTK_PATH=$(first_program "${WEBKITGTK_PATH:-}" /usr/lib/*/webkit2gtk-4.1/MiniBrowser \
    /usr/lib*/webkit2gtk-4.1/MiniBrowser /usr/libexec/webkit2gtk-4.1/MiniBrowser) || missing=1
  XVFB=$(first_program "${XVFB:-}" Xvfb) || missing=1
  return "$missing"
}

find_geckodriver() {
  GECKODRIVER=$(first_program "${GECKODRIVER:-}" geckodriver "$cache/cargo-tools/geckodriver-$GECKODRIVER_VERSION/bin/geckodriver")
}

install_more_browsers() {
  if find_more_browsers; then return; fi
  # shellcheck disable=SC2086
  apt_install "the tests in Firefox and WebKitGTK" \
    "set FIREFOX_PATH, WEBKITGTK_PATH, WEBKITGTK_DRIVER and XVFB to the programs" $DEBIAN_MORE_BROWSER_PACKAGES
}

make_geckodriver() {
  if find_geckodriver; then return; fi
  has cargo || fail "there is no cargo to build geckodriver with" "name the step rust before the step more-browsers, or set GECKODRIVER to the program"
  cargo_tool geckodriver "$GECKODRIVER_VERSION" geckodriver "which drives Firefox" --locked
}
