#!/bin/bash
# build-rpm.sh moodle-node-agent|moodle-coordinator x86_64|aarch64 OUTDIR: compiles the programs and packs them, unsigned.
# Environment: see build.sh.
set -euo pipefail
product=$1 arch=$2 out=$3
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/packaging/sources.sh"
. "$source/packaging/publish.sh"
version=$(version_of_packages) release=${MNA_RELEASE:-1}
case $arch in x86_64) runtime=linux-x64 ;; aarch64) runtime=linux-arm64 ;; esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"

sbom() { # sbom PROJECT...
    local project assets=()
    for project in "$@"; do
        assets+=("$work/artifacts/obj/MoodleNodeAgent.$project/project.assets.json")
    done
    python3 packaging/sbom.py "$product" "$version" "$runtime" "$source_date" "${assets[@]}" > "$work/programs/sbom.spdx.json"
}

compile_agent() {
    publish_native src/Agent moodle-node-agent
    sbom Agent
    find "$work/programs" -mindepth 1 ! -name moodle-node-agent ! -name sbom.spdx.json -delete
}

compile_coordinator() {
    # With its own .NET: the control host has no internet, and needs no repository but Oracle Linux's.
    publish src/Coordinator --self-contained true -p:DebugType=none
    publish_native src/Cli moodlectl
    # Needs a tracing library that Enterprise Linux does not have.
    rm -f "$work/programs/libcoreclrtraceptprovider.so"
    find "$work/programs" \( -name '*.dbg' -o -name '*.pdb' \) -delete
    sbom Coordinator Cli
}

cached=${MNA_BUILD_CACHE:+$MNA_BUILD_CACHE/$product-$version-$arch-$(hash_of_programs "$product")}
if [ -n "$cached" ] && [ -d "$cached" ]; then
    ln -s "$cached" "$work/programs"
else
    case $product in
        moodle-node-agent) compile_agent ;;
        moodle-coordinator) compile_coordinator ;;
    esac
    if [ -n "$cached" ]; then
        mkdir -p "$MNA_BUILD_CACHE"
        # What was built from other sources is not asked for again, but by branches that are built side by side.
        find "$MNA_BUILD_CACHE" -mindepth 1 -maxdepth 1 -name "$product-*-$arch-*" -mmin +1440 -exec rm -rf {} +
        cp -r "$work/programs" "$cached.$$"
        mv -T "$cached.$$" "$cached" 2>/dev/null || rm -rf "$cached.$$"
    fi
fi

export SOURCE_DATE_EPOCH=$source_date
rpmbuild -bb --quiet --target "$arch-linux" --define "_topdir $work/rpm" --define "package_version $version" \
    --define "package_release $release" --define "programs $work/programs" --define "source $source" \
    "packaging/$product.spec" >&2
mv "$work/rpm/RPMS/$arch/$product-$version-$release.$arch.rpm" "$out/"
