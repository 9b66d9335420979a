#!/usr/bin/env bash
# Installs what building and running Helicase needs on Debian 12: the packages of debian-packages.txt
# and LibTorch from PyPI wheels into .deps/libtorch. Safe to run again: what is there is kept.
#
#   packaging/setup.sh          CPU set of LibTorch (about 545 MB to download)
#   packaging/setup.sh --cuda   also the CUDA 13.0 libraries (about 2.2 GB more)
#
# HELICASE_LIBTORCH names another folder for LibTorch, to share one among several clones.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
libtorch=${HELICASE_LIBTORCH:-$(dirname "$here")/.deps/libtorch}

scratch=
trap '[ -z "$scratch" ] || rm -rf "$scratch"' EXIT

fail() { echo "setup.sh: $*" >&2; exit 1; }

with_cuda=no
case "${1:-}" in
  "") ;;
  --cuda) with_cuda=yes ;;
  *) fail "unknown option $1 (known: --cuda)" ;;
esac

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "root rights are needed to install Debian packages. hint: run as root or install sudo"
  fi
}

install_debian_packages() {
  local wanted missing=()
  mapfile -t wanted < <(grep -v '^#' "$here/debian-packages.txt")
  for package in "${wanted[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "setup.sh: installing ${#missing[@]} Debian packages"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# Unpacks the wheels of one requirements file into the LibTorch folder. The work is done in a folder
# beside it and a stamp is written last, so that an interrupted download leaves nothing half-installed.
install_wheels() {
  local requirements=$1 stamp digest
  digest=$(sha256sum < "$requirements" | cut -c1-64)
  stamp="$libtorch/$(basename "$requirements" .txt).sha256"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ] && return
  echo "setup.sh: downloading $(basename "$requirements" .txt)"
  mkdir -p "$(dirname "$libtorch")"
  scratch=$(mktemp -d "$libtorch.part.XXXXXX")
  # The target platform is named so that the pinned wheels are taken whatever Python is installed.
  python3 -m pip download --quiet --no-deps --require-hashes --only-binary=:all: \
    --python-version 3.11 --implementation cp --abi cp311 --abi none \
    --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 --platform manylinux_2_25_x86_64 \
    --platform manylinux_2_18_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux_2_12_x86_64 \
    --platform manylinux2014_x86_64 --platform manylinux2010_x86_64 \
    -r "$requirements" -d "$scratch/wheels"
  for wheel in "$scratch"/wheels/*.whl; do
    unpack_wheel "$wheel" "$scratch/tree"
  done
  mkdir -p "$libtorch"
  cp -rlf "$scratch/tree/." "$libtorch/"
  sync -f "$libtorch"
  echo "$digest" > "$stamp.new"
  mv "$stamp.new" "$stamp"
  rm -rf "$scratch"
}

# Libraries and headers only: the Python part of the torch wheel is not used.
unpack_wheel() {
  python3 - "$1" "$2" <<'PYTHON'
import sys, zipfile
wheel, target = sys.argv[1:]
kept = ("torch/lib/", "torch/include/", "torch/share/", "nvidia/")
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [n for n in archive.namelist() if n.startswith(kept) or ".dist-info/" in n and "LICENSE" in n])
PYTHON
}

install_debian_packages
install_wheels "$here/libtorch-cpu.txt"
[ "$with_cuda" = no ] || install_wheels "$here/libtorch-cuda.txt"
echo "setup.sh: ready (LibTorch in $libtorch)"
