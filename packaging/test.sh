#!/usr/bin/env bash
# Sets up, builds and runs every test but those labelled slow.
#   packaging/test.sh              the preset "ci": optimised, warnings as errors
#   packaging/test.sh --slow       the slow soak tests only: 200 kills, every call of the disk failing, held times
#   packaging/test.sh --races      the trainer, its loader and its writer under the thread sanitizer
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "${1:-}" = --races ]; then
  tests=(trainer trainer_control trainer_health)
  packaging/build.sh tsan "${tests[@]/#/tst_}"
  export TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tests/thread-sanitizer.suppressions" OMP_NUM_THREADS=1
  exec ctest --preset tsan -R "^($(IFS='|'; echo "${tests[*]}"))\$"
fi
packaging/build.sh ci
selection=(-LE slow)
[ "${1:-}" = --slow ] && selection=(-L slow)
exec ctest --preset ci "${selection[@]}"
