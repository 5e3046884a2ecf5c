#!/usr/bin/env bash
# Removes build output from the checkout.
set -euo pipefail
# shellcheck source=tools/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup/lib.sh"
cd "$root"
rm -rf target fuzz/target fuzz/artifacts release pkg/dist www/dist tests/output
rm -f pkg/*.md pkg/LICENSE pkg/NOTICE # copies that the build makes for the tarball
if [ -d "$cache" ]; then echo "The built tools stay in the cache. To remove them: rm -r '$cache'"; fi
