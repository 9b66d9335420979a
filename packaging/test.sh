#!/usr/bin/env bash
# Sets up, builds and runs every test but those labelled slow.
#   packaging/test.sh              the preset "ci": optimised, warnings as errors
#   packaging/test.sh --slow       the slow soak tests only
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/build.sh ci
selection=(-LE slow)
[ "${1:-}" = --slow ] && selection=(-L slow)
exec ctest --preset ci "${selection[@]}"
