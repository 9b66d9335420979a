#!/usr/bin/env bash
# Sets up, builds and shows the main job on the embedded sequences: in the workbench when there is a
# display, otherwise as `helicase demo`, which ends with the place of its report.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/build.sh release
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec build/release/bin/helicase-workbench --demo
fi
out=${1:-$PWD/build/demo}
exec build/release/bin/helicase demo -o "$out"
