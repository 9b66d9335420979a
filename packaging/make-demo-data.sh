#!/bin/sh
# Makes resources/demo/genomes, /binding and /classification again from two Debian packages. The packages are
# downloaded and unpacked in a temporary folder; nothing is installed.
# Usage: packaging/make-demo-data.sh [FOLDER WITH THE TWO .deb FILES]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
packages="ragout-examples bowtie2-examples"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ $# -gt 0 ]; then
    for package in $packages; do
        cp "$1/${package}"_*.deb "$work"
    done
else
    # The sandbox user of apt cannot write here; the files are checked against the signed index all the same.
    (cd "$work" && apt-get download -o APT::Sandbox::User=root $packages)
fi
for archive in "$work"/*.deb; do
    dpkg-deb --extract "$archive" "$work/unpacked"
done
python3 "$root/packaging/make_demo_data.py" "$work/unpacked/usr/share/doc" "$root/resources/demo"
python3 "$root/packaging/make_classification_demo.py"
