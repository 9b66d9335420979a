#!/usr/bin/env bash
# Sets up and builds one preset (default: release), or only the named targets of it. Called by demo.sh and test.sh.
#   packaging/build.sh [PRESET [TARGET...]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:-release}
packaging/setup.sh
cmake --preset "$preset"
cmake --build --preset "$preset" ${2:+--target "${@:2}"}
