#!/bin/bash
# build.sh [--agent|--coordinator] [--arch x86_64|aarch64]... OUTDIR: the signed RPMs of agent and coordinator, and the
# dnf repository of OUTDIR with signed metadata. Packages whose sources are those of the last time are left alone.
#
# MNA_RELEASE_KEY     key of the release (fingerprint or user id in GNUPGHOME); without it a test key is made in OUTDIR
# MNA_BUILD_CACHE     folder of built programs by the hash of their sources; default: none, everything is compiled
# MNA_VERSION, MNA_RELEASE  version (default: Directory.Build.props) and release number (default: 1) of the packages
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/packaging/sources.sh"
usage() { echo "usage: build.sh [--agent|--coordinator] [--arch x86_64|aarch64]... OUTDIR" >&2; exit 2; }

products=() architectures=() out=
while [ $# -gt 0 ]; do
    case $1 in
        --agent) products+=(moodle-node-agent) ;;
        --coordinator) products+=(moodle-coordinator) ;;
        --arch) architectures+=("${2:?}"); shift ;;
        -*) usage ;;
        *) [ -z "$out" ] || usage; out=$1 ;;
    esac
    shift
done
[ -n "$out" ] || usage
[ ${#products[@]} -gt 0 ] || products=(moodle-node-agent moodle-coordinator)
[ ${#architectures[@]} -gt 0 ] || architectures=(x86_64 aarch64)
for arch in "${architectures[@]}"; do
    case $arch in x86_64|aarch64) ;; *) echo "Cannot build for $arch: only x86_64 and aarch64 are known." >&2; exit 2 ;; esac
done
mkdir -p "$out"; out=$(cd "$out" && pwd)
version=$(version_of_packages) release=${MNA_RELEASE:-1}
need_tools rpmbuild:rpm rpmsign:rpm createrepo_c:createrepo-c gpg:gnupg python3:python3

work=$(mktemp -d)
# rpm asks gpg for it, though nothing is typed.
export GPG_TTY=none
finish() {
    GNUPGHOME=$work/gnupg gpgconf --kill all 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
. "$source/packaging/release-key.sh"
open_release_key "$out" "$work"

for product in "${products[@]}"; do
    for arch in "${architectures[@]}"; do
        package=$product-$version-$release.$arch.rpm
        stamp=$out/.$product-$version-$release.$arch.built
        state="$(hash_of_sources "$product") $release_fingerprint"
        if [ -f "$out/$package" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
            continue
        fi
        "$source/packaging/build-rpm.sh" "$product" "$arch" "$work/built"
        sign_package "$work/built/$package"
        # Renamed in one step: whoever serves the folder never sees half a package.
        cp "$work/built/$package" "$out/.$package.new"
        mv "$out/.$package.new" "$out/$package"
        echo "$state" > "$stamp"
        rm -rf "$out/repodata"
        echo "$out/$package"
    done
done

if [ ! -f "$out/repodata/repomd.xml.asc" ]; then
    # The metadata bear the date of the sources, like the packages.
    createrepo_c --quiet --no-database --revision "$source_date" --set-timestamp-to-revision "$out"
    gpg --batch --yes --quiet --local-user "$release_fingerprint" --detach-sign --armor "$out/repodata/repomd.xml"
fi
