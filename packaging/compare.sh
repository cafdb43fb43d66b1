#!/bin/bash
# compare.sh moodle-node-agent|moodle-coordinator x86_64|aarch64: compiles the package once more, in a copy of the sources in
# another folder and without git around it, and fails when it differs from the package of this checkout (both unsigned).
# Environment: see build.sh; with MNA_BUILD_CACHE the first of the two comes from there.
set -euo pipefail
product=$1 arch=$2
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir -p "$copy" "$work/temporary-folder-of-the-second-build"
tar -C "$source" --exclude=bin --exclude=obj -cf - src protos packaging systemd Directory.Build.props \
    Directory.Packages.props BannedSymbols.txt analysis.globalconfig global.json .editorconfig LICENSE | tar -C "$copy" -xf -
"$source/packaging/build-rpm.sh" "$product" "$arch" "$work/first"
MNA_BUILD_CACHE= TMPDIR=$work/temporary-folder-of-the-second-build \
    "$copy/packaging/build-rpm.sh" "$product" "$arch" "$work/second"
for package in "$work"/first/*.rpm; do
    cmp "$package" "$work/second/$(basename "$package")"
    (cd "$work/first" && sha256sum "$(basename "$package")")
done
