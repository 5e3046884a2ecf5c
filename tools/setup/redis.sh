# shellcheck shell=bash
# Step `redis`: the program of a Redis server, which the tests start; sourced. Exports REDIS_SERVER.

setup_redis() {
  find_redis || locked install_redis
  find_redis || fail "redis-server cannot be found" "set REDIS_SERVER to the program"
  export REDIS_SERVER
}

find_redis() { REDIS_SERVER=$(first_program "${REDIS_SERVER:-}" redis-server valkey-server); }

install_redis() {
  if find_redis; then return; fi
  local remedy="install Redis or Valkey, and set REDIS_SERVER to its server if it is not in PATH"
  has apt-get || fail "the tests need a Redis server" "$remedy"
  # shellcheck disable=SC2086
  apt_install "the tests of a shared store" "$remedy" $DEBIAN_REDIS_PACKAGES
}
