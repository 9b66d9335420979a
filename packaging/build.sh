#!/usr/bin/env bash
# Sets up and builds one preset (default: release). Called by demo.sh and test.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:-release}
packaging/setup.sh
cmake --preset "$preset"
cmake --build --preset "$preset"
